//! `/admin/api/monitor` and `/admin/api/logs`: what is measured, here or of the stack.

pub mod charts;
pub mod cloudwatch;
pub mod exposition;
pub mod get;
pub mod local;
pub mod logs;
pub mod recorder;
pub mod simulated;
