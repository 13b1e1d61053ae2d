//! `/admin/api/runs…`: begun, followed, held, stopped, gone on with.

pub mod cancel;
pub mod events;
pub mod get;
pub mod list;
pub mod pause;
pub mod plan;
pub mod resume;
pub mod start;
