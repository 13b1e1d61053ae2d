//! Routing, failover and streaming against workers on real loopback connections.

#[path = "regions/fixture.rs"]
mod fixture;

use std::time::Duration;

use axum::body::to_bytes;
use bytes::Bytes;
use fixture::{ModelServer, accept_and_close, at, chat, config, get, hangs, nobody, post};
use futures::StreamExt as _;
use lks_domain::live::{RegionState, WorkerState};
use lks_domain::ollama::{ChatMessage, ChatRequest};
use lks_domain::region::{Region, WorkerKind};
use lks_llm::{LlmError, Regions, Role};

const EAST: Region = Region::UsEast1;

#[tokio::test]
async fn each_path_reaches_the_kind_of_worker_that_it_names() {
    let mut workers = Vec::new();
    for kind in WorkerKind::ALL {
        let server = ModelServer::new(kind.name()).start().await;
        workers.push(at(kind.name(), Role::Kind(kind), &server));
    }
    let regions = Regions::new(&config(workers)).unwrap();
    for (path, expected) in [("generate", "scoring"), ("chat", "chat"), ("embed", "llm"), ("show", "llm")] {
        let answer = regions.forward(EAST, post(path, "{}")).await.unwrap();
        assert_eq!(answer.headers()["x-server"], expected, "{path}");
    }
    let west = regions.forward(Region::UsWest2, post("chat", "{}")).await;
    assert_eq!(west.err(), Some(LlmError::Unreachable(Region::UsWest2)));
}

#[tokio::test]
async fn a_model_is_looked_for_and_servers_of_their_own_go_before_built_in_ones() {
    let built_in = ModelServer::new("built-in").with_models(&["llama3:latest", "rules:latest"]);
    let ollama = ModelServer::new("ollama").with_models(&["llama3:latest", "gemma:2b"]).start().await;
    let regions = Regions::new(&config(vec![
        built_in.in_process("chat-a", Role::Kind(WorkerKind::Chat)),
        at("ollama", Role::Extra, &ollama),
    ]))
    .unwrap();
    for (model, expected) in [
        ("llama3", "ollama"),
        ("llama3:latest", "ollama"),
        ("gemma:2b", "ollama"),
        ("rules", "built-in"),
        ("unknown", "built-in"),
    ] {
        let answer = regions.forward(EAST, chat(model)).await.unwrap();
        assert_eq!(answer.headers()["x-server"], expected, "{model}");
    }
    let tags = regions.forward(EAST, get("tags")).await.unwrap();
    let tags = to_bytes(tags.into_body(), 100_000).await.unwrap();
    let tags: serde_json::Value = serde_json::from_slice(&tags).unwrap();
    let names: Vec<_> = tags["models"].as_array().unwrap().iter().map(|m| m["name"].clone()).collect();
    assert_eq!(names, ["llama3:latest", "gemma:2b", "rules:latest"]);
    assert_eq!(tags["models"][0]["details"]["server"], "ollama");
}

#[tokio::test]
async fn a_worker_that_refuses_connections_is_passed_over_and_comes_back() {
    let backup = ModelServer::new("backup").start().await;
    let primary = nobody().await;
    let regions = Regions::new(&config(vec![
        at("chat-a", Role::Kind(WorkerKind::Chat), &primary),
        at("chat-b", Role::Kind(WorkerKind::Chat), &backup),
    ]))
    .unwrap();
    for _ in 0..3 {
        let answer = regions.forward(EAST, chat("m")).await.unwrap();
        assert_eq!(answer.headers()["x-server"], "backup");
    }
    let east = regions.snapshot().swap_remove(0);
    assert_eq!((east.state, east.workers[0].state), (RegionState::Degraded, WorkerState::Down));
    ModelServer::new("primary").start_at(&primary).await;
    regions.probe().await;
    let answer = regions.forward(EAST, chat("m")).await.unwrap();
    assert_eq!(answer.headers()["x-server"], "primary");
    assert_eq!(regions.snapshot()[0].state, RegionState::Up);
}

