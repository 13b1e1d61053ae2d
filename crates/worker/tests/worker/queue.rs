//! Few at a time, a bounded number behind them, the rest turned away; failures on the way.

use std::sync::Arc;
use std::time::Duration;

use lks_tutor::Tutor;
use lks_worker::{Worker, WorkerConfig};
use serde_json::{Value, json};

use crate::support::{Counting, ask, fast, get, hello, lines, send};

fn counting(config: WorkerConfig, model: Counting) -> Worker {
    Worker::with_model(Tutor::new(), Arc::new(model), config)
}

fn say(text: &str, stream: bool) -> Value {
    hello(json!({"model": "counting", "stream": stream, "messages": [{"role": "user", "content": text}]}))
}

#[tokio::test]
async fn a_full_queue_answers_503_and_what_waits_is_answered() {
    let config = WorkerConfig { parallel: 1, queue: 1, ..fast() };
    let worker = counting(config, Counting::new(5, Duration::from_millis(40)));
    let body = say("x", false);
    let first = ask(&worker, "/api/chat", &body);
    let second = ask(&worker, "/api/chat", &body);
    let third = async {
        tokio::time::sleep(Duration::from_millis(60)).await;
        ask(&worker, "/api/chat", &body).await
    };
    let (first, second, third) = tokio::join!(first, second, third);
    assert_eq!((first.0.as_u16(), second.0.as_u16()), (200, 200));
    let busy = "server busy, please try again.  maximum pending requests exceeded";
    assert_eq!((third.0.as_u16(), third.1), (503, json!({"error": busy})));
    let (status, v1) = ask(&worker, "/v1/models", &json!({})).await;
    assert_eq!((status.as_u16(), &v1["error"]["type"]), (405, &json!("invalid_request_error")));
    assert_eq!(get(&worker, "/api/tags").await.0, 200, "looking does not queue");
}

#[tokio::test]
async fn another_model_can_be_added_and_is_listed_before_the_aliases() {
    let worker = counting(fast(), Counting::new(3, Duration::ZERO));
    let (_, tags) = get(&worker, "/api/tags").await;
    assert_eq!(tags["models"][2]["name"], "counting:latest");
    let (_, answer) = ask(&worker, "/api/chat", &say("x", false)).await;
    assert_eq!(answer["message"]["content"], "0 1 2 ");
}

#[tokio::test]
async fn a_failure_before_the_first_token_is_a_status_and_a_later_one_a_line() {
    let worker = counting(fast(), Counting::new(5, Duration::ZERO));
    for stream in [true, false] {
        let (status, answer) = ask(&worker, "/api/chat", &say("break", stream)).await;
        assert_eq!((status.as_u16(), answer), (500, json!({"error": "broken"})));
    }
    let broken = lines(send(&worker, "POST", "/api/chat", say("break later", true).to_string()).await).await;
    assert_eq!((broken.len(), &broken[2]), (3, &json!({"error": "broken"})));
    let (status, answer) = ask(&worker, "/api/chat", &say("break later", false)).await;
    assert_eq!((status.as_u16(), answer), (500, json!({"error": "broken"})));
}

#[tokio::test]
async fn a_model_that_panics_ends_the_reply_with_an_error_and_leaves_its_place() {
    let worker = counting(WorkerConfig { parallel: 1, ..fast() }, Counting::new(5, Duration::ZERO));
    for _ in 0..2 {
        let answer =
            lines(send(&worker, "POST", "/api/chat", say("panic later", true).to_string()).await).await;
        assert_eq!(answer.last(), Some(&json!({"error": "the model stopped unexpectedly"})));
    }
}
