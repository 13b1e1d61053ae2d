//! `POST /api/pull`: the built-in models are here already, and what is here is verified; others come by
//! the supply, if there is one. What cannot be had is said, never pretended.

use std::convert::Infallible;

use async_stream::stream;
use axum::Json;
use axum::body::Body;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use futures::stream::{self, BoxStream};
use futures::{StreamExt, TryStreamExt};
use serde_json::{Value, json};

use super::listing::name_of;
use super::{line, streamed};
use crate::Worker;
use crate::catalog::{Named, digest};
use crate::error::ApiError;
use crate::fields::Fields;
use crate::supply::Step;

/// `POST /api/pull`
pub(super) async fn pull(State(worker): State<Worker>, mut fields: Fields) -> Result<Response, ApiError> {
    let stream = fields.flag("stream")?.unwrap_or(true);
    let name = name_of(&mut fields)?;
    let here = worker.catalog().find(&name).filter(|named| !worker.catalog().is_removable(&named.name));
    match (here, worker.supply()) {
        (Some(named), _) => built_in(&named, stream),
        (None, Some(supply)) => supplied(supply.pull(name), stream).await,
        (None, None) => Err(cannot_pull(&worker, &name)),
    }
}

fn built_in(named: &Named, stream: bool) -> Result<Response, ApiError> {
    let steps = steps(named)?;
    if !stream {
        return Ok(Json(json!({ "status": "success" })).into_response());
    }
    let lines = steps.into_iter().map(|step| Ok::<_, Infallible>(line(&step)));
    Ok(streamed("application/x-ndjson", Body::from_stream(stream::iter(lines.collect::<Vec<_>>()))))
}

async fn supplied(
    mut steps: BoxStream<'static, Result<Step, String>>,
    stream: bool,
) -> Result<Response, ApiError> {
    if !stream {
        while steps.try_next().await.map_err(ApiError::Internal)?.is_some() {}
        return Ok(Json(json!({ "status": "success" })).into_response());
    }
    let lines = stream! {
        while let Some(step) = steps.next().await {
            match step {
                Ok(step) => yield Ok::<_, Infallible>(line(&written(&step))),
                Err(error) => {
                    yield Ok(line(&json!({ "error": error })));
                    return;
                }
            }
        }
        yield Ok(line(&json!({ "status": "success" })));
    };
    Ok(streamed("application/x-ndjson", Body::from_stream(lines)))
}

fn written(step: &Step) -> Value {
    match step {
        Step::Manifest => json!({ "status": "pulling manifest" }),
        Step::Blob { digest, total, completed } => json!({
            "status": format!("pulling {}", &digest[..12.min(digest.len())]),
            "digest": format!("sha256:{digest}"),
            "total": total,
            "completed": completed,
        }),
        Step::Verifying => json!({ "status": "verifying sha256 digest" }),
        Step::Writing => json!({ "status": "writing manifest" }),
    }
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
    let names: Vec<_> = worker.catalog().names().into_iter().map(|named| named.name).collect();
    ApiError::bad(format!(
        "pull model manifest: the embedded worker cannot download {name:?}. It has {}. \
         Pull other models on an Ollama server and use that server as a worker",
        names.join(", ")
    ))
}