#[tokio::test]
async fn a_busy_worker_sends_its_work_to_the_backup_and_its_own_words_come_last() {
    let busy = ModelServer::new("busy").answering(503).start().await;
    let free = ModelServer::new("free").start().await;
    let both = Regions::new(&config(vec![
        at("chat-a", Role::Kind(WorkerKind::Chat), &busy),
        at("chat-b", Role::Kind(WorkerKind::Chat), &free),
    ]))
    .unwrap();
    assert_eq!(both.forward(EAST, chat("m")).await.unwrap().headers()["x-server"], "free");
    let alone = Regions::new(&config(vec![at("chat-a", Role::Kind(WorkerKind::Chat), &busy)])).unwrap();
    let answer = alone.forward(EAST, chat("m")).await.unwrap();
    assert_eq!((answer.status().as_u16(), &answer.headers()["retry-after"]), (503, &"2".parse().unwrap()));
    let body = to_bytes(answer.into_body(), 1000).await.unwrap();
    assert_eq!(body, fixture::ERROR);
    let request = ChatRequest { model: "m".into(), ..ChatRequest::default() };
    assert!(matches!(alone.chat(EAST, request).await.err(), Some(LlmError::Busy { .. })));
}

#[tokio::test]
async fn nothing_is_done_twice_when_a_worker_breaks_off_before_it_answers() {
    let broken = accept_and_close().await;
    let backup = ModelServer::new("backup").start().await;
    let regions = Regions::new(&config(vec![
        at("llm-a", Role::Kind(WorkerKind::Llm), &broken),
        at("llm-b", Role::Kind(WorkerKind::Llm), &backup),
    ]))
    .unwrap();
    let read = regions.forward(EAST, get("version")).await.unwrap();
    assert_eq!(read.headers()["x-server"], "backup");
    let written = regions.forward(EAST, post("pull", "{}")).await;
    assert_eq!(written.err(), Some(LlmError::Unreachable(EAST)));
    let next = regions.forward(EAST, post("pull", "{}")).await.unwrap();
    assert_eq!(next.headers()["x-server"], "backup", "the broken one is known by now");
}

#[tokio::test]
async fn a_worker_that_never_answers_is_given_up_in_time() {
    let mut config = config(vec![at("chat-a", Role::Kind(WorkerKind::Chat), &hangs().await)]);
    config.timing.idle = Duration::from_millis(200);
    let regions = Regions::new(&config).unwrap();
    let answer = regions.forward(EAST, chat("m")).await;
    assert_eq!(answer.err(), Some(LlmError::Timeout(EAST)));
}

#[tokio::test]
async fn bytes_pass_untouched_and_as_they_are_produced() {
    let server = ModelServer::new("chat").pausing(Duration::from_millis(150)).start().await;
    let regions = Regions::new(&config(vec![at("c", Role::Kind(WorkerKind::Chat), &server)])).unwrap();
    let began = std::time::Instant::now();
    let answer = regions.forward(EAST, chat("m")).await.unwrap();
    assert_eq!(answer.headers()["content-type"], "application/x-ndjson");
    let mut body = answer.into_body().into_data_stream();
    let first = body.next().await.unwrap().unwrap();
    assert_eq!(first, fixture::LINES[0]);
    assert!(began.elapsed() < Duration::from_millis(140), "{:?}", began.elapsed());
    let rest: Vec<Bytes> = body.map(|piece| piece.unwrap()).collect().await;
    assert_eq!(rest, fixture::LINES[1..]);
}

