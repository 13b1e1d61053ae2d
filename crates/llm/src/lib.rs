//! The way to the workers: regions, kinds, health, balancing, failover, streaming.
//!
//! The only crate that speaks HTTP to workers. It knows their API (Ollama's) as a client and must
//! not know who serves it: an address, or a `tower` service in the same process.

mod chat;
mod choice;
mod config;
mod embed;
mod error;
mod forward;
mod gateway;
mod health;
mod inventory;
mod named;
mod ndjson;
mod pace;
mod path;
mod probe;
mod regions;
mod relay;
mod snapshot;
mod tags;
mod transport;
mod worker;

pub use chat::ChatStream;
pub use config::{InProcess, Origin, RegionSpec, RegionsConfig, Role, Timing, WorkerSpec};
pub use error::{ConfigError, LlmError};
pub use forward::Forward;
pub use gateway::{Gateway, StackRequest, StackUnreachable};
pub use regions::Regions;
