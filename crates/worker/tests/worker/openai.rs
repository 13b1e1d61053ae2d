//! `/v1`

use axum::body::Body;
use axum::http::Response;
use base64::Engine;
use serde_json::{Value, json};

use crate::support::{ask, get, hello, pieces, read, send, worker};

/// The data of server-sent events, each of which must be a piece of its own or whole within one.
async fn events(response: Response<Body>) -> Vec<String> {
    assert_eq!(response.headers()["content-type"], "text/event-stream");
    let text = pieces(response).await.concat();
    let events = text.split_terminator("\n\n").map(|event| event.strip_prefix("data: ").unwrap().to_owned());
    events.collect()
}

#[tokio::test]
async fn a_chat_completion_says_what_the_chat_says() {
    let worker = worker();
    let (_, own) = ask(&worker, "/api/chat", &hello(json!({"stream": false, "options": {"seed": 4}}))).await;
    let (status, answer) = ask(&worker, "/v1/chat/completions", &hello(json!({"seed": 4}))).await;
    assert_eq!((status.as_u16(), &answer["object"]), (200, &json!("chat.completion")));
    let choice = &answer["choices"][0];
    assert_eq!(
        (&choice["message"]["content"], &choice["finish_reason"]),
        (&own["message"]["content"], &json!("stop"))
    );
    assert_eq!(answer["usage"]["completion_tokens"], own["eval_count"]);
    assert!(answer["id"].as_str().unwrap().starts_with("chatcmpl-"));
}

#[tokio::test]
async fn a_streamed_one_ends_with_the_usage_and_done() {
    let body = hello(json!({"stream": true, "stream_options": {"include_usage": true}}));
    let events = events(send(&worker(), "POST", "/v1/chat/completions", body.to_string()).await).await;
    let (done, chunks) = events.split_last().unwrap();
    assert_eq!(done, "[DONE]");
    let chunks: Vec<Value> = chunks.iter().map(|chunk| serde_json::from_str(chunk).unwrap()).collect();
    let [text @ .., last, usage] = chunks.as_slice() else { panic!("{chunks:?}") };
    assert!(text.iter().all(|chunk| chunk["choices"][0]["finish_reason"].is_null()));
    assert_eq!(text[0]["choices"][0]["delta"]["role"], "assistant");
    assert_eq!(last["choices"][0]["finish_reason"], "stop");
    assert_eq!((&usage["choices"], &usage["usage"]["completion_tokens"]), (&json!([]), &json!(text.len())));
}

#[tokio::test]
async fn parts_limits_and_stops_are_understood() {
    let parts = json!([{"role": "user", "content": [{"type": "text", "text": "I like"}, {"type": "text", "text": "tea"}]}]);
    let body = hello(json!({"messages": parts, "max_completion_tokens": 2, "stop": "zzz", "temperature": 0}));
    let (_, answer) = ask(&worker(), "/v1/chat/completions", &body).await;
    assert_eq!(
        (&answer["choices"][0]["finish_reason"], &answer["usage"]["completion_tokens"]),
        (&json!("length"), &json!(2))
    );
    assert_eq!(answer["usage"]["prompt_tokens"], 3);
}

#[tokio::test]
async fn a_completion_answers_a_prompt() {
    let body = json!({"model": "llama3", "prompt": "I like tea."});
    let (_, answer) = ask(&worker(), "/v1/completions", &body).await;
    assert_eq!(answer["object"], "text_completion");
    assert!(!answer["choices"][0]["text"].as_str().unwrap().is_empty());
    let body = json!({"model": "llama3", "prompt": "I like tea.", "stream": true});
    let events = events(send(&worker(), "POST", "/v1/completions", body.to_string()).await).await;
    assert!(events.len() > 3 && events.last().unwrap() == "[DONE]");
}

#[tokio::test]
async fn models_are_listed_and_found() {
    let (_, list) = get(&worker(), "/v1/models").await;
    assert_eq!((&list["object"], list["data"].as_array().unwrap().len()), (&json!("list"), 6));
    let (_, one) = get(&worker(), "/v1/models/llama3").await;
    assert_eq!(
        (&one["id"], &one["object"], &one["owned_by"]),
        (&json!("llama3"), &json!("model"), &json!("library"))
    );
}

#[tokio::test]
async fn vectors_come_as_numbers_or_as_base64() {
    let worker = worker();
    let body = json!({"model": "nomic-embed-text", "input": ["tea", "rice"]});
    let (_, floats) = ask(&worker, "/v1/embeddings", &body).await;
    let body = json!({"model": "nomic-embed-text", "input": "tea", "encoding_format": "base64"});
    let (_, coded) = ask(&worker, "/v1/embeddings", &body).await;
    let bytes = base64::engine::general_purpose::STANDARD
        .decode(coded["data"][0]["embedding"].as_str().unwrap())
        .unwrap();
    let numbers: Vec<f32> =
        bytes.chunks(4).map(|four| f32::from_le_bytes(four.try_into().unwrap())).collect();
    let plain: Vec<f32> = serde_json::from_value(floats["data"][0]["embedding"].clone()).unwrap();
    assert_eq!(numbers, plain);
    assert_eq!((&floats["data"][1]["index"], &floats["usage"]["total_tokens"]), (&json!(1), &json!(2)));
}

#[tokio::test]
async fn errors_have_openais_shape() {
    let worker = worker();
    let shaped = |message: &str, kind: &str| json!({"error": {"message": message, "type": kind, "param": null, "code": null}});
    let (status, answer) = ask(&worker, "/v1/chat/completions", &hello(json!({"model": "nope"}))).await;
    assert_eq!((status.as_u16(), answer), (404, shaped("model 'nope' not found", "not_found_error")));
    let (status, answer) = ask(&worker, "/v1/chat/completions", &hello(json!({"messages": []}))).await;
    assert_eq!(
        (status.as_u16(), answer),
        (400, shaped("[] is too short - 'messages'", "invalid_request_error"))
    );
    let (status, answer) = get(&worker, "/v1/models/nope").await;
    assert_eq!((status.as_u16(), answer), (404, shaped("model 'nope' not found", "not_found_error")));
    let (status, answer) = ask(&worker, "/v1/embeddings", &json!({"model": "hash-768"})).await;
    assert_eq!((status.as_u16(), answer), (400, shaped("invalid input", "invalid_request_error")));
    let (status, answer) = read(send(&worker, "GET", "/v1/completions", "").await).await;
    assert_eq!(status, 405, "{answer}");
    assert_eq!(answer["error"]["type"], "invalid_request_error");
    let (status, answer) = get(&worker, "/v1/nope").await;
    assert_eq!((status.as_u16(), answer), (404, shaped("path \"/v1/nope\" not found", "not_found_error")));
}
