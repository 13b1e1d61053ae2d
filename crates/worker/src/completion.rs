//! From a request for text to a stream of pieces: admission, queue, the model on a thread of its own,
//! then stop sequences, the limit and the pace. It must not know how the pieces are written.

pub(crate) mod context;
pub(crate) mod request;
mod stop;
mod work;

use std::time::Instant;

use futures::stream::BoxStream;
use serde_json::{Map, Value, json};
use time::OffsetDateTime;

use crate::Worker;
use crate::catalog::Named;
use crate::error::ApiError;
use crate::loaded::KeepAlive;
use crate::model::Capability;

use request::{Kind, Request};

/// What happens on the way to the end of a reply.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Event {
    /// More of the reply; never empty.
    Text(String),
    /// The end; nothing comes after it.
    End(Ending),
}

/// How a reply ended and what it took.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Ending {
    /// `stop` or `length`.
    pub(crate) reason: &'static str,
    pub(crate) prompt_tokens: u64,
    pub(crate) reply_tokens: u64,
    /// Nanoseconds, all measured.
    pub(crate) total: u64,
    pub(crate) load: u64,
    pub(crate) prompt: u64,
    pub(crate) reply: u64,
}

impl Ending {
    /// Ollama's statistics.
    pub(crate) fn statistics(&self) -> Map<String, Value> {
        let numbers = [
            ("total_duration", self.total),
            ("load_duration", self.load),
            ("prompt_eval_count", self.prompt_tokens),
            ("prompt_eval_duration", self.prompt),
            ("eval_count", self.reply_tokens),
            ("eval_duration", self.reply),
        ];
        numbers.into_iter().map(|(name, number)| (name.to_owned(), json!(number))).collect()
    }
}

/// What a request for text comes to.
pub(crate) enum Answer {
    /// There was nothing to say: the model is loaded now.
    Loaded,
    /// The model was asked to go.
    Unloaded,
    /// The reply.
    Reply(BoxStream<'static, Result<Event, ApiError>>),
}

/// Answers a request; `started` is when it came in.
pub(crate) async fn answer(
    worker: &Worker,
    mut request: Request,
    started: Instant,
) -> Result<Answer, ApiError> {
    let named = find(worker, &request)?;
    let keep = request.keep_alive.unwrap_or(KeepAlive::For(worker.config().keep_alive));
    if request.empty && request.keep_alive == Some(KeepAlive::For(std::time::Duration::ZERO)) {
        worker.loaded().unload(&named.digest);
        named.model.unload();
        return Ok(Answer::Unloaded);
    }
    admit(&named, &request)?;
    request.task.keep = keep.duration();
    if request.empty {
        load(worker, &named, keep).await?;
        return Ok(Answer::Loaded);
    }
    work::start(worker, named, request, keep, started).await.map(Answer::Reply)
}

fn find(worker: &Worker, request: &Request) -> Result<Named, ApiError> {
    known_name(&request.model)?;
    worker.catalog().find(&request.model).ok_or_else(|| ApiError::no_model(&request.model))
}

/// Refuses a name that is missing or can be none.
pub(crate) fn known_name(name: &str) -> Result<(), ApiError> {
    if name.is_empty() {
        return Err(ApiError::bad("model is required"));
    }
    if crate::catalog::valid_name(name) { Ok(()) } else { Err(ApiError::bad("invalid model name")) }
}

/// Refuses what the model cannot do, in Ollama's words, which name the model in three ways.
fn admit(named: &Named, request: &Request) -> Result<(), ApiError> {
    let card = named.model.card();
    let model = &request.model;
    let full = format!("registry.ollama.ai/library/{}", named.name);
    if request.thinks && !card.can(Capability::Thinking) {
        return Err(ApiError::bad(format!("{model:?} does not support thinking")));
    }
    if !card.can(Capability::Completion) {
        let what = if request.kind == Kind::Chat { "chat" } else { "generate" };
        return Err(ApiError::bad(format!("{model:?} does not support {what}")));
    }
    for (wanted, capability) in [(request.tools, Capability::Tools), (request.suffix, Capability::Insert)] {
        if wanted && !card.can(capability) {
            return Err(ApiError::bad(format!("{full} does not support {}", capability.name())));
        }
    }
    if request.images && !card.can(Capability::Vision) {
        return Err(ApiError::bad("this model is missing data required for image input"));
    }
    Ok(())
}

async fn load(worker: &Worker, named: &Named, keep: KeepAlive) -> Result<(), ApiError> {
    let place = worker.queue().enter().await?;
    let model = std::sync::Arc::clone(&named.model);
    let warm = tokio::task::spawn_blocking(move || {
        let warm = model.warm_up(keep.duration());
        drop(place);
        warm
    });
    warm.await.map_err(|_| ApiError::Internal("the model could not be loaded".to_owned()))??;
    worker.loaded().keep(&named.name, &named.digest, keep, OffsetDateTime::now_utc());
    Ok(())
}
