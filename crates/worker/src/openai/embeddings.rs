//! `POST /v1/embeddings`.

use std::time::Instant;

use axum::Json;
use axum::extract::State;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::Serialize;
use serde_json::{Value, json};

use crate::Worker;
use crate::embedding::{self, Request};
use crate::error::ApiError;
use crate::fields::Fields;

/// How a vector is written.
#[derive(Clone, Copy)]
enum Encoding {
    Float,
    Base64,
}

/// The answer.
#[derive(Serialize)]
pub(super) struct List {
    object: &'static str,
    data: Vec<Item>,
    model: String,
    usage: Value,
}

#[derive(Serialize)]
struct Item {
    object: &'static str,
    embedding: Written,
    index: usize,
}

#[derive(Serialize)]
#[serde(untagged)]
enum Written {
    Float(Vec<f32>),
    Base64(String),
}

/// `POST /v1/embeddings`
pub(super) async fn embeddings(
    State(worker): State<Worker>,
    mut fields: Fields,
) -> Result<Json<List>, ApiError> {
    let encoding = encoding(&fields.text("encoding_format")?)?;
    let model = fields.text("model")?;
    let request = Request {
        model: model.clone(),
        input: input(fields.take("input"))?,
        dimensions: fields
            .integer("dimensions")?
            .and_then(|wanted| usize::try_from(wanted).ok())
            .filter(|n| *n > 0),
        keep_alive: None,
    };
    let made = embedding::embed(&worker, request, Instant::now()).await?;
    let data = made.vectors.into_iter().enumerate().map(|(index, vector)| Item {
        object: "embedding",
        embedding: written(vector, encoding),
        index,
    });
    let usage = json!({ "prompt_tokens": made.tokens, "total_tokens": made.tokens });
    Ok(Json(List { object: "list", data: data.collect(), model, usage }))
}

fn encoding(name: &str) -> Result<Encoding, ApiError> {
    match name.to_ascii_lowercase().as_str() {
        "" | "float" => Ok(Encoding::Float),
        "base64" => Ok(Encoding::Base64),
        _ => Err(ApiError::bad(format!(
            "Invalid value for 'encoding_format' = {name}. Supported values: ['float', 'base64']."
        ))),
    }
}

/// Base64 is of the numbers' bytes, the lowest first.
fn written(vector: Vec<f32>, encoding: Encoding) -> Written {
    match encoding {
        Encoding::Float => Written::Float(vector),
        Encoding::Base64 => {
            let bytes: Vec<u8> = vector.iter().flat_map(|number| number.to_le_bytes()).collect();
            Written::Base64(STANDARD.encode(bytes))
        }
    }
}

/// A text or several; unlike with `/api/embed`, no input is an error and an empty text is a text.
fn input(value: Option<Value>) -> Result<Vec<String>, ApiError> {
    let text = |item| {
        if let Value::String(text) = item { Ok(text) } else { Err(ApiError::bad("invalid input type")) }
    };
    match value {
        Some(Value::String(text)) => Ok(vec![text]),
        Some(Value::Array(items)) if !items.is_empty() => items.into_iter().map(text).collect(),
        None | Some(Value::Array(_)) => Err(ApiError::bad("invalid input")),
        Some(_) => Err(ApiError::bad("invalid input type")),
    }
}
