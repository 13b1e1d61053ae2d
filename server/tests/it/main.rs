//! The server's parts through their routers, on real databases.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod bahasa;
mod console;
mod databases;
mod identity;
#[cfg(feature = "model")]
mod models;
