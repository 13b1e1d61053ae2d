//! Whatever JSON comes in, the answer is an answer: never a 500, never a body that is not JSON.

use http_body_util::BodyExt;
use proptest::prelude::*;
use serde_json::{Map, Value, json};

use crate::support::{send, worker};

const PATHS: [&str; 13] = [
    "/api/chat",
    "/api/generate",
    "/api/embed",
    "/api/embeddings",
    "/api/show",
    "/api/pull",
    "/api/push",
    "/api/create",
    "/api/copy",
    "/api/delete",
    "/v1/chat/completions",
    "/v1/completions",
    "/v1/embeddings",
];
const KEYS: [&str; 24] = [
    "model",
    "messages",
    "prompt",
    "input",
    "stream",
    "format",
    "options",
    "keep_alive",
    "think",
    "tools",
    "system",
    "context",
    "raw",
    "suffix",
    "images",
    "name",
    "source",
    "destination",
    "dimensions",
    "stop",
    "response_format",
    "stream_options",
    "max_tokens",
    "encoding_format",
];

fn value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        ".{0,12}".prop_map(Value::from),
        Just(json!("json")),
        Just(json!([{"role": "user", "content": "I like tea."}])),
        Just(json!({"type": "object", "properties": {"title": {"type": "string"}}})),
        Just(json!({"num_predict": 2, "stop": ["a"], "include_usage": true, "type": "json_object"})),
    ];
    leaf.prop_recursive(3, 12, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::vec((".{0,6}", inner), 0..4)
                .prop_map(|pairs| Value::Object(pairs.into_iter().collect::<Map<_, _>>())),
        ]
    })
}

fn body() -> impl Strategy<Value = Value> {
    let pairs = prop::collection::vec((prop::sample::select(&KEYS[..]), value()), 0..5);
    let model = prop::sample::select(&["llama3", "hash-768", "nope", ""][..]);
    (pairs, model, any::<bool>()).prop_map(|(pairs, model, named)| {
        let mut map: Map<_, _> = pairs.into_iter().map(|(key, value)| (key.to_owned(), value)).collect();
        if named {
            map.insert("model".to_owned(), json!(model));
        }
        Value::Object(map)
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]
    #[test]
    fn any_json_gets_an_answer(path in prop::sample::select(&PATHS[..]), body in body()) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let method = if path == "/api/delete" { "DELETE" } else { "POST" };
        let (status, text) = runtime.block_on(async {
            let response = send(&worker(), method, path, body.to_string()).await;
            (response.status().as_u16(), response.into_body().collect().await.unwrap().to_bytes())
        });
        prop_assert!(status < 500 || status == 501, "{path} {body}: {status}");
        for line in String::from_utf8_lossy(&text).lines().filter(|line| !line.is_empty()) {
            let line = line.strip_prefix("data: ").unwrap_or(line);
            prop_assert!(line == "[DONE]" || serde_json::from_str::<Value>(line).is_ok(), "{path} {body}: {line}");
        }
    }
}
