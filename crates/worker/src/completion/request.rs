//! A request for text as `chat` and `generate` send it, read and checked.

use lks_domain::ollama::ChatMessage;
use serde_json::Value;

use super::context;
use crate::error::ApiError;
use crate::fields::{Fields, wrong};
use crate::loaded::KeepAlive;
use crate::model::{Format, Options, Task};
use crate::options;

/// Which endpoint a request came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Chat,
    Generate,
}

/// A request for text.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Request {
    pub(crate) kind: Kind,
    /// As it was asked for.
    pub(crate) model: String,
    pub(crate) task: Task,
    pub(crate) stream: bool,
    pub(crate) keep_alive: Option<KeepAlive>,
    /// There is nothing to answer: load or unload.
    pub(crate) empty: bool,
    pub(crate) raw: bool,
    pub(crate) tools: bool,
    pub(crate) thinks: bool,
    pub(crate) suffix: bool,
    pub(crate) images: bool,
}

impl Request {
    /// A request of this kind with everything that both have in common.
    pub(crate) fn new(kind: Kind, model: String, messages: Vec<ChatMessage>) -> Self {
        let images = messages.iter().any(|message| has_items(message.extra.get("images")));
        let task = Task { messages, prompt: kind == Kind::Generate, ..Task::default() };
        Self {
            kind,
            model,
            task,
            stream: true,
            keep_alive: None,
            empty: false,
            raw: false,
            tools: false,
            thinks: false,
            suffix: false,
            images,
        }
    }

    /// The body of `POST /api/chat`.
    pub(crate) fn chat(mut fields: Fields) -> Result<Self, ApiError> {
        let messages = fields.messages()?;
        let mut request = Self::new(Kind::Chat, fields.text("model")?, messages);
        request.empty = request.task.messages.is_empty();
        request.tools = !fields.array("tools")?.is_empty();
        request.common(&mut fields)?;
        Ok(request)
    }

    /// The body of `POST /api/generate`.
    pub(crate) fn generate(mut fields: Fields) -> Result<Self, ApiError> {
        let (prompt, system) = (fields.text("prompt")?, fields.text("system")?);
        let raw = fields.flag("raw")?.unwrap_or_default();
        let template = fields.text("template")?;
        let earlier = fields.array("context")?;
        if raw && !(template.is_empty() && system.is_empty() && earlier.is_empty()) {
            return Err(ApiError::bad("raw mode does not support template, system, or context"));
        }
        let empty = prompt.is_empty();
        let system = (!system.is_empty()).then(|| ChatMessage::new("system", system));
        let mut messages: Vec<ChatMessage> = system.into_iter().chain(context::decode(&earlier)?).collect();
        messages.push(ChatMessage::new("user", prompt));
        let mut request = Self::new(Kind::Generate, fields.text("model")?, messages);
        request.empty = empty;
        request.raw = raw;
        request.task.raw = raw;
        request.suffix = !fields.text("suffix")?.is_empty();
        request.images = !fields.array("images")?.is_empty();
        request.common(&mut fields)?;
        Ok(request)
    }

    fn common(&mut self, fields: &mut Fields) -> Result<(), ApiError> {
        self.stream = fields.flag("stream")?.unwrap_or(true);
        self.keep_alive = options::keep_alive(fields)?;
        self.thinks = options::think(fields)?;
        self.task.format = format(fields)?;
        self.task.options = Options::from_fields(&mut fields.object("options")?)?;
        if fields.flag("logprobs")?.unwrap_or_default() {
            return Err(ApiError::bad("this model has no log probabilities"));
        }
        Ok(())
    }
}

/// `format`: `"json"` or a schema; an empty string is none.
pub(crate) fn format(fields: &mut Fields) -> Result<Option<Format>, ApiError> {
    match fields.take("format") {
        None => Ok(None),
        Some(Value::String(text)) if text.is_empty() => Ok(None),
        Some(Value::String(text)) if text == "json" => Ok(Some(Format::Json)),
        Some(schema @ Value::Object(_)) => Ok(Some(Format::Schema(schema))),
        Some(Value::String(text)) => Err(ApiError::bad(format!(
            "invalid format: {text:?}; expected \"json\" or a valid JSON Schema object"
        ))),
        Some(other) => Err(wrong("format", "\"json\" or a JSON schema object", &other)),
    }
}

fn has_items(value: Option<&Value>) -> bool {
    value.and_then(Value::as_array).is_some_and(|items| !items.is_empty())
}
