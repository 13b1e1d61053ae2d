//! A worker that does as it is told: what it says, when it pauses, how it fails.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};

use axum::Router;
use axum::body::Body;
use axum::extract::Request;
use axum::response::{IntoResponse as _, Response};
use bytes::Bytes;
use futures::stream::{self, StreamExt as _};
use serde_json::{Value, json};
use tokio::sync::{Notify, Semaphore};

/// What a worker does.
#[derive(Clone)]
pub struct Scripted {
    words: Vec<String>,
    status: u16,
    cut: bool,
    /// A word is said for each permit.
    pub pace: Arc<Semaphore>,
    pub stopped: Arc<Notify>,
    pub chats: Arc<AtomicUsize>,
}

impl Scripted {
    pub fn saying(words: &[&str]) -> Self {
        Self {
            words: words.iter().map(|word| (*word).to_owned()).collect(),
            status: 200,
            cut: false,
            pace: Arc::new(Semaphore::new(Semaphore::MAX_PERMITS)),
            stopped: Arc::default(),
            chats: Arc::default(),
        }
    }

    /// Says a word only when it is allowed to.
    pub fn waiting(mut self) -> Self {
        self.pace = Arc::new(Semaphore::new(0));
        self
    }

    /// Answers with an error.
    pub fn failing(mut self, status: u16) -> Self {
        self.status = status;
        self
    }

    /// Breaks off behind the last word.
    pub fn cut(mut self) -> Self {
        self.cut = true;
        self
    }

    pub fn router(self) -> Router {
        Router::new().fallback(move |request: Request| {
            let script = self.clone();
            async move { script.answer(request).await }
        })
    }

    async fn answer(self, request: Request) -> Response {
        assert!(request.headers().get("authorization").is_none(), "the token reached a worker");
        let path = request.uri().path().to_owned();
        let body = axum::body::to_bytes(request.into_body(), 10_000_000).await.unwrap();
        match path.as_str() {
            "/api/tags" => tags().to_string().into_response(),
            "/api/embed" => embedding(&body).to_string().into_response(),
            "/api/echo" => body.into_response(),
            _ if self.status != 200 => {
                (http::StatusCode::from_u16(self.status).unwrap(), r#"{"error":"as told"}"#).into_response()
            }
            "/api/chat" => self.chat(),
            _ => (http::StatusCode::NOT_FOUND, "404 page not found").into_response(),
        }
    }

    fn chat(self) -> Response {
        self.chats.fetch_add(1, SeqCst);
        let mut lines: Vec<Result<Bytes, std::io::Error>> =
            self.words.iter().map(|word| Ok(line(word, false))).collect();
        lines.push(if self.cut { Err(std::io::Error::other("cut")) } else { Ok(line("", true)) });
        let guard = Leaving(self.stopped);
        let said = stream::iter(lines).then(move |line| {
            let _here = &guard;
            let pace = self.pace.clone();
            async move {
                pace.acquire().await.unwrap().forget();
                line
            }
        });
        Response::builder()
            .header("content-type", "application/x-ndjson")
            .body(Body::from_stream(said))
            .unwrap()
    }
}

struct Leaving(Arc<Notify>);

impl Drop for Leaving {
    fn drop(&mut self) {
        self.0.notify_one();
    }
}

pub fn line(word: &str, done: bool) -> Bytes {
    let line = json!({
        "model": "m", "created_at": "2026-11-23T17:00:00Z",
        "message": {"role": "assistant", "content": word}, "done": done,
    });
    Bytes::from(format!("{line}\n"))
}

fn tags() -> Value {
    let model = |name: &str, family: &str| json!({"name": name, "model": name, "digest": family, "details": {"family": family}});
    json!({"models": [model("m:latest", "rules"), model("nomic-embed-text:latest", "hash")]})
}

/// The model `other` makes other numbers, and `short` makes too few of them.
fn embedding(body: &[u8]) -> Value {
    let asked: Value = serde_json::from_slice(body).unwrap();
    let vector = match asked["model"].as_str().unwrap() {
        "other" => vec![0.25; 768],
        "short" => vec![0.25; 384],
        _ => vec![0.5; 768],
    };
    json!({"model": asked["model"], "embeddings": [vector]})
}
