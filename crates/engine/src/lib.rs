//! A language model inside the process: loads one GGUF file, writes replies, scores sentences.
//!
//! It knows files, tokens and numbers; it must not know HTTP, users, prompts of ours or SQL. Every
//! method blocks: callers run it off the async threads. llama.cpp does the arithmetic, on one thread
//! of its own for each file; a file is checked here before that library sees it.
//!
//! ```no_run
//! # fn main() -> Result<(), lks_engine::EngineError> {
//! use lks_engine::{Engine, EngineSettings};
//! let engine = Engine::open("model.gguf".as_ref(), EngineSettings::default())?;
//! let scores = engine.score(&["She goes to school.", "She go to school."])?;
//! # Ok(())
//! # }
//! ```

mod engine;
mod error;
mod facts;
mod generation;
mod header;
mod job;
mod room;
mod settings;
pub mod specimen;

pub use engine::{Engine, Residence};
pub use error::EngineError;
pub use facts::Facts;
pub use generation::{Constraint, Ending, Finished, Generation, Sampling, Turn};
pub use room::{Gap, TokenScore};
pub use settings::EngineSettings;
