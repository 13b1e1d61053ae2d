//! What Prometheus is told.

use metrics_exporter_prometheus::PrometheusBuilder;
use serde_json::json;

use crate::support::{ask, fast, hello, send};
use lks_tutor::Tutor;
use lks_worker::{Worker, WorkerConfig, describe_metrics};

#[test]
fn requests_tokens_and_cancelled_replies_are_counted_and_nothing_that_was_said_is_told() {
    let recorder = PrometheusBuilder::new().build_recorder();
    let handle = recorder.handle();
    metrics::with_local_recorder(&recorder, || {
        describe_metrics();
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let worker = Worker::new(Tutor::new(), WorkerConfig { name: "w1".into(), ..fast() });
            ask(&worker, "/api/chat", &hello(json!({"stream": false, "options": {"num_predict": 2}}))).await;
            ask(&worker, "/api/embed", &json!({"model": "nomic-embed-text", "input": ["fried rice", "tea"]}))
                .await;
            ask(&worker, "/api/show", &json!({"model": "rice"})).await;
            drop(send(&worker, "POST", "/api/chat", hello(json!({})).to_string()).await);
        });
    });
    let told = handle.render();
    for line in [
        r#"lks_worker_requests_total{worker="w1",path="/api/chat",status="200"} 2"#,
        r#"lks_worker_requests_total{worker="w1",path="/api/show",status="404"} 1"#,
        r#"lks_worker_completions_total{worker="w1",model="practice-rules:latest",end="length"} 1"#,
        r#"lks_worker_completions_total{worker="w1",model="practice-rules:latest",end="cancelled"} 1"#,
        r#"lks_worker_reply_tokens_total{worker="w1",model="practice-rules:latest"} 2"#,
        r#"lks_worker_embeddings_total{worker="w1",model="hash-768:latest"} 2"#,
    ] {
        assert!(told.contains(line), "{line} is not in\n{told}");
    }
    assert!(!told.contains("rice\""), "{told}");
}
