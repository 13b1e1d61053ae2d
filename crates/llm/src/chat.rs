//! A chat with a model of a region, as a stream of what it says.

use std::error::Error as _;
use std::io;

use bytes::Bytes;
use futures::stream::{self, BoxStream, StreamExt as _};
use http::{HeaderMap, HeaderValue, Method, Response, StatusCode, header};
use lks_domain::ollama::{ChatChunk, ChatRequest, Lines};
use lks_domain::region::{Region, WorkerKind};
use serde::Serialize;

use axum::body::{Body, BodyDataStream};

use crate::choice::Need;
use crate::error::LlmError;
use crate::regions::{RETRY_AFTER, Regions};
use crate::transport::Outgoing;

/// What a model says, piece by piece. It ends after a chunk with `done`, or with one error;
/// dropping it stops the worker.
pub type ChatStream = BoxStream<'static, Result<ChatChunk, LlmError>>;

/// Largest error answer that is read, in bytes.
const ERROR_BYTES: usize = 64 * 1024;

impl Regions {
    /// Asks a chat worker of the region that has the model; returns when it begins to answer.
    ///
    /// # Errors
    /// Any [`LlmError`] but `Path` and `Method`; after the first chunk they come in the stream.
    #[tracing::instrument(name = "llm.chat", skip_all, fields(%region, model = %request.model))]
    pub async fn chat(&self, region: Region, mut request: ChatRequest) -> Result<ChatStream, LlmError> {
        request.stream = Some(true);
        let need = Need { kind: WorkerKind::Chat, model: Some(request.model.clone()), brings: false };
        let answer = self.dispatch(region, &need, post("/api/chat", &request)).await?;
        let answer = successful(region, &request.model, answer).await?;
        Ok(chunks(region, answer.into_body().into_data_stream()))
    }
}

/// A JSON request for a worker.
pub(crate) fn post(target: &str, body: &impl Serialize) -> Outgoing {
    let json = HeaderValue::from_static("application/json");
    Outgoing {
        method: Method::POST,
        target: target.to_owned(),
        headers: HeaderMap::from_iter([(header::CONTENT_TYPE, json)]),
        // Serialising our own types into memory cannot fail; an empty body would be refused.
        body: serde_json::to_vec(body).map(Bytes::from).unwrap_or_default(),
    }
}

/// The answer if it is one, else the error that its status stands for.
pub(crate) async fn successful(
    region: Region,
    model: &str,
    answer: Response<Body>,
) -> Result<Response<Body>, LlmError> {
    let status = answer.status();
    if status.is_success() {
        return Ok(answer);
    }
    // Read to the end, so that the connection can be used again.
    drop(axum::body::to_bytes(answer.into_body(), ERROR_BYTES).await);
    Err(match status {
        StatusCode::SERVICE_UNAVAILABLE => LlmError::Busy { region, retry_after: RETRY_AFTER },
        // Ollama's answer for a model that makes vectors only, among others: trying again is no use.
        StatusCode::BAD_REQUEST => LlmError::Unsuited { region, model: model.to_owned() },
        StatusCode::NOT_FOUND => LlmError::ModelMissing { region, model: model.to_owned() },
        _ => LlmError::Worker { region, reason: status.to_string() },
    })
}

struct Reading {
    region: Region,
    body: BodyDataStream,
    lines: Lines,
    read: std::collections::VecDeque<Vec<u8>>,
}

fn chunks(region: Region, body: BodyDataStream) -> ChatStream {
    let reading = Reading { region, body, lines: Lines::default(), read: Default::default() };
    stream::unfold(Some(reading), |state| async move {
        let mut reading = state?;
        let chunk = reading.next().await;
        let ended = chunk.as_ref().map_or(true, |chunk| chunk.done);
        Some((chunk, (!ended).then_some(reading)))
    })
    .boxed()
}

impl Reading {
    async fn next(&mut self) -> Result<ChatChunk, LlmError> {
        loop {
            if let Some(line) = self.read.pop_front() {
                return self.chunk(&line);
            }
            match self.body.next().await {
                Some(Ok(piece)) => self.read.extend(self.lines.push(&piece)),
                Some(Err(error)) => return Err(self.broken(&error)),
                None => {
                    let last = std::mem::take(&mut self.lines).finish();
                    return last.map_or_else(|| Err(self.failed("ended early")), |line| self.chunk(&line));
                }
            }
        }
    }

    fn chunk(&self, line: &[u8]) -> Result<ChatChunk, LlmError> {
        let chunk: ChatChunk = serde_json::from_slice(line).map_err(|_| self.failed("not NDJSON"))?;
        if chunk.error.is_some() { Err(self.failed("error line")) } else { Ok(chunk) }
    }

    fn broken(&self, error: &axum::Error) -> LlmError {
        if timed_out(error) { LlmError::Timeout(self.region) } else { self.failed("broke off") }
    }

    fn failed(&self, reason: &str) -> LlmError {
        LlmError::Worker { region: self.region, reason: reason.to_owned() }
    }
}

/// Whether a silence that was too long is somewhere behind the error.
fn timed_out(error: &axum::Error) -> bool {
    let mut causes = std::iter::successors(error.source(), |cause| (*cause).source());
    causes
        .any(|cause| cause.downcast_ref::<io::Error>().is_some_and(|io| io.kind() == io::ErrorKind::TimedOut))
}
