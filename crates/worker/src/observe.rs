//! What is measured and traced of a worker: counts and durations, never what was said.

use std::time::{Duration, Instant};

use axum::extract::{MatchedPath, Request, State};
use axum::middleware::Next;
use axum::response::Response;
use metrics::{Unit, counter, describe_counter, describe_gauge, describe_histogram, gauge, histogram};
use tracing::Instrument;

use crate::Worker;

const REQUESTS: &str = "lks_worker_requests_total";
const RESPONSE_SECONDS: &str = "lks_worker_response_start_seconds";
const QUEUE_WAITING: &str = "lks_worker_queue_waiting";
const QUEUE_SECONDS: &str = "lks_worker_queue_seconds";
const COMPLETIONS: &str = "lks_worker_completions_total";
const COMPLETION_SECONDS: &str = "lks_worker_completion_seconds";
const PROMPT_TOKENS: &str = "lks_worker_prompt_tokens_total";
const REPLY_TOKENS: &str = "lks_worker_reply_tokens_total";
const EMBEDDINGS: &str = "lks_worker_embeddings_total";

/// Tells the recorder what the worker's metrics mean and in which units they are.
pub fn describe_metrics() {
    describe_counter!(REQUESTS, Unit::Count, "Requests answered, by path and status");
    describe_histogram!(RESPONSE_SECONDS, Unit::Seconds, "From a request to the head of its answer");
    describe_gauge!(QUEUE_WAITING, Unit::Count, "Requests that wait for a place");
    describe_histogram!(QUEUE_SECONDS, Unit::Seconds, "How long a request waited for a place");
    describe_counter!(COMPLETIONS, Unit::Count, "Replies, by model and how they ended");
    describe_histogram!(COMPLETION_SECONDS, Unit::Seconds, "From a request to the end of its reply");
    describe_counter!(PROMPT_TOKENS, Unit::Count, "Tokens read");
    describe_counter!(REPLY_TOKENS, Unit::Count, "Tokens written");
    describe_counter!(EMBEDDINGS, Unit::Count, "Vectors made");
}

/// Counts and traces every request.
pub(crate) async fn request(State(worker): State<Worker>, request: Request, next: Next) -> Response {
    let path = request.extensions().get::<MatchedPath>().map_or("unknown", MatchedPath::as_str).to_owned();
    let span = tracing::info_span!("worker.request", method = %request.method(), path, status = tracing::field::Empty);
    let started = Instant::now();
    let response = next.run(request).instrument(span.clone()).await;
    let status = response.status();
    span.record("status", status.as_u16());
    let name = worker.config().name.clone();
    counter!(REQUESTS, "worker" => name.clone(), "path" => path.clone(), "status" => status.as_str().to_owned())
        .increment(1);
    histogram!(RESPONSE_SECONDS, "worker" => name, "path" => path).record(started.elapsed().as_secs_f64());
    response
}

#[expect(clippy::cast_precision_loss, reason = "queues are short")]
pub(crate) fn waiting(worker: &str, waiting: usize) {
    gauge!(QUEUE_WAITING, "worker" => worker.to_owned()).set(waiting as f64);
}

pub(crate) fn waited(worker: &str, time: Duration) {
    histogram!(QUEUE_SECONDS, "worker" => worker.to_owned()).record(time.as_secs_f64());
}

/// A reply has ended: `stop`, `length`, `failed` or `cancelled`.
pub(crate) fn completed(worker: &str, model: &str, how: &'static str, time: Duration) {
    let (worker, model) = (worker.to_owned(), model.to_owned());
    counter!(COMPLETIONS, "worker" => worker.clone(), "model" => model.clone(), "end" => how).increment(1);
    histogram!(COMPLETION_SECONDS, "worker" => worker, "model" => model).record(time.as_secs_f64());
}

pub(crate) fn tokens(worker: &str, model: &str, read: u64, written: u64) {
    let (worker, model) = (worker.to_owned(), model.to_owned());
    counter!(PROMPT_TOKENS, "worker" => worker.clone(), "model" => model.clone()).increment(read);
    counter!(REPLY_TOKENS, "worker" => worker, "model" => model).increment(written);
}

pub(crate) fn embedded(worker: &str, model: &str, vectors: u64) {
    counter!(EMBEDDINGS, "worker" => worker.to_owned(), "model" => model.to_owned()).increment(vectors);
}
