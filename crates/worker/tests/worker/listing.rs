//! `/`, `version`, `tags`, `ps`, `show`, and the changes that are refused.

use http_body_util::BodyExt;
use serde_json::{Value, json};

use crate::support::{ask, get, hello, read, send, worker};

#[tokio::test]
async fn the_root_says_that_ollama_is_running() {
    let response = send(&worker(), "GET", "/", "").await;
    assert!(response.headers()["content-type"].to_str().unwrap().starts_with("text/plain"));
    assert_eq!(response.into_body().collect().await.unwrap().to_bytes(), "Ollama is running");
    for path in ["/", "/api/version", "/api/tags"] {
        let head = send(&worker(), "HEAD", path, "").await;
        assert_eq!(head.status(), 200);
        assert!(head.into_body().collect().await.unwrap().to_bytes().is_empty());
    }
    let (_, version) = get(&worker(), "/api/version").await;
    assert!(version["version"].as_str().unwrap().starts_with("0."));
}

#[tokio::test]
async fn aliases_are_listed_beside_the_models_that_they_are() {
    let (_, tags) = get(&worker(), "/api/tags").await;
    let models = tags["models"].as_array().unwrap();
    let names: Vec<_> = models.iter().map(|model| model["name"].as_str().unwrap()).collect();
    assert_eq!(
        names,
        [
            "practice-rules:latest",
            "hash-768:latest",
            "orca-mini:latest",
            "llama3:latest",
            "llama2:latest",
            "nomic-embed-text:latest"
        ]
    );
    for (name, true_name, family) in [("llama3:latest", 0, "rules"), ("nomic-embed-text:latest", 1, "hash")] {
        let alias = models.iter().find(|model| model["name"] == name).unwrap();
        assert_eq!(alias["digest"], models[true_name]["digest"]);
        assert_eq!((&alias["model"], &alias["details"]["family"]), (&json!(name), &json!(family)));
        assert_eq!(alias["digest"].as_str().unwrap().len(), 64);
    }
}

#[tokio::test]
async fn show_tells_what_a_model_is_and_can() {
    let (_, rules) = ask(&worker(), "/api/show", &json!({"model": "llama3"})).await;
    assert_eq!(rules["capabilities"], json!(["completion"]));
    assert_eq!(rules["model_info"]["general.architecture"], "rules");
    assert!(rules["modelfile"].as_str().unwrap().contains("FROM practice-rules:latest"));
    let (_, hash) = ask(&worker(), "/api/show", &json!({"name": "nomic-embed-text"})).await;
    assert_eq!(hash["capabilities"], json!(["embedding"]));
    assert_eq!(hash["model_info"]["hash.embedding_length"], 768);
    assert_eq!(ask(&worker(), "/api/show", &json!({})).await.1, json!({"error": "model is required"}));
}

#[tokio::test]
async fn ps_lists_what_was_used_until_its_time_is_over() {
    let worker = worker();
    assert_eq!(get(&worker, "/api/ps").await.1, json!({"models": []}));
    ask(&worker, "/api/embed", &json!({"model": "hash-768", "input": "x", "keep_alive": -1})).await;
    ask(&worker, "/api/chat", &hello(json!({"stream": false, "keep_alive": "1h"}))).await;
    let (_, ps) = get(&worker, "/api/ps").await;
    let names: Vec<_> = ps["models"].as_array().unwrap().iter().map(|model| &model["name"]).collect();
    assert_eq!(names, ["hash-768:latest", "llama3:latest"]);
    assert!(ps["models"][1]["expires_at"].as_str().unwrap().ends_with('Z'));
    ask(&worker, "/api/chat", &hello(json!({"stream": false, "keep_alive": 0}))).await;
    assert_eq!(get(&worker, "/api/ps").await.1["models"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn changes_of_the_built_in_set_are_refused_honestly() {
    let worker = worker();
    let cases: [(&str, &str, Value, u16, &str); 8] = [
        (
            "POST",
            "/api/copy",
            json!({"source": "llama3", "destination": "mine"}),
            400,
            "cannot copy \"llama3\"",
        ),
        (
            "POST",
            "/api/copy",
            json!({"source": "nope", "destination": "mine"}),
            404,
            "model \"nope\" not found",
        ),
        ("POST", "/api/copy", json!({"source": "llama3"}), 400, "destination \"\" is invalid"),
        ("DELETE", "/api/delete", json!({"model": "llama3"}), 400, "cannot delete \"llama3:latest\""),
        ("DELETE", "/api/delete", json!({"model": "nope"}), 404, "model 'nope' not found"),
        ("POST", "/api/create", json!({"model": "mine", "from": "llama3"}), 400, "cannot create \"mine\""),
        ("POST", "/api/push", json!({"model": "llama3"}), 400, "cannot push \"llama3:latest\""),
        ("POST", "/api/blobs/sha256:0", json!({}), 400, "cannot store a blob"),
    ];
    for (method, path, body, status, error) in cases {
        let (got, answer) = read(send(&worker, method, path, body.to_string()).await).await;
        assert_eq!(got, status, "{path} {answer}");
        assert!(answer["error"].as_str().unwrap().starts_with(error), "{answer}");
    }
    assert_eq!(send(&worker, "HEAD", "/api/blobs/sha256:0", "").await.status(), 404);
}
