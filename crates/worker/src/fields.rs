//! The body of a request: read whole, bounded, and taken apart field by field, so that a wrong
//! type is answered with the name of the field. `null` counts as absent, as it does for Ollama.

use axum::extract::{FromRequest, Request};
use lks_domain::json::replace_lone_surrogates;
use lks_domain::ollama::ChatMessage;
use serde_json::{Map, Value};

use crate::Worker;
use crate::error::ApiError;

/// The fields of a JSON object that nobody has taken yet.
#[derive(Debug, Default)]
pub(crate) struct Fields(Map<String, Value>);

impl FromRequest<Worker> for Fields {
    type Rejection = ApiError;

    async fn from_request(request: Request, worker: &Worker) -> Result<Self, ApiError> {
        let limit = worker.config().body_bytes;
        let body = axum::body::to_bytes(request.into_body(), limit).await;
        let body = body.map_err(|error| unread(&error, limit))?;
        Self::parse(&body)
    }
}

fn unread(error: &axum::Error, limit: usize) -> ApiError {
    let too_large = std::iter::successors(Some(error as &dyn std::error::Error), |error| error.source())
        .any(|error| error.to_string().contains("length limit"));
    // A body that breaks off was not too large: its sender has gone.
    if too_large { ApiError::TooLarge(limit) } else { ApiError::Cancelled }
}

impl Fields {
    pub(crate) fn parse(body: &[u8]) -> Result<Self, ApiError> {
        if body.trim_ascii().is_empty() {
            return Err(ApiError::bad("missing request body"));
        }
        match serde_json::from_slice(&replace_lone_surrogates(body)) {
            Ok(Value::Object(map)) => Ok(Self(map)),
            Ok(_) => Err(ApiError::bad("request body must be a JSON object")),
            Err(error) => Err(ApiError::bad(format!("request body is not valid JSON: {error}"))),
        }
    }

    /// Takes a field out; absent and `null` are the same.
    pub(crate) fn take(&mut self, key: &str) -> Option<Value> {
        self.0.remove(key).filter(|value| !value.is_null())
    }

    /// A string; absent: empty.
    pub(crate) fn text(&mut self, key: &str) -> Result<String, ApiError> {
        match self.take(key) {
            None => Ok(String::new()),
            Some(Value::String(text)) => Ok(text),
            Some(other) => Err(wrong(key, "a string", &other)),
        }
    }

    pub(crate) fn flag(&mut self, key: &str) -> Result<Option<bool>, ApiError> {
        match self.take(key) {
            None => Ok(None),
            Some(Value::Bool(flag)) => Ok(Some(flag)),
            Some(other) => Err(wrong(key, "true or false", &other)),
        }
    }

    pub(crate) fn integer(&mut self, key: &str) -> Result<Option<i64>, ApiError> {
        match self.take(key) {
            None => Ok(None),
            Some(value) => whole(&value).map(Some).ok_or_else(|| wrong(key, "an integer", &value)),
        }
    }

    /// An array; absent: empty.
    pub(crate) fn array(&mut self, key: &str) -> Result<Vec<Value>, ApiError> {
        match self.take(key) {
            None => Ok(Vec::new()),
            Some(Value::Array(items)) => Ok(items),
            Some(other) => Err(wrong(key, "an array", &other)),
        }
    }

    /// An object; absent: empty.
    pub(crate) fn object(&mut self, key: &str) -> Result<Self, ApiError> {
        match self.take(key) {
            None => Ok(Self::default()),
            Some(Value::Object(map)) => Ok(Self(map)),
            Some(other) => Err(wrong(key, "an object", &other)),
        }
    }

    /// `messages` as Ollama has them: a role and a text each.
    pub(crate) fn messages(&mut self) -> Result<Vec<ChatMessage>, ApiError> {
        let messages = self.array("messages")?;
        messages.into_iter().enumerate().map(|(at, value)| message(at, value)).collect()
    }
}

fn message(at: usize, value: Value) -> Result<ChatMessage, ApiError> {
    let Value::Object(map) = value else {
        return Err(wrong(&format!("messages[{at}]"), "an object", &value));
    };
    let mut fields = Fields(map);
    let named = |error: ApiError| ApiError::bad(format!("messages[{at}].{error}"));
    let role = fields.text("role").map_err(named)?;
    let content = fields.text("content").map_err(named)?;
    check_role(at, &role)?;
    Ok(ChatMessage { role, content, extra: fields.0 })
}

/// Ollama's own words for a role it does not know.
pub(crate) fn check_role(at: usize, role: &str) -> Result<(), ApiError> {
    if matches!(role, "system" | "user" | "assistant" | "tool") {
        return Ok(());
    }
    Err(ApiError::bad(format!(
        "messages[{at}]: invalid role {role:?}: must be one of [\"system\", \"user\", \"assistant\", \"tool\"]"
    )))
}

/// An integer, also if it was written as `3.0`.
pub(crate) fn whole(value: &Value) -> Option<i64> {
    #[expect(clippy::cast_possible_truncation, reason = "checked to be whole and in range")]
    value.as_i64().or_else(|| {
        value
            .as_f64()
            .filter(|number| number.fract() == 0.0 && number.abs() < 9e15)
            .map(|number| number as i64)
    })
}

pub(crate) fn wrong(key: &str, wanted: &str, got: &Value) -> ApiError {
    ApiError::bad(format!("{key} must be {wanted}, not {}", kind(got)))
}

const fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "an array",
        Value::Object(_) => "an object",
    }
}

impl From<Map<String, Value>> for Fields {
    fn from(map: Map<String, Value>) -> Self {
        Self(map)
    }
}
