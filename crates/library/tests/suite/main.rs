//! The shelf, and fetching from servers that misbehave as real ones do.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that unwraps nothing has failed")]

mod index;
mod registry;
mod server;
mod shelf;
