//! Asking the router, and models that do what a test needs.

use std::ops::ControlFlow;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use axum::body::Body;
use axum::http::{Request, Response, StatusCode};
use http_body_util::BodyExt;
use lks_tutor::Tutor;
use lks_worker::model::{Capability, Card, Model, ModelError, Task, Usage};
use lks_worker::{Worker, WorkerConfig, router};
use serde_json::{Value, json};
use tower::ServiceExt;

/// Settings under which nothing waits for a reader.
pub fn fast() -> WorkerConfig {
    WorkerConfig { tokens_per_second: 0.0, ..WorkerConfig::default() }
}

/// A worker with the built-in models.
pub fn worker() -> Worker {
    Worker::new(Tutor::new(), fast())
}

/// Sends a request with any body.
pub async fn send(worker: &Worker, method: &str, path: &str, body: impl Into<Body>) -> Response<Body> {
    let request = Request::builder().method(method).uri(path).body(body.into()).unwrap();
    router(worker.clone()).oneshot(request).await.unwrap()
}

/// Sends JSON and reads the whole answer as one JSON document.
pub async fn ask(worker: &Worker, path: &str, body: &Value) -> (StatusCode, Value) {
    read(send(worker, "POST", path, body.to_string()).await).await
}

/// Sends a `GET` and reads the answer.
pub async fn get(worker: &Worker, path: &str) -> (StatusCode, Value) {
    read(send(worker, "GET", path, "").await).await
}

/// Reads an answer as one JSON document.
pub async fn read(response: Response<Body>) -> (StatusCode, Value) {
    let status = response.status();
    let bytes = response.into_body().collect().await.unwrap().to_bytes();
    (status, serde_json::from_slice(&bytes).unwrap_or(Value::Null))
}

/// Reads a stream: the pieces of the body as they were written.
pub async fn pieces(response: Response<Body>) -> Vec<String> {
    let mut body = response.into_body();
    let mut pieces = Vec::new();
    while let Some(frame) = body.frame().await {
        pieces.push(String::from_utf8(frame.unwrap().into_data().unwrap().to_vec()).unwrap());
    }
    pieces
}

/// The lines of a stream as JSON.
pub async fn lines(response: Response<Body>) -> Vec<Value> {
    pieces(response).await.iter().map(|piece| serde_json::from_str(piece).unwrap()).collect()
}

/// A body for one message to the built-in chat model.
pub fn hello(more: Value) -> Value {
    let mut body =
        json!({"model": "llama3", "messages": [{"role": "user", "content": "I like fried rice."}]});
    body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    body
}

/// A model that writes `count` tokens, one every `pause`, and counts what it wrote.
pub struct Counting {
    card: Card,
    count: usize,
    pause: Duration,
    pub written: Arc<AtomicUsize>,
}

impl Counting {
    pub fn new(count: usize, pause: Duration) -> Self {
        let card = Card {
            name: "counting:latest".into(),
            family: "test".into(),
            format: "test".into(),
            parameter_size: "0".into(),
            quantization_level: "none".into(),
            capabilities: vec![Capability::Completion],
            manifest: "counting".into(),
            size: 8,
            modified_at: "2026-01-01T00:00:00Z".into(),
            license: "MIT".into(),
            template: String::new(),
            info: vec![],
            instant: false,
        };
        Self { card, count, pause, written: Arc::default() }
    }
}

impl Model for Counting {
    fn card(&self) -> &Card {
        &self.card
    }

    fn complete(
        &self,
        task: &Task,
        out: &mut dyn FnMut(&str) -> ControlFlow<()>,
    ) -> Result<Option<Usage>, ModelError> {
        if task.last() == "break" {
            return Err(ModelError::Failed("broken".into()));
        }
        for number in 0..self.count {
            std::thread::sleep(self.pause);
            if task.last() == "break later" && number == 2 {
                return Err(ModelError::Failed("broken".into()));
            }
            assert!(task.last() != "panic later" || number < 2, "a test's panic");
            if out(&format!("{number} ")).is_break() {
                return Ok(None);
            }
            self.written.fetch_add(1, Ordering::SeqCst);
        }
        Ok(None)
    }
}
