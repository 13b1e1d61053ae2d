//! Ollama's own endpoints: `/` and `/api/*`.

mod embed;
mod library;
mod listing;
mod pull;
mod text;

use axum::Router;
use axum::extract::{OriginalUri, Request};
use axum::http::{HeaderValue, Method, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{delete, get, head, post};
use bytes::Bytes;
use serde_json::Value;

use crate::Worker;
use crate::error::ApiError;

pub(crate) use listing::tag_of;

/// All paths. `GET` answers `HEAD` too.
pub(crate) fn routes() -> Router<Worker> {
    Router::new()
        .route("/", get(|| async { "Ollama is running" }))
        .route("/api/version", get(listing::version))
        .route("/api/tags", get(listing::tags))
        .route("/api/ps", get(listing::ps))
        .route("/api/show", post(listing::show))
        .route("/api/chat", post(text::chat))
        .route("/api/generate", post(text::generate))
        .route("/api/embed", post(embed::embed))
        .route("/api/embeddings", post(embed::embeddings))
        .route("/api/pull", post(pull::pull))
        .route("/api/push", post(library::push))
        .route("/api/create", post(library::create))
        .route("/api/copy", post(library::copy))
        .route("/api/delete", delete(library::delete))
        .route("/api/blobs/{digest}", head(library::blob).post(library::put_blob))
}

/// The answer to a path that does not exist.
pub(crate) async fn unknown_path(OriginalUri(uri): OriginalUri) -> ApiError {
    ApiError::NotFound(format!("path {:?} not found", uri.path()))
}

/// The answer to a method that a path does not have.
pub(crate) async fn wrong_method(method: Method, OriginalUri(uri): OriginalUri, _: Request) -> ApiError {
    ApiError::MethodNotAllowed(format!("{method} is not allowed on {:?}", uri.path()))
}

/// One line of an NDJSON stream, whole, in one piece.
pub(crate) fn line(value: &Value) -> Bytes {
    let mut line = value.to_string();
    line.push('\n');
    Bytes::from(line)
}

/// A response of this type whose body is written as it comes.
pub(crate) fn streamed(content_type: &'static str, body: axum::body::Body) -> Response {
    let mut response = body.into_response();
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type));
    response
}
