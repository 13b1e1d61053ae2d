//! One suite for both databases: every case of [`both!`] runs on a SQLite file and on PostgreSQL.

// A test that fails shall say where; clippy's exception covers `#[test]` functions only.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod accounts;
mod audit;
mod classes;
mod conversations;
mod databases;
mod faults;
mod load;
mod opening;
mod similar;
mod turns;
