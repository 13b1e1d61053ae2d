//! From texts to vectors: admission, queue, the model on a thread of its own, then dimensions.

use std::sync::Arc;
use std::time::{Duration, Instant};

use time::OffsetDateTime;

use crate::Worker;
use crate::catalog::Named;
use crate::completion::known_name;
use crate::error::ApiError;
use crate::loaded::KeepAlive;
use crate::model::{Capability, ModelError};
use crate::{hashing, observe};

/// Texts of one request. Vectors are far longer than short texts: without a bound a small body would
/// ask for gigabytes. The number is that of OpenAI's API.
const MAX_INPUTS: usize = 2048;

/// Vectors and what they took.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Vectors {
    pub(crate) vectors: Vec<Vec<f32>>,
    pub(crate) tokens: u64,
    pub(crate) load: Duration,
    pub(crate) total: Duration,
}

/// What to make vectors of, and how.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Request {
    pub(crate) model: String,
    pub(crate) input: Vec<String>,
    /// Cut to so many numbers, and made of length 1 again.
    pub(crate) dimensions: Option<usize>,
    pub(crate) keep_alive: Option<KeepAlive>,
}

/// Makes the vectors; an empty input loads the model.
pub(crate) async fn embed(worker: &Worker, request: Request, started: Instant) -> Result<Vectors, ApiError> {
    known_name(&request.model)?;
    if request.input.len() > MAX_INPUTS {
        return Err(ApiError::bad(format!("input holds more than {MAX_INPUTS} texts; send them in parts")));
    }
    let named = worker.catalog().find(&request.model);
    let named = named.ok_or_else(|| ApiError::no_model_to_load(&request.model))?;
    if !named.model.card().can(Capability::Embedding) {
        return Err(ModelError::NoEmbeddings.into());
    }
    let place = worker.queue().enter().await?;
    let load = started.elapsed();
    let keep = request.keep_alive.unwrap_or(KeepAlive::For(worker.config().keep_alive));
    let model = Arc::clone(&named.model);
    let work = tokio::task::spawn_blocking(move || {
        let result = vectors(&*model, &request);
        drop(place);
        result
    });
    let (vectors, tokens) =
        work.await.map_err(|_| ApiError::Internal("the model stopped unexpectedly".into()))??;
    finish(worker, &named, keep, vectors.len() as u64, tokens);
    Ok(Vectors { vectors, tokens, load, total: started.elapsed() })
}

fn vectors(model: &dyn crate::model::Model, request: &Request) -> Result<(Vec<Vec<f32>>, u64), ModelError> {
    let tokens = request.input.iter().map(|text| model.count(text)).sum();
    let vectors = request.input.iter().map(|text| Ok(cut(model.embed(text)?, request.dimensions)));
    Ok((vectors.collect::<Result<_, ModelError>>()?, tokens))
}

fn cut(vector: Vec<f32>, dimensions: Option<usize>) -> Vec<f32> {
    match dimensions {
        Some(dimensions) if dimensions < vector.len() => {
            let kept: Vec<f64> = vector[..dimensions].iter().map(|number| f64::from(*number)).collect();
            hashing::normalised(&kept)
        }
        _ => vector,
    }
}

fn finish(worker: &Worker, named: &Named, keep: KeepAlive, vectors: u64, tokens: u64) {
    let (name, model) = (&worker.config().name, &named.model.card().name);
    observe::embedded(name, model, vectors);
    observe::tokens(name, model, tokens, 0);
    worker.loaded().keep(&named.name, &named.digest, keep, OffsetDateTime::now_utc());
}
