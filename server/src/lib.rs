//! The one binary people run, as a library so that tests can start its parts.

pub mod cli;
pub mod client;
pub mod clouds;
pub mod config;
pub mod console;
pub mod doctor;
pub mod identity;
pub mod judge;
pub mod log_ring;
pub mod models;
pub mod page;
pub mod provision;
pub mod regions;
pub mod serve;
pub mod shutdown;
pub mod stack;
pub mod telemetry;
pub mod worker;
