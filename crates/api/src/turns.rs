//! `/conversations/{uid}/{id}/turns…`: the turn service over HTTP, for our own pages.

pub mod create;
pub mod events;
pub mod latest;
pub mod stop;

use std::convert::Infallible;
use std::time::Duration;

use axum::extract::FromRequestParts;
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use futures::StreamExt as _;
use http::request::Parts;
use http::{HeaderName, HeaderValue};
use lks_domain::turn::SequencedEvent;
use uuid::Uuid;

use crate::conversations::uuid;
use crate::error::ApiError;
use crate::turn::Events;

/// Between two signs of life on a stream that is silent.
const KEEP_ALIVE: Duration = Duration::from_secs(15);

/// The turn that the path names; what is no UUID names none.
#[derive(Debug, Clone, Copy)]
pub struct TurnId(pub Uuid);

impl<S: Send + Sync> FromRequestParts<S> for TurnId {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, ApiError> {
        let turn = uuid(parts, state, "turn").await;
        turn.map(Self).ok_or_else(|| ApiError::not_found("Turn not found"))
    }
}

/// A turn's events as server-sent events: `id` is the number, `event` the name, `data` the event.
pub fn server_sent(events: Events) -> Response {
    let events = events.map(|event| Ok::<_, Infallible>(written(&event)));
    let keep_alive = KeepAlive::new().interval(KEEP_ALIVE);
    let mut response = Sse::new(events).keep_alive(keep_alive).into_response();
    // Proxies in front of us must not collect the stream.
    let name = HeaderName::from_static("x-accel-buffering");
    response.headers_mut().insert(name, HeaderValue::from_static("no"));
    response
}

fn written(event: &SequencedEvent) -> Event {
    let data = serde_json::to_string(&event.event).unwrap_or_default();
    Event::default().id(event.seq.to_string()).event(event.event.name()).data(data)
}
