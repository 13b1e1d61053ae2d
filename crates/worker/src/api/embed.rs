//! `POST /api/embed` and the older `POST /api/embeddings`.

use std::time::Instant;

use axum::Json;
use axum::extract::State;
use serde::Serialize;
use serde_json::Value;

use crate::Worker;
use crate::embedding::{self, Request};
use crate::error::ApiError;
use crate::fields::Fields;
use crate::options;

/// The answer of `/api/embed`. A type of its own, because numbers of 32 bits become three times as long
/// in a `Value`, which knows 64 bits only.
#[derive(Serialize)]
pub(super) struct Embedded {
    model: String,
    embeddings: Vec<Vec<f32>>,
    #[serde(flatten)]
    statistics: Option<Statistics>,
}

/// Nanoseconds and tokens; absent where there was nothing to do.
#[derive(Serialize)]
struct Statistics {
    total_duration: u128,
    load_duration: u128,
    prompt_eval_count: u64,
}

/// The answer of `/api/embeddings`.
#[derive(Serialize)]
pub(super) struct Embedding {
    embedding: Vec<f32>,
}

/// `POST /api/embed`
pub(super) async fn embed(
    State(worker): State<Worker>,
    mut fields: Fields,
) -> Result<Json<Embedded>, ApiError> {
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
    let statistics = (!empty).then_some(Statistics {
        total_duration: made.total.as_nanos(),
        load_duration: made.load.as_nanos(),
        prompt_eval_count: made.tokens,
    });
    Ok(Json(Embedded { model, embeddings: made.vectors, statistics }))
}

/// `POST /api/embeddings`
pub(super) async fn embeddings(
    State(worker): State<Worker>,
    mut fields: Fields,
) -> Result<Json<Embedding>, ApiError> {
    let started = Instant::now();
    let prompt = fields.text("prompt")?;
    let request = Request {
        model: fields.text("model")?,
        input: if prompt.is_empty() { Vec::new() } else { vec![prompt] },
        dimensions: None,
        keep_alive: options::keep_alive(&mut fields)?,
    };
    let made = embedding::embed(&worker, request, started).await?;
    Ok(Json(Embedding { embedding: made.vectors.into_iter().next().unwrap_or_default() }))
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
