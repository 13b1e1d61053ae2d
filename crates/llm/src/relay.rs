//! Hands a worker's answer on as it is produced: status and bytes untouched, headers that belong
//! to one connection or to the worker alone left out.

use std::io;
use std::time::Duration;

use axum::body::Body;
use bytes::Bytes;
use futures::stream::{self, BoxStream, StreamExt as _, TryStreamExt as _};
use http::{HeaderMap, HeaderName, Response, header};

use crate::ndjson;
use crate::worker::Occupied;

/// What a worker needs to know; all else, the learner's token first of all, stays here.
const FORWARDED: [HeaderName; 3] = [header::ACCEPT, header::CONTENT_TYPE, header::USER_AGENT];

/// What of an answer belongs to the connection with the worker (RFC 9110, 7.6.1), or would speak
/// for us.
const DROPPED: [&str; 12] = [
    "connection",
    "keep-alive",
    "proxy-authenticate",
    "proxy-connection",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
    "set-cookie",
    "server",
    "date",
    "vary",
];

/// The headers to send on to a worker.
pub fn outgoing(headers: &HeaderMap) -> HeaderMap {
    FORWARDED.into_iter().filter_map(|name| headers.get(&name).map(|value| (name, value.clone()))).collect()
}

/// A worker's answer as the client gets it. Dropping its body cancels the worker's work.
pub fn answer(answer: Response<Body>, occupied: Occupied, idle: Duration) -> Response<Body> {
    let worker = occupied.worker();
    handed_on(answer, occupied, idle, move |line| worker.pace.see(line))
}

/// The answer of somebody behind whom the workers are, as the client gets it.
pub fn unseen(answer: Response<Body>, idle: Duration) -> Response<Body> {
    handed_on(answer, (), idle, |_| {})
}

/// `held` is held until the answer's end, and each line of NDJSON is shown to `see`.
fn handed_on<T: Send + 'static>(
    answer: Response<Body>,
    held: T,
    idle: Duration,
    see: impl Fn(&Bytes) + Send + 'static,
) -> Response<Body> {
    let (mut parts, body) = answer.into_parts();
    strip(&mut parts.headers);
    let pieces = pieces(body, held, idle);
    let body = if is_ndjson(&parts.headers) {
        Body::from_stream(ndjson::lines(pieces).inspect_ok(move |line| see(line)))
    } else {
        Body::from_stream(pieces)
    };
    Response::from_parts(parts, body)
}

fn strip(headers: &mut HeaderMap) {
    let named: Vec<String> = headers
        .get_all(header::CONNECTION)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(',').map(|name| name.trim().to_ascii_lowercase()))
        .collect();
    let cors = headers.keys().filter(|name| name.as_str().starts_with("access-control-"));
    let cors: Vec<String> = cors.map(|name| name.as_str().to_owned()).collect();
    for name in DROPPED.iter().copied().chain(named.iter().chain(&cors).map(String::as_str)) {
        headers.remove(name);
    }
}

fn is_ndjson(headers: &HeaderMap) -> bool {
    headers
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .is_some_and(|value| value.starts_with("application/x-ndjson"))
}

/// The body's pieces; the worker counts as occupied until the last one, or until nobody wants them.
fn pieces<T: Send + 'static>(
    body: Body,
    occupied: T,
    idle: Duration,
) -> BoxStream<'static, io::Result<Bytes>> {
    stream::unfold(Some((body.into_data_stream(), occupied)), move |state| async move {
        let (mut body, occupied) = state?;
        match tokio::time::timeout(idle, body.next()).await {
            Ok(Some(Ok(piece))) => Some((Ok(piece), Some((body, occupied)))),
            Ok(Some(Err(_))) => Some((Err(io::ErrorKind::ConnectionAborted.into()), None)),
            Ok(None) => None,
            Err(_) => Some((Err(io::ErrorKind::TimedOut.into()), None)),
        }
    })
    .boxed()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_cookies_and_origins_never_reach_a_worker() {
        let mut headers = HeaderMap::new();
        for (name, value) in [
            ("authorization", "Bearer x"),
            ("cookie", "a=b"),
            ("origin", "http://evil"),
            ("accept-encoding", "gzip"),
            ("host", "x"),
            ("content-length", "7"),
            ("x-forwarded-for", "1.2.3.4"),
            ("content-type", "text/plain"),
        ] {
            headers.insert(HeaderName::from_static(name), value.parse().unwrap());
        }
        let sent = outgoing(&headers);
        assert_eq!((sent.len(), &sent[header::CONTENT_TYPE]), (1, &"text/plain".parse().unwrap()));
    }

    #[test]
    fn headers_of_the_connection_and_of_the_workers_cors_are_left_out() {
        let mut headers = HeaderMap::new();
        for (name, value) in [
            ("connection", "close, X-Hop"),
            ("x-hop", "1"),
            ("transfer-encoding", "chunked"),
            ("access-control-allow-origin", "http://worker"),
            ("content-type", "application/x-ndjson"),
            ("x-kept", "1"),
        ] {
            headers.insert(HeaderName::from_static(name), value.parse().unwrap());
        }
        strip(&mut headers);
        let left: Vec<_> = headers.keys().collect();
        assert_eq!(left.len(), 2, "{left:?}");
        assert!(headers.contains_key("content-type") && headers.contains_key("x-kept"));
    }
}
