//! `/admin/api/plan` and `/admin/api/map`: made, read, drawn.

pub mod draw;
pub mod get;
pub mod make;
pub mod map;
pub mod view;
