//! `/{region}/{path}` and `/regions`.

use axum::body::Body;
use bytes::Bytes;
use futures::StreamExt as _;
use http::Request;
use lks_domain::region::{Region, WorkerKind};
use lks_llm::{Origin, RegionSpec, Role, WorkerSpec};
use serde_json::json;
use tokio::net::TcpListener;

use crate::databases::on_sqlite;
use crate::house::{House, client, everywhere};
use crate::worker::{Scripted, line};

async fn nobody() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    format!("http://{}", listener.local_addr().unwrap())
}

fn chat_worker(address: String) -> Vec<RegionSpec> {
    let worker = WorkerSpec {
        name: "chat-a".into(),
        role: Role::Kind(WorkerKind::Chat),
        origin: Origin::Address(address),
    };
    vec![RegionSpec { region: Region::UsEast1, workers: vec![worker] }]
}

#[tokio::test]
async fn the_root_of_a_region_says_that_it_worked() {
    on_sqlite(|store| async move {
        let house = House::new(store, Scripted::saying(&[]));
        for path in ["/us-east-1", "/us-east-1/", "/us-west-2", "/us-west-2/"] {
            let answer = house.send(Request::get(path).body(Body::empty()).unwrap()).await;
            assert_eq!((answer.status.as_u16(), answer.text().as_str()), (200, "its worked!"), "{path}");
            assert!(answer.header("content-type").starts_with("text/plain"));
        }
    })
    .await;
}

#[tokio::test]
async fn bytes_and_statuses_of_a_worker_pass_untouched() {
    on_sqlite(|store| async move {
        let learner = House::new(store.clone(), Scripted::saying(&["H", "é", "😀"])).learner();
        let odd = vec![b'{', 0xff, 0x00, b'\n', b'}'];
        let answer = learner.send("POST", "/us-west-2/echo", odd.clone()).await;
        assert_eq!((answer.status.as_u16(), answer.body), (200, odd));
        let answer = learner.post("/us-east-1/chat", json!({"model": "m"})).await;
        let expected = [line("H", false), line("é", false), line("😀", false), line("", true)].concat();
        assert_eq!(answer.body, expected);
        let answer = learner.post("/us-east-1/nothing", json!({})).await;
        assert_eq!((answer.status.as_u16(), answer.text().as_str()), (404, "404 page not found"));
        let learner = House::new(store, Scripted::saying(&[]).failing(500)).learner();
        let answer = learner.post("/us-east-1/chat", json!({"model": "m"})).await;
        assert_eq!((answer.status.as_u16(), answer.text().as_str()), (500, r#"{"error":"as told"}"#));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_line_is_a_chunk_of_its_own_on_a_real_connection() {
    on_sqlite(|store| async move {
        let script = Scripted::saying(&["one", "two", "three"]).waiting();
        let (pace, stopped) = (script.pace.clone(), script.stopped.clone());
        let house = House::new(store, script);
        let address = house.listen().await;
        let learner = house.learner();
        let asked = client()
            .post(format!("{address}/us-east-1/chat"))
            .header("accept-encoding", "gzip, br")
            .bearer_auth(&learner.token)
            .body(r#"{"model":"m"}"#)
            .send();
        let answer = asked.await.unwrap();
        assert!(answer.headers().get("content-encoding").is_none());
        assert_eq!(answer.headers()["content-type"], "application/x-ndjson");
        let mut body = answer.bytes_stream();
        for word in ["one", "two"] {
            pace.add_permits(1);
            let chunk: Bytes = body.next().await.unwrap().unwrap();
            assert_eq!(chunk, line(word, false));
        }
        drop(body);
        tokio::time::timeout(std::time::Duration::from_secs(5), stopped.notified())
            .await
            .expect("the worker was stopped");
    })
    .await;
}

#[tokio::test]
async fn dead_busy_and_silent_workers_are_clear_errors() {
    on_sqlite(|store| async move {
        let chat = json!({"model": "m"});
        let learner = House::with(store.clone(), chat_worker(nobody().await), |_| {}).learner();
        learner
            .post("/us-east-1/chat", chat.clone())
            .await
            .refuses(502, "No worker of N. Virginia can be reached");
        learner.get("/us-east-1/tags").await.refuses(502, "can be reached");
        learner.post("/us-west-2/chat", chat.clone()).await.refuses(502, "Oregon");
        let silent = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}", silent.local_addr().unwrap());
        let learner = House::with(store.clone(), chat_worker(address), |_| {}).learner();
        learner.post("/us-east-1/chat", chat.clone()).await.refuses(504, "did not answer in time");
        drop(silent);
        let busy = House::new(store, Scripted::saying(&[]).failing(503)).learner();
        let answer = busy.post("/us-east-1/chat", chat).await;
        assert_eq!((answer.status.as_u16(), answer.header("retry-after")), (503, "2"));
    })
    .await;
}

#[tokio::test]
async fn paths_that_lead_elsewhere_and_other_methods_are_refused() {
    on_sqlite(|store| async move {
        let house = House::new(store, Scripted::saying(&[]));
        let learner = house.learner();
        for path in [
            "/us-east-1/../../v1/models",
            "/us-east-1/%2e%2e/v1",
            "/us-east-1/a%2fb",
            "/us-east-1/http://example.org/",
            "/us-east-1//example.org",
            "/us-east-1/a%00",
        ] {
            learner.get(path).await.refuses(400, "path");
        }
        let delete = learner.delete("/us-east-1/delete").await;
        delete.refuses(405, "not allowed");
        assert!(delete.header("allow").contains("POST"));
        learner.send("POST", "/us-east-1/echo", "x".repeat(1024 * 1024 + 1)).await.refuses(413, "1 MiB");
        let head = learner.send("HEAD", "/us-east-1/tags", "").await;
        assert_eq!((head.status.as_u16(), head.body.len()), (200, 0));
        let stranger = Request::get("/us-east-1/tags").body(Body::empty()).unwrap();
        house.send(stranger).await.refuses(401, "Sign in first");
    })
    .await;
}

#[tokio::test]
async fn the_live_state_names_workers_and_each_model_once() {
    on_sqlite(|store| async move {
        let worker = Scripted::saying(&[]).router();
        let house =
            House::with(store, everywhere(&Origin::InProcess(lks_llm::InProcess::new(worker))), |_| {});
        let learner = house.learner();
        learner.get("/us-east-1/tags").await;
        let regions = learner.get("/regions").await.data();
        assert_eq!(
            (&regions[0]["id"], &regions[0]["state"], &regions[1]["name"]),
            (&json!("us-east-1"), &json!("up"), &json!("Oregon"))
        );
        assert_eq!(regions[0]["workers"].as_array().unwrap().len(), 6);
        assert_eq!(regions[0]["workers"][0]["kind"], "llm");
        assert_eq!(
            regions[0]["models"],
            json!([
                {"name": "m", "family": "rules", "digest": "rules", "chat": true},
                {"name": "nomic-embed-text", "family": "hash", "digest": "hash", "chat": false},
            ])
        );
    })
    .await;
}
