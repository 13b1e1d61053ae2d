//! A loaded model with what it needs to work: one context for replies, one for scores.

mod control;
mod dice;
mod form;
mod likelihood;
mod outlet;
mod score;
mod tree;
mod write;

use std::num::NonZeroU32;

use llama_cpp_2::context::LlamaContext;
use llama_cpp_2::context::params::LlamaContextParams;
use llama_cpp_2::llama_backend::LlamaBackend;
use llama_cpp_2::model::{LlamaChatMessage, LlamaChatTemplate, LlamaModel};
use llama_cpp_2::token::LlamaToken;

use crate::error::EngineError;
use crate::facts::Facts;
use crate::generation::Turn;
use crate::settings::EngineSettings;

pub use score::{Gap, TokenScore};
pub(crate) use write::{Interruptions, write};

/// Flash attention off: a sentence then scores nearly the same alone and among others. The number is
/// `LLAMA_FLASH_ATTN_TYPE_DISABLED`, for which the binding has no name of its own.
const NO_FLASH_ATTENTION: i32 = 0;

/// The loaded model; lives on its thread.
pub(crate) struct Room<'m> {
    model: &'m LlamaModel,
    backend: &'m LlamaBackend,
    facts: &'m Facts,
    settings: &'m EngineSettings,
    /// Texts of the tokens that steer, such as the marks of the chat template.
    control: Vec<String>,
    writing: Option<write::Desk<'m>>,
    scoring: Option<LlamaContext<'m>>,
}

impl<'m> Room<'m> {
    pub(crate) fn new(
        model: &'m LlamaModel,
        backend: &'m LlamaBackend,
        facts: &'m Facts,
        settings: &'m EngineSettings,
    ) -> Self {
        let control = control::texts(model);
        Self { model, backend, facts, settings, control, writing: None, scoring: None }
    }

    /// Bytes in use.
    pub(crate) fn bytes(&self) -> u64 {
        let scoring = if self.scoring.is_some() { score::ROOM } else { 0 };
        self.model.size() + self.facts.context_bytes(self.context() + scoring)
    }

    /// Tokens there is room for in the context for replies.
    pub(crate) fn context(&self) -> usize {
        self.writing.as_ref().map_or(0, write::Desk::room)
    }

    pub(crate) fn count(&self, text: &str) -> usize {
        self.tokens(text, false).len()
    }

    pub(crate) fn prompt(&self, messages: &[Turn]) -> Result<String, EngineError> {
        if messages.is_empty() {
            return Err(EngineError::Empty);
        }
        let template = self.facts.chat_template.as_deref().and_then(|text| LlamaChatTemplate::new(text).ok());
        let template = template.ok_or(EngineError::NoChatTemplate)?;
        let message = |turn: &Turn| {
            let content = control::without(&turn.content, &self.control);
            LlamaChatMessage::new(control::without(&turn.role, &self.control), content)
        };
        let chat: Result<Vec<_>, _> = messages.iter().map(message).collect();
        let chat = chat.map_err(|error| EngineError::Failed(error.to_string()))?;
        self.model.apply_chat_template(&template, &chat, true).map_err(|_| EngineError::NoChatTemplate)
    }

    /// The tokens of a text; `marks`: marks of the chat template are read as such.
    fn tokens(&self, text: &str, marks: bool) -> Vec<LlamaToken> {
        self.model.vocab().tokenize(text.as_bytes(), false, marks)
    }

    /// A context for so many tokens in batches of so many.
    fn new_context(
        &self,
        tokens: usize,
        batch: usize,
        sequences: usize,
    ) -> Result<LlamaContext<'m>, EngineError> {
        let number = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
        let threads = i32::try_from(self.settings.threads.clamp(1, 64)).unwrap_or(1);
        let params = LlamaContextParams::default()
            .with_n_ctx(NonZeroU32::new(number(tokens)))
            .with_n_batch(number(batch))
            .with_n_ubatch(number(batch))
            .with_n_seq_max(number(sequences))
            .with_n_threads(threads)
            .with_n_threads_batch(threads)
            .with_kv_unified(true)
            .with_flash_attention_policy(NO_FLASH_ATTENTION)
            .with_no_perf(true);
        let _alone = crate::engine::backend::alone();
        self.model
            .new_context(self.backend, params)
            .map_err(|_| EngineError::Failed(format!("there is no memory for {tokens} tokens")))
    }
}

/// What the library says of a failed step.
fn failed(error: impl std::fmt::Display) -> EngineError {
    EngineError::Failed(error.to_string())
}
