//! `POST /api/chat` and `POST /api/generate`.

use std::convert::Infallible;
use std::time::Instant;

use axum::Json;
use axum::body::Body;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use futures::stream::BoxStream;
use futures::{StreamExt, TryStreamExt};
use lks_domain::ollama::ChatMessage;
use serde_json::{Map, Value, json};
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

use super::{line, streamed};
use crate::Worker;
use crate::completion::request::{Kind, Request};
use crate::completion::{Answer, Ending, Event, answer, context};
use crate::error::ApiError;
use crate::fields::Fields;

/// `POST /api/chat`
pub(super) async fn chat(State(worker): State<Worker>, fields: Fields) -> Result<Response, ApiError> {
    respond(&worker, Request::chat(fields)?).await
}

/// `POST /api/generate`
pub(super) async fn generate(State(worker): State<Worker>, fields: Fields) -> Result<Response, ApiError> {
    respond(&worker, Request::generate(fields)?).await
}

async fn respond(worker: &Worker, request: Request) -> Result<Response, ApiError> {
    let started = Instant::now();
    let writer = Writer::new(&request);
    let stream = request.stream;
    Ok(match answer(worker, request, started).await? {
        Answer::Loaded => Json(writer.nothing("load")).into_response(),
        Answer::Unloaded => Json(writer.nothing("unload")).into_response(),
        Answer::Reply(events) if stream => ndjson(writer, events),
        Answer::Reply(events) => Json(writer.whole(events).await?).into_response(),
    })
}

fn ndjson(mut writer: Writer, events: BoxStream<'static, Result<Event, ApiError>>) -> Response {
    let lines = events.map(move |event| Ok::<_, Infallible>(line(&writer.line(event))));
    streamed("application/x-ndjson", Body::from_stream(lines))
}

/// Writes the answers of one request.
struct Writer {
    kind: Kind,
    model: String,
    /// The conversation so far, for `context`; none where it is not given.
    earlier: Option<Vec<ChatMessage>>,
    written: String,
}

impl Writer {
    fn new(request: &Request) -> Self {
        let keeps = request.kind == Kind::Generate && !request.raw;
        Self {
            kind: request.kind,
            model: request.model.clone(),
            earlier: keeps.then(|| request.task.messages.clone()),
            written: String::new(),
        }
    }

    /// One line of a stream.
    fn line(&mut self, event: Result<Event, ApiError>) -> Value {
        match event {
            Ok(Event::Text(text)) => {
                self.written.push_str(&text);
                Value::Object(self.object(&text, false))
            }
            Ok(Event::End(ending)) => self.last("", &ending),
            Err(error) => json!({ "error": error.to_string() }),
        }
    }

    /// The whole reply in one object.
    async fn whole(
        mut self,
        mut events: BoxStream<'static, Result<Event, ApiError>>,
    ) -> Result<Value, ApiError> {
        while let Some(event) = events.try_next().await? {
            match event {
                Event::Text(text) => self.written.push_str(&text),
                Event::End(ending) => return Ok(self.last(&self.written, &ending)),
            }
        }
        Err(ApiError::Internal("the model stopped unexpectedly".to_owned()))
    }

    /// What is answered where there was nothing to say.
    fn nothing(&self, reason: &str) -> Value {
        let mut object = self.object("", true);
        object.insert("done_reason".to_owned(), json!(reason));
        Value::Object(object)
    }

    fn last(&self, text: &str, ending: &Ending) -> Value {
        let mut object = self.object(text, true);
        object.insert("done_reason".to_owned(), json!(ending.reason));
        if let Some(earlier) = &self.earlier {
            let mut conversation = earlier.clone();
            conversation.push(ChatMessage::new("assistant", self.written.as_str()));
            object.insert("context".to_owned(), json!(context::encode(&conversation)));
        }
        object.extend(ending.statistics());
        Value::Object(object)
    }

    fn object(&self, text: &str, done: bool) -> Map<String, Value> {
        let (key, said) = match self.kind {
            Kind::Chat => ("message", json!({ "role": "assistant", "content": text })),
            Kind::Generate => ("response", json!(text)),
        };
        let fields =
            [("model", json!(self.model)), ("created_at", json!(now())), (key, said), ("done", json!(done))];
        fields.into_iter().map(|(key, value)| (key.to_owned(), value)).collect()
    }
}

fn now() -> String {
    OffsetDateTime::now_utc().format(&Rfc3339).unwrap_or_default()
}
