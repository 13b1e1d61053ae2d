//! `format`: the forms that are filled, and those that are refused.

use lks_domain::correction::Corrections;
use serde_json::{Value, json};

use crate::support::{ask, worker};

async fn filled(format: Value, text: &str) -> Value {
    let body = json!({
        "model": "practice-rules", "stream": false, "format": format,
        "messages": [{"role": "user", "content": text}],
    });
    let (status, answer) = ask(&worker(), "/api/chat", &body).await;
    assert_eq!(status, 200, "{answer}");
    serde_json::from_str(answer["message"]["content"].as_str().unwrap()).unwrap()
}

fn object(properties: Value) -> Value {
    json!({"type": "object", "properties": properties})
}

#[tokio::test]
async fn json_mode_gives_the_reply_in_an_object() {
    let answer = filled(json!("json"), "I like fried rice.").await;
    assert!(!answer["reply"].as_str().unwrap().is_empty());
}

#[tokio::test]
async fn corrections_are_those_that_the_tutor_finds() {
    let schema = object(json!({"corrected": {"type": "string"}, "edits": {"type": "array"}}));
    let text = "She go to school every day.";
    let answer: Corrections = serde_json::from_value(filled(schema, text).await).unwrap();
    let own = lks_tutor::Tutor::new().correct(text, lks_domain::correction::Language::En);
    assert_eq!(answer, own);
}

#[tokio::test]
async fn only_the_fields_that_a_schema_names_come_back() {
    let edit = object(json!({"original": {"type": "string"}, "replacement": {"type": "string"}}));
    let schema = object(json!({"corrected": {"type": "string"}, "edits": {"type": "array", "items": edit}}));
    let answer = filled(schema, "She go to school every day.").await;
    for edit in answer["edits"].as_array().unwrap() {
        assert_eq!(edit.as_object().unwrap().keys().collect::<Vec<_>>(), ["original", "replacement"]);
    }
}

#[tokio::test]
async fn titles_and_single_texts_are_filled() {
    let string = json!({"type": "string"});
    let title = filled(object(json!({"title": string})), "Holiday in Bali\nmore").await;
    assert_eq!(title, json!({"title": "Holiday in Bali"}));
    let answer = filled(object(json!({"answer": string})), "I like fried rice.").await;
    assert!(!answer["answer"].as_str().unwrap().is_empty());
}

#[tokio::test]
async fn an_unknown_schema_is_refused_with_what_can_be_filled() {
    let body = json!({
        "model": "llama3", "messages": [{"role": "user", "content": "Capital of France?"}],
        "format": object(json!({"capital": {"type": "string"}})),
    });
    let (status, answer) = ask(&worker(), "/api/chat", &body).await;
    assert_eq!(status, 400);
    assert!(answer["error"].as_str().unwrap().contains("cannot fill this JSON schema"), "{answer}");
    let body = json!({"model": "llama3", "prompt": "x", "format": "yaml"});
    let error = "invalid format: \"yaml\"; expected \"json\" or a valid JSON Schema object";
    assert_eq!(ask(&worker(), "/api/generate", &body).await.1, json!({"error": error}));
}
