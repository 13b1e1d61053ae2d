//! What is asked for when a reply is to be written, and how it ended.

use std::time::Duration;

use serde_json::Value;

/// One message of a conversation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Turn {
    /// `system`, `user` or `assistant`.
    pub role: String,
    /// What was said.
    pub content: String,
}

impl Turn {
    /// A message of this role.
    pub fn new(role: impl Into<String>, content: impl Into<String>) -> Self {
        Self { role: role.into(), content: content.into() }
    }
}

/// A reply to write.
#[derive(Debug, Clone, PartialEq)]
pub struct Generation {
    /// The whole text before the reply; [`crate::Engine::prompt`] makes one from a conversation.
    pub prompt: String,
    /// How tokens are chosen.
    pub sampling: Sampling,
    /// At most so many tokens; none: until the model ends or there is no more room.
    pub max_tokens: Option<usize>,
    /// The reply ends before the first of these; no part of one gets out.
    pub stop: Vec<String>,
    /// The form the reply must have.
    pub constraint: Constraint,
    /// Tokens of prompt and reply together; none: as the engine is set.
    pub context: Option<usize>,
    /// How long the model stays in memory afterwards; none: as the engine is set.
    pub keep_alive: Option<Duration>,
}

impl Generation {
    /// A reply to this prompt, with the usual settings.
    pub fn new(prompt: impl Into<String>) -> Self {
        Self {
            prompt: prompt.into(),
            sampling: Sampling::default(),
            max_tokens: None,
            stop: Vec::new(),
            constraint: Constraint::None,
            context: None,
            keep_alive: None,
        }
    }
}

/// How tokens are chosen; the defaults are Ollama's.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Sampling {
    /// 0: always the likeliest token.
    pub temperature: f32,
    /// Only so many likeliest tokens; 0: all.
    pub top_k: i32,
    /// Only the likeliest tokens that together have this probability; 1: all.
    pub top_p: f32,
    /// Only tokens at least this likely, compared with the likeliest; 0: all.
    pub min_p: f32,
    /// Over 1: what was said lately becomes less likely.
    pub repeat_penalty: f32,
    /// How many tokens "lately" are; 0: none, -1: all.
    pub repeat_last_n: i32,
    /// Taken from a token that was there lately.
    pub presence_penalty: f32,
    /// Taken from a token for each time it was there lately.
    pub frequency_penalty: f32,
    /// The same seed and prompt, the same reply.
    pub seed: u32,
}

impl Default for Sampling {
    fn default() -> Self {
        Self {
            temperature: 0.8,
            top_k: 40,
            top_p: 0.9,
            min_p: 0.0,
            repeat_penalty: 1.1,
            repeat_last_n: 64,
            presence_penalty: 0.0,
            frequency_penalty: 0.0,
            seed: 0,
        }
    }
}

/// A form that a reply must have. It is kept to token by token, so that a whole reply always has it;
/// one that is cut off by its limit is a beginning of it.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Constraint {
    /// Free text.
    #[default]
    None,
    /// Any JSON object.
    Json,
    /// What this JSON schema describes.
    Schema(Value),
    /// What this grammar describes, in GBNF; its first rule is `root`.
    Grammar(String),
}

/// Why a reply ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    /// The model was done, or a stop text was met.
    Stop,
    /// The limit was reached, or there was no more room.
    Length,
    /// The caller had enough.
    Cancelled,
}

/// How a reply ended and what it took.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finished {
    /// Why it ended.
    pub ending: Ending,
    /// Tokens of the prompt.
    pub prompt_tokens: usize,
    /// Those of them that were known from the request before.
    pub remembered_tokens: usize,
    /// Tokens of the reply.
    pub reply_tokens: usize,
    /// Waiting for others and loading the model.
    pub load: Duration,
    /// Reading the prompt.
    pub prompt: Duration,
    /// Writing the reply.
    pub reply: Duration,
}
