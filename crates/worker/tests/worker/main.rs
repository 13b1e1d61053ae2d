//! The worker's API, through its router and over real connections. One binary, a module an endpoint.

#![allow(clippy::unwrap_used, reason = "a test that unwraps nothing has failed")]

mod chat;
mod embed;
mod errors;
mod formats;
mod generate;
#[cfg(feature = "model")]
mod gguf;
mod hostile;
mod listing;
mod metrics;
mod openai;
mod origin;
mod pull;
mod queue;
mod supply;
mod support;
mod wire;
