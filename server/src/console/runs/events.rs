//! `GET /admin/api/runs/{id}/events?after=`.

use std::convert::Infallible;
use std::time::Duration;

use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use futures::{Stream, StreamExt as _};
use serde::Deserialize;

use crate::console::Console;
use crate::console::body::Query;
use crate::console::error::ConsoleError;
use crate::console::role::Viewer;
use crate::console::run::feed::{self, Told};

/// Between two signs of life on a stream that is silent.
const KEEP_ALIVE: Duration = Duration::from_secs(10);
/// A stream ends after this long: whoever comes back is asked again who they are.
const LONGEST: Duration = Duration::from_secs(600);

/// From where to follow.
#[derive(Debug, Deserialize)]
pub struct After {
    after: Option<u64>,
}

/// Follows a run from behind the last event that the page has: nothing is missed, nothing told twice.
pub async fn events(
    State(console): State<Console>,
    _viewer: Viewer,
    Path(id): Path<String>,
    Query(After { after }): Query<After>,
    headers: HeaderMap,
) -> Result<Response, ConsoleError> {
    let after = match headers.get("last-event-id") {
        Some(last) => last
            .to_str()
            .ok()
            .and_then(|last| last.trim().parse().ok())
            .ok_or_else(|| ConsoleError::bad_input("Last-Event-ID is not the number of an event."))?,
        None => after.unwrap_or_default(),
    };
    if let Some(live) = console.desk().live_run(&id) {
        return Ok(sent(feed::live(live, after)));
    }
    // Whether there is such a run is known before the stream begins.
    let (desk, run) = (console.desk().clone(), id.clone());
    console.on_desk(move |desk| desk.stored_lines(&run, u64::MAX)).await?;
    Ok(sent(feed::stored(desk, id, after)))
}

fn sent(told: impl Stream<Item = Told> + Send + 'static) -> Response {
    let told = told.take_until(tokio::time::sleep(LONGEST));
    let events = told.map(|told| Ok::<_, Infallible>(written(&told)));
    let keep_alive = KeepAlive::new().interval(KEEP_ALIVE);
    let mut response = Sse::new(events).keep_alive(keep_alive).into_response();
    // Proxies in front of us must not collect the stream.
    let name = HeaderName::from_static("x-accel-buffering");
    response.headers_mut().insert(name, HeaderValue::from_static("no"));
    response
}

fn written(told: &Told) -> Event {
    match told {
        Told::Event(line) => Event::default().id(line.seq.to_string()).event(line.name).data(&line.json),
        Told::Summary(summary) => {
            Event::default().event("summary").data(serde_json::to_string(summary).unwrap_or_default())
        }
    }
}
