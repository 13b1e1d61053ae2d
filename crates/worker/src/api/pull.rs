//! `POST /api/pull`: the built-in models are here already, and what is here is verified; nothing else
//! can be had from this worker, and it says so.

use std::convert::Infallible;

use axum::Json;
use axum::body::Body;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use futures::stream;
use serde_json::{Value, json};

use super::listing::name_of;
use super::{line, streamed};
use crate::Worker;
use crate::catalog::{Named, digest};
use crate::error::ApiError;
use crate::fields::Fields;

/// `POST /api/pull`
pub(super) async fn pull(State(worker): State<Worker>, mut fields: Fields) -> Result<Response, ApiError> {
    let stream = fields.flag("stream")?.unwrap_or(true);
    let name = name_of(&mut fields)?;
    let named = worker.catalog().find(&name).ok_or_else(|| cannot_pull(&worker, &name))?;
    let steps = steps(&named)?;
    if !stream {
        return Ok(Json(json!({ "status": "success" })).into_response());
    }
    let lines = steps.into_iter().map(|step| Ok::<_, Infallible>(line(&step)));
    Ok(streamed("application/x-ndjson", Body::from_stream(stream::iter(lines.collect::<Vec<_>>()))))
}

fn steps(named: &Named) -> Result<Vec<Value>, ApiError> {
    let size = named.model.card().size;
    let digest = verified(named)?;
    Ok(vec![
        json!({ "status": "pulling manifest" }),
        json!({
            "status": format!("pulling {}", &digest[..12.min(digest.len())]),
            "digest": format!("sha256:{digest}"),
            "total": size,
            "completed": size,
        }),
        json!({ "status": "verifying sha256 digest" }),
        json!({ "status": "success" }),
    ])
}

fn verified(named: &Named) -> Result<String, ApiError> {
    let found = digest(&*named.model);
    if found == named.digest {
        return Ok(found);
    }
    Err(ApiError::Internal("digest mismatch, file must be downloaded again".to_owned()))
}

fn cannot_pull(worker: &Worker, name: &str) -> ApiError {
    let names: Vec<_> = worker.catalog().names().iter().map(|named| named.name.as_str()).collect();
    ApiError::bad(format!(
        "pull model manifest: the embedded worker cannot download {name:?}. It has {}. \
         Pull other models on an Ollama server and use that server as a worker",
        names.join(", ")
    ))
}
