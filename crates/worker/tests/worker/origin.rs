//! Web pages: those of this machine may use the worker, others may not.

use axum::http::{Method, Request};
use lks_worker::router;
use tower::ServiceExt;

use crate::support::{read, worker};

async fn from(method: Method, origin: &str) -> axum::http::Response<axum::body::Body> {
    let request = Request::builder()
        .method(method)
        .uri("/api/tags")
        .header("origin", origin)
        .header("access-control-request-headers", "content-type")
        .body(axum::body::Body::empty())
        .unwrap();
    router(worker()).oneshot(request).await.unwrap()
}

#[tokio::test]
async fn a_local_page_may_read_the_answer() {
    let answer = from(Method::GET, "http://localhost:3000").await;
    assert_eq!(
        (answer.status().as_u16(), &answer.headers()["access-control-allow-origin"]),
        (200, &"http://localhost:3000".parse().unwrap())
    );
    let before = from(Method::OPTIONS, "http://localhost:3000").await;
    assert_eq!(
        (before.status().as_u16(), &before.headers()["access-control-allow-headers"]),
        (204, &"content-type".parse().unwrap())
    );
}

#[tokio::test]
async fn a_foreign_page_is_refused() {
    let (status, answer) = read(from(Method::GET, "https://elsewhere.example").await).await;
    assert_eq!(status, 403, "{answer}");
}
