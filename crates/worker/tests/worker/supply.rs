//! Pulling and deleting where somebody supplies models.

use std::sync::{Arc, Mutex};

use futures::future::{BoxFuture, FutureExt};
use futures::stream::{self, BoxStream, StreamExt};
use lks_tutor::Tutor;
use lks_worker::supply::{Step, Supply};
use lks_worker::{Models, Stock, Worker};
use serde_json::json;

use crate::support::{Counting, ask, fast, lines, read, send};

/// Has one model to give, and notes what is taken away.
#[derive(Default)]
struct Shop(Mutex<Vec<String>>);

impl Supply for Shop {
    fn pull(&self, name: String) -> BoxStream<'static, Result<Step, String>> {
        let blob = |completed| Step::Blob { digest: "ab".repeat(32), total: 10, completed };
        let steps =
            vec![Ok(Step::Manifest), Ok(blob(4)), Ok(blob(10)), Ok(Step::Verifying), Ok(Step::Writing)];
        let missing = vec![Ok(Step::Manifest), Err("the registry does not have it".to_owned())];
        stream::iter(if name == "good" { steps } else { missing }).boxed()
    }

    fn remove(&self, name: String) -> BoxFuture<'static, Result<(), String>> {
        self.0.lock().unwrap().push(name);
        async { Ok(()) }.boxed()
    }
}

fn worker(shop: &Arc<Shop>) -> Worker {
    let models = Models::default();
    models.put(Arc::new(Counting::new(1, std::time::Duration::ZERO)));
    let supply: Arc<dyn Supply> = shop.clone();
    Worker::with_stock(Tutor::new(), Stock { models, supply: Some(supply) }, fast())
}

#[tokio::test]
async fn a_pull_is_told_as_ollama_tells_it() {
    let worker = worker(&Arc::default());
    let told = lines(send(&worker, "POST", "/api/pull", json!({"model": "good"}).to_string()).await).await;
    let blob = |completed| {
        json!({"status": "pulling abababababab", "digest": format!("sha256:{}", "ab".repeat(32)),
            "total": 10, "completed": completed})
    };
    let status = |text| json!({ "status": text });
    assert_eq!(
        told,
        [
            status("pulling manifest"),
            blob(4),
            blob(10),
            status("verifying sha256 digest"),
            status("writing manifest"),
            status("success")
        ]
    );
    let whole = ask(&worker, "/api/pull", &json!({"model": "good", "stream": false})).await;
    assert_eq!((whole.0.as_u16(), whole.1), (200, json!({"status": "success"})));
}

#[tokio::test]
async fn a_pull_that_fails_is_never_a_success() {
    let worker = worker(&Arc::default());
    let told = lines(send(&worker, "POST", "/api/pull", json!({"model": "bad"}).to_string()).await).await;
    assert_eq!(told.last(), Some(&json!({"error": "the registry does not have it"})));
    let whole = ask(&worker, "/api/pull", &json!({"model": "bad", "stream": false})).await;
    assert_eq!((whole.0.as_u16(), whole.1), (500, json!({"error": "the registry does not have it"})));
}

#[tokio::test]
async fn only_what_came_can_be_deleted() {
    let shop = Arc::<Shop>::default();
    let worker = worker(&shop);
    let delete = |name| send(&worker, "DELETE", "/api/delete", json!({ "model": name }).to_string());
    assert_eq!(read(delete("counting").await).await.0, 200);
    assert_eq!(read(delete("llama3").await).await.0, 400);
    assert_eq!(*shop.0.lock().unwrap(), ["counting:latest"]);
}
