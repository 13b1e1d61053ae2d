//! `POST /v1/chat/completions` and `POST /v1/completions`: the answers.

mod request;

use std::convert::Infallible;
use std::time::Instant;

use axum::Json;
use axum::body::Body;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use futures::stream::{self, BoxStream};
use futures::{StreamExt, TryStreamExt};
use serde_json::{Value, json};
use time::OffsetDateTime;
use uuid::Uuid;

use crate::Worker;
use crate::api::streamed;
use crate::completion::request::Kind;
use crate::completion::{Answer, Ending, Event, answer};
use crate::error::ApiError;
use crate::fields::Fields;

use request::Asked;

/// `POST /v1/chat/completions`
pub(super) async fn chat(State(worker): State<Worker>, fields: Fields) -> Result<Response, ApiError> {
    respond(&worker, request::chat(fields)?).await
}

/// `POST /v1/completions`
pub(super) async fn complete(State(worker): State<Worker>, fields: Fields) -> Result<Response, ApiError> {
    respond(&worker, request::complete(fields)?).await
}

async fn respond(worker: &Worker, asked: Asked) -> Result<Response, ApiError> {
    let writer = Writer::new(&asked);
    let stream = asked.request.stream;
    Ok(match answer(worker, asked.request, Instant::now()).await? {
        Answer::Reply(events) if stream => writer.events(events),
        Answer::Reply(events) => Json(writer.whole(events).await?).into_response(),
        Answer::Loaded | Answer::Unloaded => Json(writer.nothing()).into_response(),
    })
}

/// Writes the answer to one request.
struct Writer {
    kind: Kind,
    id: String,
    model: String,
    created: i64,
    usage: bool,
}

impl Writer {
    fn new(asked: &Asked) -> Self {
        let kind = asked.request.kind;
        let prefix = if kind == Kind::Chat { "chatcmpl" } else { "cmpl" };
        Self {
            kind,
            id: format!("{prefix}-{}", Uuid::new_v4().simple()),
            model: asked.request.model.clone(),
            created: OffsetDateTime::now_utc().unix_timestamp(),
            usage: asked.usage,
        }
    }

    /// Server-sent events, `[DONE]` the last.
    fn events(self, events: BoxStream<'static, Result<Event, ApiError>>) -> Response {
        let pieces = events.flat_map(move |event| stream::iter(self.pieces(event)));
        streamed("text/event-stream", Body::from_stream(pieces.map(Ok::<_, Infallible>)))
    }

    fn pieces(&self, event: Result<Event, ApiError>) -> Vec<Bytes> {
        match event {
            Ok(Event::Text(text)) => vec![sse(&self.chunk(&text, None))],
            Ok(Event::End(ending)) => {
                let last = sse(&self.chunk("", Some(ending.reason)));
                let usage = self.usage.then(|| sse(&self.usage_chunk(&ending)));
                let done = Bytes::from_static(b"data: [DONE]\n\n");
                std::iter::once(last).chain(usage).chain([done]).collect()
            }
            Err(error) => {
                let error =
                    json!({ "message": error.to_string(), "type": "api_error", "param": null, "code": null });
                vec![sse(&json!({ "error": error }))]
            }
        }
    }

    fn chunk(&self, text: &str, finish: Option<&str>) -> Value {
        let choice = match self.kind {
            Kind::Chat => {
                json!({ "index": 0, "delta": { "role": "assistant", "content": text }, "finish_reason": finish })
            }
            Kind::Generate => json!({ "text": text, "index": 0, "finish_reason": finish }),
        };
        self.object(true, json!([choice]), None)
    }

    fn usage_chunk(&self, ending: &Ending) -> Value {
        self.object(true, json!([]), Some(ending))
    }

    async fn whole(self, mut events: BoxStream<'static, Result<Event, ApiError>>) -> Result<Value, ApiError> {
        let mut written = String::new();
        while let Some(event) = events.try_next().await? {
            match event {
                Event::Text(text) => written.push_str(&text),
                Event::End(ending) => return Ok(self.full(&written, ending.reason, Some(&ending))),
            }
        }
        Err(ApiError::Internal("the model stopped unexpectedly".to_owned()))
    }

    /// What an empty prompt gets: an empty answer.
    fn nothing(&self) -> Value {
        self.full("", "load", None)
    }

    fn full(&self, text: &str, finish: &str, ending: Option<&Ending>) -> Value {
        let choice = match self.kind {
            Kind::Chat => {
                json!({ "index": 0, "message": { "role": "assistant", "content": text }, "finish_reason": finish })
            }
            Kind::Generate => json!({ "text": text, "index": 0, "finish_reason": finish }),
        };
        self.object(false, json!([choice]), ending)
    }

    fn object(&self, chunk: bool, choices: Value, ending: Option<&Ending>) -> Value {
        let object = match (self.kind, chunk) {
            (Kind::Chat, true) => "chat.completion.chunk",
            (Kind::Chat, false) => "chat.completion",
            (Kind::Generate, _) => "text_completion",
        };
        let mut value = json!({
            "id": self.id,
            "object": object,
            "created": self.created,
            "model": self.model,
            "system_fingerprint": "fp_ollama",
            "choices": choices,
        });
        if let (Some(ending), Some(object)) = (ending, value.as_object_mut()) {
            object.insert("usage".to_owned(), usage(ending));
        }
        value
    }
}

fn usage(ending: &Ending) -> Value {
    json!({
        "prompt_tokens": ending.prompt_tokens,
        "completion_tokens": ending.reply_tokens,
        "total_tokens": ending.prompt_tokens + ending.reply_tokens,
    })
}

fn sse(value: &Value) -> Bytes {
    Bytes::from(format!("data: {value}\n\n"))
}
