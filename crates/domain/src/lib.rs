//! The words of the whole house: values, limits, validation, prompts and parsers.
//!
//! No I/O, no clock, no randomness, no async; compiles natively and to wasm. Wire types are these
//! types: no other crate defines a second set.

pub mod account;
pub mod arrival;
pub mod client_config;
pub mod console;
pub mod conversation;
pub mod correction;
pub mod error;
pub mod identity;
pub mod json;
pub mod limits;
pub mod live;
pub mod ollama;
pub mod prompt;
pub mod region;
pub mod scores;
pub mod timestamp;
pub mod turn;
