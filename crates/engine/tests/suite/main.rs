//! The engine on a tiny model that is always there, and on the real one where it is.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that unwraps nothing has failed")]

mod broken;
mod house;
mod memory;
mod real;
mod score;
mod write;
