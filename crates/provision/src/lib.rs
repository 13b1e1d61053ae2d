//! The provisioner: specification, plan, apply, verify, drift and destroy over a `Cloud`, with an
//! in-memory cloud (`sandbox`). Never names an AWS SDK crate.

pub mod artifacts;
pub mod check;
pub mod cloud;
pub mod cost;
pub mod inventory;
pub mod price;
pub mod reachability;
pub mod report;
pub mod resource;
pub mod secret;
pub mod stack;
pub mod verify;

pub mod apply;
pub mod cli;
pub mod connection;
pub mod control;
pub mod deployment;
pub mod drift;
pub mod event;
pub mod ink;
pub mod journal;
pub mod plan;
pub mod recover;
pub mod rehearsal;
pub mod sandbox;
