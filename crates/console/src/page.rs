//! The pages, one file each.

pub mod account;
pub mod audit;
pub mod destroy;
pub mod drift;
pub mod missing;
pub mod monitor;
pub mod overview;
pub mod plan;
pub mod run;
pub mod runs;
pub mod users;
pub mod verify;
