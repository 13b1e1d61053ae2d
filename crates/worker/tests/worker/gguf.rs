//! A language model in a GGUF file, through the whole API: the engine's tiny specimen, which says
//! nothing sensible and everything quickly.

use std::sync::Arc;
use std::time::Duration;

use lks_engine::{Engine, EngineSettings, specimen};
use lks_tutor::Tutor;
use lks_worker::model::{About, Gguf};
use lks_worker::{Models, Stock, Worker};
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::support::{ask, fast, get, lines, send};

struct House {
    worker: Worker,
    models: Models,
    _folder: TempDir,
}

fn house() -> House {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("tiny.gguf");
    specimen::write(&file).unwrap();
    let engine = Engine::open(&file, EngineSettings::default()).unwrap();
    let about = About {
        name: "tiny:1k".into(),
        manifest: "{}".into(),
        modified_at: "2026-01-01T00:00:00Z".into(),
        license: None,
    };
    let models = Models::default();
    models.put(Arc::new(Gguf::new(engine, about)));
    let stock = Stock { models: models.clone(), supply: None };
    House { worker: Worker::with_stock(Tutor::new(), stock, fast()), models, _folder: folder }
}

fn hello(more: Value) -> Value {
    let mut body = json!({"model": "tiny:1k", "messages": [{"role": "user", "content": "Hello."}],
        "options": {"num_predict": 12, "temperature": 0}});
    body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    body
}

#[tokio::test]
async fn a_chat_streams_counts_and_says_the_same_again() {
    let house = house();
    let lines = lines(send(&house.worker, "POST", "/api/chat", hello(json!({})).to_string()).await).await;
    let last = lines.last().unwrap();
    assert_eq!((&last["done"], &last["model"]), (&json!(true), &json!("tiny:1k")));
    let (read, written) = (last["prompt_eval_count"].as_u64().unwrap(), last["eval_count"].as_u64().unwrap());
    // <|im_start|> user ⏎ Hello. <|im_end|> ⏎ <|im_start|> assistant ⏎, a byte a token.
    assert_eq!(read, 3 + 5 + 6 + 1 + 10);
    assert!((1..=12).contains(&written), "{last}");
    for duration in ["total_duration", "load_duration", "prompt_eval_duration", "eval_duration"] {
        assert!(last[duration].as_u64().unwrap() > 0, "{duration}");
    }
    let streamed: String = lines.iter().map(|line| line["message"]["content"].as_str().unwrap()).collect();
    let (_, whole) = ask(&house.worker, "/api/chat", &hello(json!({"stream": false}))).await;
    assert_eq!(whole["message"]["content"], streamed);
}

#[tokio::test]
async fn limits_stops_and_forms_are_kept() {
    let house = house();
    let limited =
        hello(json!({"stream": false, "options": {"num_predict": 3, "seed": 4, "temperature": 1.0},
        "format": {"enum": ["abcdefgh"]}}));
    let (_, answer) = ask(&house.worker, "/api/chat", &limited).await;
    assert_eq!((&answer["done_reason"], &answer["eval_count"]), (&json!("length"), &json!(3)));
    let form = json!({"type": "object", "properties": {"ok": {"type": "boolean"}}, "required": ["ok"]});
    let body = json!({"model": "tiny:1k", "prompt": "x", "stream": false, "format": form});
    let (_, answer) = ask(&house.worker, "/api/generate", &body).await;
    let value: Value = serde_json::from_str(answer["response"].as_str().unwrap()).unwrap();
    assert!(value["ok"].is_boolean());
    let stopped =
        hello(json!({"stream": false, "format": {"enum": ["abcdefgh"]}, "options": {"stop": ["de"]}}));
    let (_, answer) = ask(&house.worker, "/api/chat", &stopped).await;
    assert_eq!((&answer["message"]["content"], &answer["done_reason"]), (&json!("\"abc"), &json!("stop")));
    let refused = hello(json!({"format": {"type": "no such type"}}));
    assert_eq!(ask(&house.worker, "/api/chat", &refused).await.0, 400);
}

#[tokio::test]
async fn old_messages_make_room_and_a_message_without_room_is_refused() {
    let house = house();
    let options = json!({"num_ctx": 256, "num_predict": 2});
    let message = |length: usize| json!({"role": "user", "content": "x".repeat(length)});
    let long =
        json!({"messages": [message(100), message(100), message(100)], "stream": false, "options": options});
    let (status, answer) = ask(&house.worker, "/api/chat", &hello(long)).await;
    assert_eq!(status, 200, "{answer}");
    assert!(answer["prompt_eval_count"].as_u64().unwrap() < 256);
    let (status, answer) =
        ask(&house.worker, "/api/chat", &hello(json!({"messages": [message(400)], "options": options})))
            .await;
    assert_eq!(status, 400);
    assert!(answer["error"].as_str().unwrap().contains("there is room for 255"), "{answer}");
}

#[tokio::test]
async fn show_tags_and_ps_tell_the_truth() {
    let house = house();
    let (_, shown) = ask(&house.worker, "/api/show", &json!({"model": "tiny:1k"})).await;
    assert_eq!(shown["template"], specimen::TEMPLATE);
    assert_eq!((&shown["details"]["format"], &shown["details"]["family"]), (&json!("gguf"), &json!("llama")));
    assert_eq!(shown["model_info"]["llama.context_length"], specimen::CONTEXT);
    assert_eq!(shown["license"], "mit");
    let (_, tags) = get(&house.worker, "/api/tags").await;
    assert_eq!(tags["models"][2]["name"], "tiny:1k");
    assert_eq!(get(&house.worker, "/api/ps").await.1["models"], json!([]));
    ask(&house.worker, "/api/generate", &json!({"model": "tiny:1k", "keep_alive": "1h"})).await;
    let (_, ps) = get(&house.worker, "/api/ps").await;
    assert_eq!(ps["models"][0]["name"], "tiny:1k");
    assert!(ps["models"][0]["size"].as_u64().unwrap() > 100_000);
    ask(&house.worker, "/api/generate", &json!({"model": "tiny:1k", "keep_alive": 0})).await;
    for _ in 0..200 {
        if get(&house.worker, "/api/ps").await.1["models"] == json!([]) {
            return;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    panic!("it is still in memory");
}

#[tokio::test]
async fn a_model_comes_and_goes_while_the_worker_runs() {
    let house = house();
    house.models.take("tiny:1k");
    let (status, answer) = ask(&house.worker, "/api/chat", &hello(json!({}))).await;
    assert_eq!((status.as_u16(), answer), (404, json!({"error": "model 'tiny:1k' not found"})));
}

#[tokio::test]
async fn openais_paths_reach_it_too() {
    let house = house();
    let body = json!({"model": "tiny:1k", "messages": [{"role": "user", "content": "Hi"}], "max_tokens": 4});
    let (status, answer) = ask(&house.worker, "/v1/chat/completions", &body).await;
    assert_eq!(status, 200, "{answer}");
    assert!(answer["usage"]["completion_tokens"].as_u64().unwrap() <= 4);
    assert!(answer["usage"]["prompt_tokens"].as_u64().unwrap() > 10);
}
