//! `POST /api/embed` and the older `POST /api/embeddings`.

use std::time::Instant;

use axum::Json;
use axum::extract::State;
use serde_json::{Value, json};

use crate::Worker;
use crate::embedding::{self, Request};
use crate::error::ApiError;
use crate::fields::Fields;
use crate::options;

/// `POST /api/embed`
pub(super) async fn embed(State(worker): State<Worker>, mut fields: Fields) -> Result<Json<Value>, ApiError> {
    let started = Instant::now();
    let request = Request {
        model: fields.text("model")?,
        input: input(fields.take("input"))?,
        dimensions: fields
            .integer("dimensions")?
            .and_then(|wanted| usize::try_from(wanted).ok())
            .filter(|n| *n > 0),
        keep_alive: options::keep_alive(&mut fields)?,
    };
    // There is no longest input for hashing, so that there is nothing to cut off.
    fields.flag("truncate")?;
    let model = request.model.clone();
    let empty = request.input.is_empty();
    let made = embedding::embed(&worker, request, started).await?;
    if empty {
        return Ok(Json(json!({ "model": model, "embeddings": [] })));
    }
    Ok(Json(json!({
        "model": model,
        "embeddings": made.vectors,
        "total_duration": made.total.as_nanos() as u64,
        "load_duration": made.load.as_nanos() as u64,
        "prompt_eval_count": made.tokens,
    })))
}

/// `POST /api/embeddings`
pub(super) async fn embeddings(
    State(worker): State<Worker>,
    mut fields: Fields,
) -> Result<Json<Value>, ApiError> {
    let started = Instant::now();
    let prompt = fields.text("prompt")?;
    let request = Request {
        model: fields.text("model")?,
        input: if prompt.is_empty() { Vec::new() } else { vec![prompt] },
        dimensions: None,
        keep_alive: options::keep_alive(&mut fields)?,
    };
    let made = embedding::embed(&worker, request, started).await?;
    Ok(Json(json!({ "embedding": made.vectors.into_iter().next().unwrap_or_default() })))
}

/// A text or several; an empty text and no input at all are nothing, which loads the model.
fn input(value: Option<Value>) -> Result<Vec<String>, ApiError> {
    let invalid = || ApiError::bad("invalid input type");
    match value {
        None => Ok(Vec::new()),
        Some(Value::String(text)) if text.is_empty() => Ok(Vec::new()),
        Some(Value::String(text)) => Ok(vec![text]),
        Some(Value::Array(items)) => items
            .into_iter()
            .map(|item| if let Value::String(text) = item { Ok(text) } else { Err(invalid()) })
            .collect(),
        Some(_) => Err(invalid()),
    }
}
