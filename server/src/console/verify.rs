//! `/admin/api/verify…`: the jury's sheet, made, read, exported.

pub mod export;
pub mod get;
pub mod history;
pub mod latest;
pub mod make;
mod view;
