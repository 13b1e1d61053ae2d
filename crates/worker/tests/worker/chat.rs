//! `POST /api/chat`

use serde_json::{Value, json};

use crate::support::{ask, get, hello, lines, send, worker};

fn text(lines: &[Value]) -> String {
    lines.iter().map(|line| line["message"]["content"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn a_reply_streams_word_by_word_and_ends_with_the_statistics() {
    let response = send(&worker(), "POST", "/api/chat", hello(json!({})).to_string()).await;
    assert_eq!(response.headers()["content-type"], "application/x-ndjson");
    let lines = lines(response).await;
    let (last, before) = lines.split_last().unwrap();
    assert!(before.len() > 3, "{lines:?}");
    for line in before {
        assert_eq!((&line["done"], &line["model"]), (&json!(false), &json!("llama3")));
        assert_eq!(line["message"]["role"], "assistant");
        assert!(line["created_at"].as_str().unwrap().ends_with('Z'));
        assert!(line.get("eval_count").is_none());
    }
    assert_eq!((&last["done"], &last["done_reason"]), (&json!(true), &json!("stop")));
    assert_eq!(last["message"], json!({"role": "assistant", "content": ""}));
    assert_eq!(last["eval_count"], json!(before.len()));
    assert_eq!(last["prompt_eval_count"], json!(5), "I like fried rice .");
    for field in ["total_duration", "load_duration", "prompt_eval_duration", "eval_duration"] {
        assert!(last[field].as_u64().unwrap() > 0, "{field}");
    }
}

#[tokio::test]
async fn without_streaming_the_same_seed_gives_the_same_reply_in_one_object() {
    let worker = worker();
    let body = hello(json!({"options": {"seed": 7}}));
    let streamed = text(&lines(send(&worker, "POST", "/api/chat", body.to_string()).await).await);
    let body = hello(json!({"options": {"seed": 7}, "stream": false}));
    let response = send(&worker, "POST", "/api/chat", body.to_string()).await;
    assert_eq!(response.headers()["content-type"], "application/json");
    let (status, whole) = crate::support::read(response).await;
    assert_eq!((status.as_u16(), &whole["done"]), (200, &json!(true)));
    assert_eq!(whole["message"]["content"], json!(streamed));
    assert!(!streamed.is_empty());
}

#[tokio::test]
async fn a_limit_ends_the_reply_and_says_so() {
    let (_, whole) =
        ask(&worker(), "/api/chat", &hello(json!({"stream": false, "options": {"num_predict": 3}}))).await;
    assert_eq!((&whole["done_reason"], &whole["eval_count"]), (&json!("length"), &json!(3)));
}

#[tokio::test]
async fn a_stop_sequence_ends_the_reply_before_it() {
    let worker = worker();
    let with = |stop: &str| hello(json!({"stream": false, "options": {"seed": 1, "stop": [stop]}}));
    let (_, whole) = ask(&worker, "/api/chat", &with("never said")).await;
    let full = whole["message"]["content"].as_str().unwrap();
    // The middle of the reply, cut in the middle of words.
    let stop: String = full.chars().skip(full.chars().count() / 2).take(5).collect();
    let (_, cut) = ask(&worker, "/api/chat", &with(&stop)).await;
    assert_eq!(cut["message"]["content"], json!(full.split(stop.as_str()).next().unwrap()));
    assert_eq!(cut["done_reason"], "stop");
}

#[tokio::test]
async fn no_messages_load_the_model_and_keep_alive_zero_unloads_it() {
    let worker = worker();
    let (_, loaded) = ask(&worker, "/api/chat", &json!({"model": "llama3", "messages": []})).await;
    assert_eq!((&loaded["done"], &loaded["done_reason"]), (&json!(true), &json!("load")));
    let (_, ps) = get(&worker, "/api/ps").await;
    assert_eq!(
        (&ps["models"][0]["name"], ps["models"].as_array().unwrap().len()),
        (&json!("llama3:latest"), 1)
    );
    let (_, gone) = ask(&worker, "/api/chat", &json!({"model": "orca-mini", "keep_alive": 0})).await;
    assert_eq!(gone["done_reason"], "unload");
    assert_eq!(get(&worker, "/api/ps").await.1["models"], json!([]), "an alias is the same model");
}

#[tokio::test]
async fn what_the_model_cannot_do_is_said_in_ollamas_words() {
    let worker = worker();
    let tool = json!({"type": "function", "function": {"name": "f"}});
    let image = json!([{"role": "user", "content": "x", "images": ["aGk="]}]);
    for (body, error) in [
        (hello(json!({"tools": [tool]})), "registry.ollama.ai/library/llama3:latest does not support tools"),
        (hello(json!({"think": true})), "\"llama3\" does not support thinking"),
        (hello(json!({"think": "high"})), "\"llama3\" does not support thinking"),
        (hello(json!({"model": "nomic-embed-text"})), "\"nomic-embed-text\" does not support chat"),
        (hello(json!({"messages": image})), "this model is missing data required for image input"),
    ] {
        assert_eq!(
            ask(&worker, "/api/chat", &body).await,
            (400.try_into().unwrap(), json!({"error": error}))
        );
    }
    let harmless =
        hello(json!({"tools": [], "think": false, "format": "", "options": null, "keep_alive": "5m"}));
    assert_eq!(send(&worker, "POST", "/api/chat", harmless.to_string()).await.status(), 200);
}
