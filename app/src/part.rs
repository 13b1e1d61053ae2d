//! Parts of pages: properties in, callbacks out.

pub mod arrival;
pub mod brand;
pub mod code_form;
pub mod composer;
pub mod corrections;
pub mod dialog;
pub mod dictation;
pub mod field;
pub mod frame;
pub mod history;
pub mod icon;
pub mod log;
pub mod members;
pub mod message;
pub mod model_news;
pub mod notice;
pub mod pickers;
pub mod progress;
pub mod welcome;
