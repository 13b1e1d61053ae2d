//! Whatever is sent, the answer is JSON, and the fault is never the server's.

use serde_json::{Value, json};

use crate::databases::on_sqlite;
use crate::house::House;
use crate::worker::Scripted;

const ID: &str = "0190d7c1-7f4e-7c3b-8a27-3d2b7c1f0a55";

fn values() -> Vec<Value> {
    let mut deep = json!([]);
    for _ in 0..120 {
        deep = json!([deep]);
    }
    vec![
        Value::Null,
        json!(true),
        json!(-1),
        json!(1e308),
        json!(u64::MAX),
        json!(""),
        json!("\u{0}"),
        json!("\u{202e}\u{feff}😀e\u{301}"),
        json!("'; DROP TABLE conversations; --"),
        json!("%00../..\\"),
        json!([]),
        json!([null]),
        json!([{}]),
        json!([{"role": null, "content": {"a": 1}}]),
        json!([{"role": "user", "content": "\u{0}", "id": {}}]),
        json!({}),
        json!({"": ""}),
        json!(ID),
        deep,
    ]
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn strange_values_in_any_field_are_taken_or_refused_but_break_nothing() {
    on_sqlite(|store| async move {
        let learner = House::new(store, Scripted::saying(&["ok"])).learner();
        let good = [
            ("POST", "/conversations/{uid}".to_owned(), json!({"id": ID, "title": "t", "conversation": [], "embedding": null})),
            ("PUT", format!("/conversations/{{uid}}/{ID}"), json!({"title": "t", "conversation": [], "embedding": null})),
            ("POST", "/corrections".to_owned(), json!({"text": "t", "language": "en", "model": "practice-rules"})),
            (
                "POST",
                format!("/conversations/{{uid}}/{ID}/turns"),
                json!({"id": ID, "content": "hi", "region": "us-east-1", "model": "m", "language": "en", "replaceFrom": null}),
            ),
            ("POST", "/us-east-1/chat".to_owned(), json!({"model": "m", "messages": []})),
        ];
        for (method, path, good) in good {
            for key in good.as_object().unwrap().keys() {
                for value in values() {
                    let mut body = good.clone();
                    body[key] = value;
                    let answer = learner.send(method, &path, body.to_string()).await;
                    assert!(answer.status.as_u16() < 500, "{method} {path} {body}: {}", answer.text());
                    if answer.status != 200 && !path.starts_with("/us-") {
                        answer.refuses(answer.status.as_u16(), "");
                    }
                }
            }
        }
        learner.get("/conversations/{uid}").await.data();
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn strange_paths_and_queries_are_refused_but_break_nothing() {
    on_sqlite(|store| async move {
        let learner = House::new(store, Scripted::saying(&[])).learner();
        for part in [
            "%00",
            "%ff",
            "%F0%9F",
            "..",
            "%2e%2e",
            "{id}",
            "'",
            "*",
            "%20",
            "a%2fb",
            &"x".repeat(5000),
            "::",
            "latest",
        ] {
            for path in [
                format!("/conversations/{part}"),
                format!("/conversations/{{uid}}/{part}"),
                format!("/conversations/{{uid}}/{part}/turns/latest"),
                format!("/conversations/{{uid}}/{ID}/turns/{part}/events?after={part}"),
                format!("/us-east-1/{part}"),
                format!("/us-west-2/tags?{part}"),
                format!("/summaries/{part}"),
            ] {
                let path = path.replace("{id}", "%7Bid%7D");
                for method in ["GET", "HEAD", "DELETE", "OPTIONS"] {
                    let answer = learner.send(method, &path, "").await;
                    assert!(answer.status.as_u16() < 500, "{method} {path}: {}", answer.text());
                }
            }
        }
    })
    .await;
}
