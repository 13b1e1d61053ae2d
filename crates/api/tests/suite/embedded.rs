//! The whole way with the real embedded worker, in process and over real connections.

use std::time::{Duration, Instant};

use futures::StreamExt as _;
use lks_domain::ollama::Lines;
use lks_domain::region::{Region, WorkerKind};
use lks_domain::turn::{TurnState, TurnView};
use lks_llm::{InProcess, Origin, RegionSpec, Role, WorkerSpec};
use lks_tutor::Tutor;
use lks_worker::{Worker, WorkerConfig};
use serde_json::{Value, json};
use tokio::net::TcpListener;
use uuid::Uuid;

use crate::databases::on_sqlite;
use crate::house::{House, client, everywhere};

fn worker() -> axum::Router {
    let config = WorkerConfig { tokens_per_second: 0.0, ..WorkerConfig::default() };
    lks_worker::router(Worker::new(Tutor::new(), config))
}

async fn listening() -> (String, tokio::task::JoinHandle<std::io::Result<()>>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    (address, tokio::spawn(async move { axum::serve(listener, worker()).await }))
}

fn embedded() -> Origin {
    Origin::InProcess(InProcess::new(worker()))
}

fn lines(body: &[u8]) -> Vec<Value> {
    let mut lines = Lines::default();
    lines.push(body).iter().map(|line| serde_json::from_slice(line).unwrap()).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sofya_answers_in_both_regions() {
    on_sqlite(|store| async move {
        let learner = House::with(store, everywhere(&embedded()), |_| {}).learner();
        for region in Region::ALL {
            let turn = json!({
                "id": Uuid::new_v4(), "content": "Hello! Today I will recieve a letter from my family.",
                "region": region, "model": "practice-rules", "language": "id",
            });
            let path = format!("/conversations/{{uid}}/{}/turns", Uuid::new_v4());
            let mut view = TurnView::default();
            learner.post(&path, turn).await.events().iter().for_each(|event| view.apply(event));
            assert_eq!((view.closed, view.settled), (Some(TurnState::Done), true), "{view:?}");
            assert!(view.reply.len() > 10, "{}", view.reply);
            assert!(view.corrections.unwrap().edits.iter().any(|edit| edit.original.contains("recieve")));
        }
    })
    .await;
}

#[tokio::test]
async fn a_model_for_vectors_is_named_as_the_reason_why_it_does_not_chat() {
    on_sqlite(|store| async move {
        let learner = House::with(store, everywhere(&embedded()), |_| {}).learner();
        let turn =
            json!({"id": Uuid::new_v4(), "content": "Hello!", "region": "us-east-1", "model": "hash-768"});
        let path = format!("/conversations/{{uid}}/{}/turns", Uuid::new_v4());
        let mut view = TurnView::default();
        learner.post(&path, turn).await.events().iter().for_each(|event| view.apply(event));
        let (code, sentence) = view.failure.unwrap();
        assert_eq!(code, "model_unsuited");
        assert!(sentence.contains("hash-768") && sentence.contains("Choose another model"), "{sentence}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn existing_clients_reach_their_models_by_name() {
    on_sqlite(|store| async move {
        let learner = House::with(store, everywhere(&embedded()), |_| {}).learner();
        for model in ["orca-mini", "llama3", "llama2"] {
            let chat =
                json!({"model": model, "messages": [{"role": "user", "content": "Hi, I like football."}]});
            let answer = learner.post("/us-west-2/chat", chat).await;
            let said = lines(&answer.body);
            assert_eq!(
                (answer.status.as_u16(), &said.last().unwrap()["done"]),
                (200, &json!(true)),
                "{model}"
            );
            assert_eq!(said[0]["model"], model);
        }
        let embed = learner
            .post("/us-east-1/embed", json!({"model": "nomic-embed-text", "input": "hi"}))
            .await
            .json();
        assert_eq!(embed["embeddings"][0].as_array().unwrap().len(), 768);
        let unknown = learner.post("/us-east-1/chat", json!({"model": "gpt-9", "messages": []})).await;
        assert_eq!(unknown.status, 404);
        assert!(unknown.json()["error"].as_str().unwrap().contains("gpt-9"));
        let models = learner.get("/regions").await.data()[0]["models"].take();
        let names: Vec<_> =
            models.as_array().unwrap().iter().map(|model| model["name"].as_str().unwrap()).collect();
        assert!(names.contains(&"practice-rules") && !names.contains(&"llama3"), "{names:?}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_backup_takes_over_when_the_primary_dies() {
    on_sqlite(|store| async move {
        let (primary, running) = listening().await;
        let (backup, _running) = listening().await;
        let at = |name: &str, address: String| WorkerSpec {
            name: name.into(),
            role: Role::Kind(WorkerKind::Chat),
            origin: Origin::Address(address),
        };
        let workers = vec![at("chat-a", primary), at("chat-b", backup)];
        let house = House::with(store, vec![RegionSpec { region: Region::UsEast1, workers }], |_| {});
        let learner = house.learner();
        let chat = json!({"model": "practice-rules", "messages": [{"role": "user", "content": "Hello!"}]});
        for round in 0..4 {
            if round == 2 {
                running.abort();
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
            let answer = learner.post("/us-east-1/chat", chat.clone()).await;
            assert_eq!(answer.status, 200, "{round}: {}", answer.text());
            assert_eq!(lines(&answer.body).last().unwrap()["done"], true);
        }
    })
    .await;
}

/// Time to the first byte, straight from a worker and through the API, both over real connections.
/// `cargo test -p lks-api --test suite -- --ignored --nocapture first_byte`
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "a measurement"]
#[allow(clippy::print_stdout)]
async fn first_byte_through_the_api() {
    on_sqlite(|store| async move {
        let (worker, _running) = listening().await;
        let house = House::with(store, everywhere(&Origin::Address(worker.clone())), |_| {});
        let (address, learner) = (house.listen().await, house.learner());
        let chat = json!({"model": "practice-rules", "messages": [{"role": "user", "content": "Hello!"}]})
            .to_string();
        let client = client();
        let mut medians = Vec::new();
        for url in [format!("{worker}/api/chat"), format!("{address}/us-east-1/chat")] {
            let mut times = Vec::new();
            for _ in 0..200 {
                let request = client.post(&url).bearer_auth(&learner.token).body(chat.clone());
                let began = Instant::now();
                let mut body = request.send().await.unwrap().bytes_stream();
                body.next().await.unwrap().unwrap();
                times.push(began.elapsed());
                while body.next().await.is_some() {}
            }
            times.sort();
            medians.push(times[100]);
            println!("{url}: median {:?}, 95 % {:?}", times[100], times[190]);
        }
        println!("added: {:?}", medians[1].saturating_sub(medians[0]));
    })
    .await;
}
