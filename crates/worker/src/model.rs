//! What a model is to this worker, and the built-in ones. A model blocks and computes; it must not
//! know HTTP, the queue or the clock. Models of another kind are added by implementing [`Model`].

#[cfg(feature = "model")]
mod gguf;
mod hash;
mod rules;

use std::ops::ControlFlow;
use std::time::{Duration, SystemTime};

use lks_domain::ollama::ChatMessage;
use serde_json::Value;

pub use crate::options::Options;
#[cfg(feature = "model")]
pub use gguf::{About, Gguf};
pub use hash::Hash768;
pub use rules::PracticeRules;

use crate::tokens;

/// A model in this process. All methods but [`Model::card`] may block and run off the async threads.
pub trait Model: Send + Sync + 'static {
    /// What is told about it.
    fn card(&self) -> &Card;

    /// Makes ready what the first request would otherwise wait for, and keeps it for so long.
    ///
    /// # Errors
    /// [`ModelError`] if it cannot be loaded.
    fn warm_up(&self, _keep: Duration) -> Result<(), ModelError> {
        Ok(())
    }

    /// Gives back the memory that it can do without.
    fn unload(&self) {}

    /// What it holds in memory; none: it is part of the program and holds nothing of its own.
    fn memory(&self) -> Option<Memory> {
        None
    }

    /// Says at once, before the request queues, whether this task can be done at all.
    ///
    /// # Errors
    /// [`ModelError::Refused`] with what can be done instead.
    fn check(&self, _task: &Task) -> Result<(), ModelError> {
        Ok(())
    }

    /// Writes a reply, token by token, into `out`, and ends early when `out` breaks: the client has
    /// gone, or has enough. An empty token only asks whether `out` breaks. A model that counts and
    /// measures by itself says what it found.
    ///
    /// # Errors
    /// [`ModelError`] if the reply cannot be finished.
    fn complete(
        &self,
        task: &Task,
        out: &mut dyn FnMut(&str) -> ControlFlow<()>,
    ) -> Result<Option<Usage>, ModelError>;

    /// The vector of a text, of length 1, or of zeroes for a text without content.
    ///
    /// # Errors
    /// [`ModelError::NoEmbeddings`] if this model makes none.
    fn embed(&self, _text: &str) -> Result<Vec<f32>, ModelError> {
        Err(ModelError::NoEmbeddings)
    }

    /// How many of its tokens a text has.
    fn count(&self, text: &str) -> u64 {
        tokens::count(text)
    }
}

/// What is told about a model by `tags`, `show` and `ps`.
#[derive(Debug, Clone, PartialEq)]
pub struct Card {
    /// Its true name, with tag.
    pub name: String,
    /// `details.family`.
    pub family: String,
    /// `details.format`.
    pub format: String,
    /// `details.parameter_size`.
    pub parameter_size: String,
    /// `details.quantization_level`.
    pub quantization_level: String,
    /// What it can do.
    pub capabilities: Vec<Capability>,
    /// The document whose SHA-256 is the model's digest; another version has another text.
    pub manifest: String,
    /// Bytes of the model.
    pub size: u64,
    /// RFC 3339: when this version was made.
    pub modified_at: String,
    /// Licence, in SPDX form.
    pub license: String,
    /// How a conversation becomes a prompt; empty where it does not.
    pub template: String,
    /// `model_info` of `show`.
    pub info: Vec<(String, Value)>,
    /// Whether replies come at once and are therefore streamed at a reader's pace.
    pub instant: bool,
}

impl Card {
    /// Whether the model has this capability.
    pub fn can(&self, capability: Capability) -> bool {
        self.capabilities.contains(&capability)
    }
}

/// Ollama's names of what a model can do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Capability {
    /// Chat and generate.
    Completion,
    /// Vectors.
    Embedding,
    /// Text between a prompt and a suffix.
    Insert,
    /// Calling functions.
    Tools,
    /// Thinking aloud.
    Thinking,
    /// Looking at images.
    Vision,
}

impl Capability {
    /// The name on the wire.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Completion => "completion",
            Self::Embedding => "embedding",
            Self::Insert => "insert",
            Self::Tools => "tools",
            Self::Thinking => "thinking",
            Self::Vision => "vision",
        }
    }
}

/// One reply to write.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Task {
    /// The conversation so far.
    pub messages: Vec<ChatMessage>,
    /// Whether this is a prompt of `generate` rather than a chat.
    pub prompt: bool,
    /// The form that the reply must have.
    pub format: Option<Format>,
    /// How to write it.
    pub options: Options,
    /// Whether the prompt is to be taken as it is, without a template.
    pub raw: bool,
    /// How long the model stays in memory afterwards.
    pub keep: Duration,
}

impl Task {
    /// What was said last, the prompt.
    pub fn last(&self) -> &str {
        self.messages.last().map_or("", |message| message.content.as_str())
    }
}

/// What a reply took, measured by the model itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Usage {
    /// Tokens of the prompt, as the model sees it.
    pub prompt_tokens: u64,
    /// Tokens of the reply.
    pub reply_tokens: u64,
    /// Loading, and waiting for others.
    pub load: Duration,
    /// Reading the prompt.
    pub prompt: Duration,
    /// Writing the reply.
    pub reply: Duration,
    /// Whether it ended at its limit.
    pub length: bool,
}

/// What a model holds in memory.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Memory {
    /// Bytes; 0: it is not loaded.
    pub bytes: u64,
    /// Tokens there is room for.
    pub context: usize,
    /// When it goes; none: never.
    pub until: Option<SystemTime>,
}

/// A form that a reply must have.
#[derive(Debug, Clone, PartialEq)]
pub enum Format {
    /// Any JSON object.
    Json,
    /// What this JSON schema describes.
    Schema(Value),
}

/// Why a model does not do what it was asked.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ModelError {
    /// It cannot do this; the sentence says what it can. The client's to mend.
    #[error("{0}")]
    Refused(String),
    /// It makes no vectors.
    #[error("this model does not support embeddings")]
    NoEmbeddings,
    /// It broke.
    #[error("{0}")]
    Failed(String),
}
