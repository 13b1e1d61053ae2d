//! Somebody with a token, and what they send.

use axum::body::Body;
use http::Request;
use serde_json::Value;

use super::House;
use super::answer::Answer;

/// Somebody with a token.
#[derive(Clone)]
pub struct Learner {
    pub uid: String,
    pub token: String,
    pub house: House,
}

impl Learner {
    /// A request with the token; `{uid}` in the path becomes the learner's.
    pub fn request(&self, method: &str, path: &str, body: impl Into<Body>) -> Request<Body> {
        Request::builder()
            .method(method)
            .uri(path.replace("{uid}", &self.uid))
            .header("authorization", format!("Bearer {}", self.token))
            .header("content-type", "application/json")
            .body(body.into())
            .unwrap()
    }

    pub async fn send(&self, method: &str, path: &str, body: impl Into<Body>) -> Answer {
        self.house.send(self.request(method, path, body)).await
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.send("GET", path, "").await
    }

    pub async fn delete(&self, path: &str) -> Answer {
        self.send("DELETE", path, "").await
    }

    pub async fn post(&self, path: &str, body: Value) -> Answer {
        self.send("POST", path, body.to_string()).await
    }

    pub async fn put(&self, path: &str, body: Value) -> Answer {
        self.send("PUT", path, body.to_string()).await
    }
}
