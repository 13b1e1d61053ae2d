//! What happens when there is too much of something, or something is in the way.

use std::time::Duration;

use axum::body::{Body, Bytes, HttpBody};
use http::Request;
use lks_api::RateLimits;
use lks_store::{Store, sqlite_url};
use serde_json::json;
use sqlx::{Connection as _, SqliteConnection};

use crate::databases::on_sqlite;
use crate::house::House;
use crate::worker::Scripted;

#[tokio::test]
async fn a_runaway_client_is_told_when_to_come_back_and_others_are_not_troubled() {
    on_sqlite(|store| async move {
        let house = House::with(store, Vec::new(), |settings| {
            settings.rates = RateLimits { requests_per_minute: 3, work_per_minute: 1 };
        });
        let (one, other) = (house.learner(), house.learner());
        for _ in 0..3 {
            one.get("/conversations/{uid}").await.data();
        }
        let answer = one.get("/conversations/{uid}").await;
        answer.refuses(429, "Too many requests");
        let pause: u64 = answer.header("retry-after").parse().unwrap();
        assert!((1..=60).contains(&pause));
        let text = json!({"text": "", "language": "en"});
        assert_eq!(other.post("/corrections", text.clone()).await.status, 200);
        other.post("/corrections", text).await.refuses(429, "Too many requests");
        other.get("/conversations/{uid}").await.data();
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_locked_database_is_an_error_that_loses_nothing() {
    let directory = tempfile::tempdir().unwrap();
    let url = sqlite_url(&directory.path().join("lks.db"));
    let store = Store::open(&url).await.unwrap();
    let learner = House::new(store, Scripted::saying(&[])).learner();
    let id = "0190d7c1-7f4e-7c3b-8a27-3d2b7c1f0a55";
    let body = |title: &str| json!({"id": id, "title": title, "conversation": []});
    learner.post("/conversations/{uid}", body("before")).await.says("Conversation created successfully");
    let file = format!("sqlite://{}", directory.path().join("lks.db").display());
    let mut other = SqliteConnection::connect(&file).await.unwrap();
    sqlx::raw_sql("BEGIN EXCLUSIVE").execute(&mut other).await.unwrap();
    let answer = learner.post("/conversations/{uid}", body("during")).await;
    answer.refuses(503, "The database is busy");
    assert_eq!(answer.header("retry-after"), "1");
    sqlx::raw_sql("ROLLBACK").execute(&mut other).await.unwrap();
    let all = learner.get("/conversations/{uid}").await.data();
    assert_eq!(all[0]["title"], "before");
    learner.post("/conversations/{uid}", body("after")).await.says("Conversation created successfully");
}

#[tokio::test]
async fn a_closed_database_is_an_error_without_internals() {
    on_sqlite(|store| async move {
        let learner = House::new(store.clone(), Scripted::saying(&[])).learner();
        store.close().await;
        let answer = learner.get("/conversations/{uid}").await;
        answer.refuses(503, "The database cannot be reached");
        let text = answer.text().to_lowercase();
        assert!(!text.contains("sqlx") && !text.contains("pool") && !text.contains("select"), "{text}");
    })
    .await;
}

#[tokio::test]
async fn an_answer_that_takes_too_long_is_given_up() {
    on_sqlite(|store| async move {
        let house = House::with(store, Vec::new(), |settings| settings.answer_timeout = Duration::ZERO);
        house.learner().get("/conversations/{uid}").await.refuses(504, "in time");
    })
    .await;
}

/// A body that says how long it is and then never comes.
struct Announced(u64);

impl HttpBody for Announced {
    type Data = Bytes;
    type Error = std::convert::Infallible;

    fn poll_frame(
        self: std::pin::Pin<&mut Self>,
        _: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Option<Result<http_body::Frame<Bytes>, Self::Error>>> {
        std::task::Poll::Pending
    }

    fn size_hint(&self) -> http_body::SizeHint {
        http_body::SizeHint::with_exact(self.0)
    }
}

#[tokio::test]
async fn a_body_that_is_announced_too_large_is_refused_at_once_and_one_that_never_comes_in_the_end() {
    on_sqlite(|store| async move {
        let learner = House::new(store, Scripted::saying(&[])).learner();
        let ask = |path: String, length| {
            let request = Request::post(path).header("authorization", format!("Bearer {}", learner.token));
            learner.house.send(request.body(Body::new(Announced(length))).unwrap())
        };
        for path in ["/us-east-1/chat".to_owned(), format!("/conversations/{}", learner.uid)] {
            let answer = tokio::time::timeout(Duration::from_secs(1), ask(path, 1024 * 1024 + 1)).await;
            answer.expect("at once").refuses(413, "1 MiB");
        }
        // Nothing is waited for but the body.
        tokio::time::pause();
        ask("/us-east-1/chat".to_owned(), 10).await.refuses(408, "did not arrive in time");
    })
    .await;
}
