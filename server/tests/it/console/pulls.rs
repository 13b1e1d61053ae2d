//! Pulling and removing models on a worker that is a server of its own: one that speaks Ollama's API over
//! HTTP, as slowly as a download does.

use std::convert::Infallible;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use axum::body::Body;
use axum::extract::State;
use axum::routing::{delete, get, post};
use axum::{Json, Router};
use lks_domain::region::{Region, WorkerKind};
use lks_llm::{Origin, RegionSpec, Regions, RegionsConfig, Role, Timing, WorkerSpec};
use serde_json::{Value, json};

use super::house::House;
use crate::databases::both;

/// What the server has.
type Models = Arc<Mutex<Vec<String>>>;

async fn tags(State(models): State<Models>) -> Json<Value> {
    let models = models.lock().unwrap().clone();
    Json(json!({ "models": models.iter().map(|name| json!({"name": name, "size": 7})).collect::<Vec<_>>() }))
}

/// Ten pieces, a tenth of a second each. `broken` breaks off in the middle with an error line.
async fn pull(State(models): State<Models>, Json(body): Json<Value>) -> Body {
    let model = body["model"].as_str().unwrap_or_default().to_owned();
    Body::from_stream(async_stream::stream! {
        let line = |value: Value| Ok::<_, Infallible>(format!("{value}\n"));
        yield line(json!({"status": "pulling manifest"}));
        for piece in 1..=10_u64 {
            tokio::time::sleep(Duration::from_millis(100)).await;
            if model == "broken" && piece == 5 {
                yield line(json!({"error": "file does not exist"}));
                return;
            }
            yield line(json!({"status": "pulling 0123", "total": 1000, "completed": piece * 100}));
        }
        models.lock().unwrap().push(format!("{model}:latest"));
        yield line(json!({"status": "success"}));
    })
}

async fn remove(State(models): State<Models>, Json(body): Json<Value>) -> axum::http::StatusCode {
    let name = format!("{}:latest", body["model"].as_str().unwrap_or_default());
    let mut models = models.lock().unwrap();
    let before = models.len();
    models.retain(|model| *model != name);
    if models.len() < before { axum::http::StatusCode::OK } else { axum::http::StatusCode::NOT_FOUND }
}

/// One region with one such server as its llm worker.
async fn regions() -> Regions {
    let router = Router::new()
        .route("/api/tags", get(tags))
        .route("/api/pull", post(pull))
        .route("/api/delete", delete(remove))
        .with_state(Models::default());
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let origin = Origin::Address(format!("http://{}", listener.local_addr().unwrap()));
    tokio::spawn(async move { axum::serve(listener, router).await });
    let worker = WorkerSpec { name: "llm".to_owned(), role: Role::Kind(WorkerKind::Llm), origin };
    let region = RegionSpec { region: Region::UsEast1, workers: vec![worker] };
    Regions::new(&RegionsConfig { regions: vec![region], timing: Timing::default() }).unwrap()
}

fn what(model: &str) -> Value {
    json!({"region": "us-east-1", "worker": "llm", "model": model})
}

async fn until(house: &House, wanted: impl Fn(&Value) -> bool) -> Value {
    let until = Instant::now() + Duration::from_secs(30);
    loop {
        let view = house.get("/admin/api/models").await.data();
        if wanted(&view["pulls"][0]) {
            return view;
        }
        assert!(Instant::now() < until, "{view}");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

both! {
    async fn a_pull_shows_its_progress_ends_and_the_model_can_be_removed(store: Store) {
        let house = House::with(store, regions().await).await;
        let begun = house.post("/admin/api/models/pull", what("llama3")).await;
        assert_eq!(begun.status, 202, "{}", begun.text);
        let again = house.post("/admin/api/models/pull", what("llama3")).await.data();
        assert_eq!(again["id"], begun.data()["id"], "one pull of a model on a worker");
        let half = until(&house, |pull| pull["completed"].as_u64() > Some(0)).await;
        assert_eq!((&half["pulls"][0]["total"], &half["pulls"][0]["state"]), (&json!(1000), &json!("running")));
        let done = until(&house, |pull| pull["state"] != "running").await;
        assert_eq!((&done["pulls"][0]["state"], &done["pulls"][0]["completed"]), (&json!("done"), &json!(1000)));
        assert_eq!(done["workers"][0]["models"][0]["name"], "llama3:latest");
        let removed = house.delete("/admin/api/models", what("llama3")).await.data();
        assert_eq!(removed["workers"][0]["models"], json!([]));
        let gone = house.delete("/admin/api/models", what("llama3")).await;
        assert_eq!(gone.refusal().0, 404);
        let audit = house.get("/admin/api/audit").await.text;
        assert!(audit.contains("model.pull") && audit.contains("llama3 on us-east-1/llm"), "{audit}");
    }

    async fn a_pull_that_fails_says_why_and_one_that_is_stopped_stays_so(store: Store) {
        let house = House::with(store, regions().await).await;
        house.post("/admin/api/models/pull", what("broken")).await.data();
        let failed = until(&house, |pull| pull["state"] != "running").await;
        assert_eq!((&failed["pulls"][0]["state"], &failed["pulls"][0]["status"]),
            (&json!("failed"), &json!("file does not exist")));
        let begun = house.post("/admin/api/models/pull", what("orca-mini")).await.data();
        let path = format!("/admin/api/models/pulls/{}", begun["id"].as_str().unwrap());
        assert_eq!(house.delete(&path, Value::Null).await.data()["state"], "cancelled");
        tokio::time::sleep(Duration::from_millis(1500)).await;
        let view = house.get("/admin/api/models").await.data();
        assert_eq!((&view["pulls"][0]["state"], &view["workers"][0]["models"]), (&json!("cancelled"), &json!([])));
        let unknown = "/admin/api/models/pulls/0190d7c1-7f4e-7c3b-8a27-3d2b7c1f0a55";
        assert_eq!(house.delete(unknown, Value::Null).await.refusal().0, 404);
    }
}
