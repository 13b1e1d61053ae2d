//! Servers that answer as workers do, or fail as workers can, and requests for them.
#![allow(clippy::unwrap_used)]

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::Request;
use axum::response::Response;
use bytes::Bytes;
use futures::stream::{self, StreamExt as _};
use http::{HeaderMap, Method};
use lks_domain::region::Region;
use lks_llm::{Forward, InProcess, Origin, RegionSpec, RegionsConfig, Role, Timing, WorkerSpec};
use serde_json::json;
use tokio::net::TcpListener;
use tokio::sync::Notify;

pub const LINES: [&str; 4] = [
    "{\"message\":{\"role\":\"assistant\",\"content\":\"H\"},\"done\":false}\n",
    "{\"message\":{\"role\":\"assistant\",\"content\":\"é\"},\"done\":false}\n",
    "{\"message\":{\"role\":\"assistant\",\"content\":\"😀\"},\"done\":false}\n",
    "{\"message\":{\"role\":\"assistant\",\"content\":\"\"},\"done\":true,\"done_reason\":\"stop\"}\n",
];
pub const ERROR: &str = "{\"error\":\"as the worker says it\"}";

/// What a server says, and how it fails.
#[derive(Clone)]
pub struct ModelServer {
    name: &'static str,
    models: Vec<String>,
    one_digest: bool,
    status: u16,
    lines: Vec<String>,
    pause: Duration,
    endless: bool,
    aborts: bool,
    pub stopped: Arc<Notify>,
}

impl ModelServer {
    pub fn new(name: &'static str) -> Self {
        Self {
            name,
            models: vec!["m:latest".to_owned()],
            one_digest: false,
            status: 200,
            lines: LINES.map(ToOwned::to_owned).to_vec(),
            pause: Duration::ZERO,
            endless: false,
            aborts: false,
            stopped: Arc::default(),
        }
    }

    pub fn with_models(mut self, models: &[&str]) -> Self {
        self.models = models.iter().map(|model| (*model).to_owned()).collect();
        self
    }

    pub fn one_digest(mut self) -> Self {
        self.one_digest = true;
        self
    }

    pub fn answering(mut self, status: u16) -> Self {
        self.status = status;
        self
    }

    pub fn saying(mut self, lines: &[&str]) -> Self {
        self.lines = lines.iter().map(|line| (*line).to_owned()).collect();
        self
    }

    pub fn pausing(mut self, pause: Duration) -> Self {
        self.pause = pause;
        self
    }

    pub fn endless(mut self) -> Self {
        self.endless = true;
        self
    }

    pub fn aborting(mut self) -> Self {
        self.aborts = true;
        self
    }

    pub fn in_process(self, name: &str, role: Role) -> WorkerSpec {
        let origin = Origin::InProcess(InProcess::new(self.router()));
        WorkerSpec { name: name.to_owned(), role, origin }
    }

    pub async fn start(self) -> String {
        let address = nobody().await;
        self.start_at(&address).await;
        address
    }

    pub async fn start_at(self, address: &str) {
        let listener = TcpListener::bind(address.trim_start_matches("http://")).await.unwrap();
        let router = self.router();
        tokio::spawn(async move { axum::serve(listener, router).await });
    }

    fn router(self) -> Router {
        Router::new().fallback(move |request: Request| {
            let server = self.clone();
            async move { server.answer(&request) }
        })
    }

    fn answer(self, request: &Request) -> Response {
        assert!(request.headers().get("authorization").is_none(), "the token reached a worker");
        let answer = Response::builder().header("x-server", self.name);
        if request.uri().path() == "/api/tags" {
            return answer.body(Body::from(self.tags())).unwrap();
        }
        if self.status != 200 {
            return answer.status(self.status).body(Body::from(ERROR)).unwrap();
        }
        let body = Body::from_stream(self.stream());
        answer.header("content-type", "application/x-ndjson").body(body).unwrap()
    }

    fn tags(&self) -> String {
        let models = self.models.iter().map(|name| {
            let digest = if self.one_digest { "same" } else { name };
            json!({"name": name, "model": name, "digest": digest, "details": {"server": self.name}})
        });
        json!({ "models": models.collect::<Vec<_>>() }).to_string()
    }

    fn stream(self) -> impl futures::Stream<Item = Result<Bytes, std::io::Error>> {
        let guard = Leaving(self.stopped);
        let lines = if self.endless { vec![LINES[0].to_owned(); 100_000] } else { self.lines };
        let broken = self.aborts.then(|| Err(std::io::Error::other("cut")));
        let pieces: Vec<_> = lines
            .into_iter()
            .map(|line| Ok(Bytes::from(line)))
            .take(if self.aborts { 2 } else { usize::MAX })
            .chain(broken)
            .collect();
        let pause = self.pause;
        stream::iter(pieces.into_iter().enumerate()).then(move |(at, piece)| {
            let _here = &guard;
            async move {
                if at > 0 {
                    tokio::time::sleep(pause).await;
                }
                piece
            }
        })
    }
}

struct Leaving(Arc<Notify>);

impl Drop for Leaving {
    fn drop(&mut self) {
        self.0.notify_one();
    }
}

/// An address where nobody listens.
pub async fn nobody() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    format!("http://{}", listener.local_addr().unwrap())
}

/// A server that takes connections and drops them at once.
pub async fn accept_and_close() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move {
        loop {
            let (mut stream, _) = listener.accept().await?;
            tokio::spawn(async move {
                let mut some = [0; 1024];
                drop(tokio::io::AsyncReadExt::read(&mut stream, &mut some).await);
            });
        }
        #[allow(unreachable_code)]
        Ok::<(), std::io::Error>(())
    });
    address
}

/// A server that takes connections and says nothing.
pub async fn hangs() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move {
        let mut held = Vec::new();
        while let Ok((stream, _)) = listener.accept().await {
            held.push(stream);
        }
    });
    address
}

pub fn at(name: &str, role: Role, address: &str) -> WorkerSpec {
    WorkerSpec { name: name.to_owned(), role, origin: Origin::Address(address.to_owned()) }
}

pub fn config(workers: Vec<WorkerSpec>) -> RegionsConfig {
    let timing = Timing { probe: Duration::from_millis(500), ..Timing::default() };
    RegionsConfig { regions: vec![RegionSpec { region: Region::UsEast1, workers }], timing }
}

fn request(method: Method, path: &str, body: &str) -> Forward {
    let mut headers = HeaderMap::new();
    headers.insert("authorization", "Bearer secret".parse().unwrap());
    Forward { method, path: path.to_owned(), query: None, headers, body: Bytes::from(body.to_owned()) }
}

pub fn get(path: &str) -> Forward {
    request(Method::GET, path, "")
}

pub fn post(path: &str, body: &str) -> Forward {
    request(Method::POST, path, body)
}

pub fn chat(model: &str) -> Forward {
    post("chat", &json!({"model": model, "messages": [{"role": "user", "content": "hi"}]}).to_string())
}
