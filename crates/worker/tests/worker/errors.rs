//! Bad input: each kind gets its status and a sentence.

use serde_json::json;

use crate::support::{ask, read, send, worker};

#[tokio::test]
async fn bodies_that_cannot_be_read_are_told_why() {
    for (body, error) in [
        ("", "missing request body"),
        ("  ", "missing request body"),
        ("[]", "request body must be a JSON object"),
        (r#"{"model":5}"#, "model must be a string, not a number"),
        (r#"{"model":"llama3","messages":"hi"}"#, "messages must be an array, not a string"),
        (r#"{"model":"llama3","messages":["hi"]}"#, "messages[0] must be an object, not a string"),
        (
            r#"{"model":"llama3","messages":[{"role":"user","content":["hi"]}]}"#,
            "messages[0].content must be a string, not an array",
        ),
        (
            r#"{"model":"llama3","messages":[{"role":"boss","content":"hi"}]}"#,
            r#"messages[0]: invalid role "boss": must be one of ["system", "user", "assistant", "tool"]"#,
        ),
        (r#"{"model":"llama3","stream":"no"}"#, "stream must be true or false, not a string"),
        (r#"{"model":"llama3","options":[]}"#, "options must be an object, not an array"),
        (r#"{"model":""}"#, "model is required"),
        (r#"{"messages":[]}"#, "model is required"),
        (r#"{"model":"a b"}"#, "invalid model name"),
    ] {
        let answer = read(send(&worker(), "POST", "/api/chat", body).await).await;
        assert_eq!(answer, (400.try_into().unwrap(), json!({"error": error})), "{body}");
    }
    let (status, broken) = read(send(&worker(), "POST", "/api/chat", "{\"model\":").await).await;
    assert_eq!(status, 400);
    assert!(broken["error"].as_str().unwrap().starts_with("request body is not valid JSON: EOF"), "{broken}");
}

#[tokio::test]
async fn an_unknown_model_path_or_method_is_named() {
    let worker = worker();
    for path in ["/api/chat", "/api/generate", "/api/show"] {
        let answer = ask(&worker, path, &json!({"model": "nope"})).await;
        assert_eq!(answer, (404.try_into().unwrap(), json!({"error": "model 'nope' not found"})), "{path}");
    }
    let (status, answer) = ask(&worker, "/api/nope", &json!({})).await;
    assert_eq!((status.as_u16(), answer), (404, json!({"error": "path \"/api/nope\" not found"})));
    let (status, answer) = read(send(&worker, "GET", "/api/chat", "").await).await;
    assert_eq!((status.as_u16(), answer), (405, json!({"error": "GET is not allowed on \"/api/chat\""})));
}

#[tokio::test]
async fn a_body_over_the_limit_is_refused_with_the_limit() {
    let long = json!({"model": "llama3", "prompt": "x".repeat(1024 * 1024)}).to_string();
    let (status, answer) = read(send(&worker(), "POST", "/api/generate", long).await).await;
    assert_eq!(
        (status.as_u16(), answer),
        (413, json!({"error": "request body is larger than 1048576 bytes"}))
    );
}

#[tokio::test]
async fn a_lone_surrogate_is_read_as_the_replacement_character() {
    let body = r#"{"model":"llama3","messages":[{"role":"user","content":"hi \ud83d"}],"stream":false}"#;
    assert_eq!(send(&worker(), "POST", "/api/chat", body).await.status(), 200);
}
