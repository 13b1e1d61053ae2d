//! Parts of the console's pages: properties in, callbacks out.

pub mod act;
pub mod chart;
pub mod export;
pub mod frame;
pub mod glyph;
pub mod map;
pub mod moment;
pub mod notice;
pub mod timeline;
pub mod typed;