#[tokio::test]
async fn a_client_that_leaves_stops_the_worker() {
    let server = ModelServer::new("chat").pausing(Duration::from_millis(20)).endless();
    let stopped = server.stopped.clone();
    let address = server.start().await;
    let regions = Regions::new(&config(vec![at("c", Role::Kind(WorkerKind::Chat), &address)])).unwrap();
    let answer = regions.forward(EAST, chat("m")).await.unwrap();
    let mut body = answer.into_body().into_data_stream();
    body.next().await.unwrap().unwrap();
    assert_eq!(regions.snapshot()[0].workers[0].queue, 1);
    drop(body);
    assert_eq!(regions.snapshot()[0].workers[0].queue, 0);
    tokio::time::timeout(Duration::from_secs(5), stopped.notified()).await.unwrap();
}

#[tokio::test]
async fn a_chat_ends_with_its_last_chunk_or_with_one_error() {
    let ask = || ChatRequest {
        model: "m".into(),
        messages: vec![ChatMessage::new("user", "hi")],
        ..ChatRequest::default()
    };
    let said = |server: ModelServer| async move {
        let address = server.start().await;
        let mut config = config(vec![at("c", Role::Kind(WorkerKind::Chat), &address)]);
        config.timing.idle = Duration::from_millis(300);
        let regions = Regions::new(&config).unwrap();
        let chunks: Vec<_> = regions.chat(EAST, ask()).await?.collect().await;
        let texts = chunks.iter().flatten().map(|chunk| chunk.message.content.as_str()).collect::<String>();
        match chunks.into_iter().last() {
            Some(Err(error)) => Err(error),
            last => Ok((texts, last.unwrap().unwrap().done)),
        }
    };
    assert_eq!(said(ModelServer::new("whole")).await, Ok(("Hé😀".to_owned(), true)));
    let failed = |reason: &str| Err(LlmError::Worker { region: EAST, reason: reason.into() });
    assert_eq!(said(ModelServer::new("cut").saying(&[fixture::LINES[0]])).await, failed("ended early"));
    assert_eq!(said(ModelServer::new("html").saying(&["<html>\n"])).await, failed("not NDJSON"));
    assert_eq!(
        said(ModelServer::new("error").saying(&["{\"error\":\"boom\"}\n"])).await,
        failed("error line")
    );
    assert_eq!(said(ModelServer::new("aborts").aborting()).await, failed("broke off"));
    assert_eq!(
        said(ModelServer::new("slow").pausing(Duration::from_secs(2))).await,
        Err(LlmError::Timeout(EAST))
    );
    assert_eq!(
        said(ModelServer::new("missing").answering(404)).await,
        Err(LlmError::ModelMissing { region: EAST, model: "m".into() })
    );
}

#[tokio::test]
async fn models_are_shown_once_under_their_true_names() {
    let built_in =
        ModelServer::new("built-in").with_models(&["llama3:latest", "practice-rules:latest"]).one_digest();
    let ollama = ModelServer::new("ollama").with_models(&["mxbai-embed-large:latest"]).start().await;
    let regions = Regions::new(&config(vec![
        built_in.in_process("chat-a", Role::Kind(WorkerKind::Chat)),
        at("ollama", Role::Extra, &ollama),
    ]))
    .unwrap();
    assert_eq!(regions.snapshot()[0].workers.len(), 1, "an extra server that was not found is not shown");
    regions.probe().await;
    let east = regions.snapshot().swap_remove(0);
    let models: Vec<_> = east.models.iter().map(|model| (model.name.as_str(), model.chat)).collect();
    assert_eq!(models, [("mxbai-embed-large", false), ("practice-rules", true)]);
    assert_eq!(east.workers.len(), 2);
}

#[tokio::test]
async fn other_methods_and_other_paths_never_leave_the_house() {
    let server = ModelServer::new("llm").start().await;
    let regions = Regions::new(&config(vec![at("a", Role::Kind(WorkerKind::Llm), &server)])).unwrap();
    for path in ["../v1/models", "http://example.org/", "a%2fb"] {
        assert_eq!(regions.forward(EAST, get(path)).await.err(), Some(LlmError::Path), "{path}");
    }
    let mut delete = get("delete");
    delete.method = http::Method::DELETE;
    assert_eq!(regions.forward(EAST, delete).await.err(), Some(LlmError::Method));
}
