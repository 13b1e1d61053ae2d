//! `POST /v1/chat/completions` and `POST /v1/completions`: the requests, turned into the worker's own.

use lks_domain::ollama::ChatMessage;
use serde_json::{Map, Value};

use crate::completion::request::{Kind, Request};
use crate::error::ApiError;
use crate::fields::{Fields, check_role, wrong};
use crate::model::{Format, Options};

/// A request and what only OpenAI's clients ask for.
pub(super) struct Asked {
    pub(super) request: Request,
    /// Whether a stream ends with a chunk of token counts.
    pub(super) usage: bool,
}

/// The body of `POST /v1/chat/completions`.
pub(super) fn chat(mut fields: Fields) -> Result<Asked, ApiError> {
    let messages = fields.array("messages")?;
    if messages.is_empty() {
        return Err(ApiError::bad("[] is too short - 'messages'"));
    }
    let messages: Result<Vec<_>, _> =
        messages.into_iter().enumerate().map(|(at, value)| message(at, value)).collect();
    let mut request = Request::new(Kind::Chat, fields.text("model")?, messages?);
    request.tools = !fields.array("tools")?.is_empty();
    request.thinks = reasoning(&mut fields)?;
    request.task.format = response_format(&mut fields)?;
    if fields.flag("logprobs")?.unwrap_or_default() {
        return Err(ApiError::bad("this model has no log probabilities"));
    }
    finish(request, fields)
}

/// The body of `POST /v1/completions`.
pub(super) fn complete(mut fields: Fields) -> Result<Asked, ApiError> {
    let prompt = match fields.take("prompt") {
        None => String::new(),
        Some(Value::String(text)) => text,
        Some(Value::Array(mut items)) if items.len() == 1 && items[0].is_string() => {
            items.pop().and_then(|item| item.as_str().map(ToOwned::to_owned)).unwrap_or_default()
        }
        Some(other) => return Err(wrong("prompt", "a string", &other)),
    };
    let empty = prompt.is_empty();
    let mut request =
        Request::new(Kind::Generate, fields.text("model")?, vec![ChatMessage::new("user", prompt)]);
    request.empty = empty;
    request.suffix = !fields.text("suffix")?.is_empty();
    finish(request, fields)
}

fn finish(mut request: Request, mut fields: Fields) -> Result<Asked, ApiError> {
    request.stream = fields.flag("stream")?.unwrap_or_default();
    let usage = fields.object("stream_options")?.flag("include_usage")?.unwrap_or_default();
    request.task.options = options(&mut fields)?;
    Ok(Asked { request, usage })
}

/// OpenAI's names of the options, given over to the rules of Ollama's.
fn options(fields: &mut Fields) -> Result<Options, ApiError> {
    let mut options = Map::new();
    let limit = fields.take("max_completion_tokens").or_else(|| fields.take("max_tokens"));
    let stop = fields.take("stop").map(|stop| if stop.is_string() { Value::Array(vec![stop]) } else { stop });
    for (name, value) in [("num_predict", limit), ("stop", stop)] {
        options.extend(value.map(|value| (name.to_owned(), value)));
    }
    for name in ["seed", "temperature", "top_p", "frequency_penalty", "presence_penalty"] {
        options.extend(fields.take(name).map(|value| (name.to_owned(), value)));
    }
    Options::from_fields(&mut Fields::from(options))
}

/// A message whose content is a text or a list of parts.
fn message(at: usize, value: Value) -> Result<ChatMessage, ApiError> {
    let Value::Object(mut map) = value else {
        return Err(wrong(&format!("messages[{at}]"), "an object", &value));
    };
    let role = map.remove("role").and_then(|role| role.as_str().map(ToOwned::to_owned)).unwrap_or_default();
    // OpenAI's newer name for the system.
    let role = if role == "developer" { "system".to_owned() } else { role };
    check_role(at, &role)?;
    let content = map.remove("content").unwrap_or_default();
    let mut message = ChatMessage { role, content: String::new(), extra: map };
    match content {
        Value::String(text) => message.content = text,
        Value::Array(parts) => parts.iter().try_for_each(|part| add_part(&mut message, part))?,
        Value::Null if message.extra.contains_key("tool_calls") => {}
        other => {
            return Err(wrong(&format!("messages[{at}].content"), "a string or an array of parts", &other));
        }
    }
    Ok(message)
}

fn add_part(message: &mut ChatMessage, part: &Value) -> Result<(), ApiError> {
    match (part.get("type").and_then(Value::as_str), part.get("text").and_then(Value::as_str)) {
        (Some("text"), Some(text)) => {
            if !message.content.is_empty() {
                message.content.push('\n');
            }
            message.content.push_str(text);
        }
        (Some("image_url"), _) => {
            message.extra.insert("images".to_owned(), Value::Array(vec![Value::Null]));
        }
        _ => return Err(ApiError::bad("invalid message format")),
    }
    Ok(())
}

fn response_format(fields: &mut Fields) -> Result<Option<Format>, ApiError> {
    let mut format = fields.object("response_format")?;
    match format.text("type")?.as_str() {
        "json_object" => Ok(Some(Format::Json)),
        "json_schema" => Ok(format.object("json_schema")?.take("schema").map(Format::Schema)),
        _ => Ok(None),
    }
}

fn reasoning(fields: &mut Fields) -> Result<bool, ApiError> {
    let nested = fields.object("reasoning")?.text("effort")?;
    let effort = if nested.is_empty() { fields.text("reasoning_effort")? } else { nested };
    match effort.as_str() {
        "" | "none" => Ok(false),
        "high" | "medium" | "low" => Ok(true),
        other => Err(ApiError::bad(format!(
            "invalid reasoning value: '{other}' (must be \"high\", \"medium\", \"low\", or \"none\")"
        ))),
    }
}
