//! `POST /api/pull`

use serde_json::json;

use crate::support::{ask, get, lines, send, worker};

#[tokio::test]
async fn a_built_in_model_is_verified_and_there() {
    let worker = worker();
    let response = send(&worker, "POST", "/api/pull", json!({"model": "llama3"}).to_string()).await;
    assert_eq!(response.headers()["content-type"], "application/x-ndjson");
    let lines = lines(response).await;
    assert_eq!(lines.last(), Some(&json!({"status": "success"})));
    let (_, tags) = get(&worker, "/api/tags").await;
    assert_eq!(
        lines[1]["digest"],
        json!(format!("sha256:{}", tags["models"][0]["digest"].as_str().unwrap()))
    );
    assert_eq!(lines[1]["completed"], lines[1]["total"]);
    let whole = ask(&worker, "/api/pull", &json!({"name": "hash-768", "stream": false})).await;
    assert_eq!(whole.1, json!({"status": "success"}));
}

#[tokio::test]
async fn another_model_is_not_pretended() {
    let (status, answer) = ask(&worker(), "/api/pull", &json!({"model": "gemma3:1b"})).await;
    assert_eq!(status, 400);
    let error = answer["error"].as_str().unwrap();
    assert!(
        error.starts_with("pull model manifest: the embedded worker cannot download \"gemma3:1b\""),
        "{error}"
    );
}
