//! `/v1`: the same worker as OpenAI's clients want it. Requests are turned into those of Ollama's own
//! endpoints, as Ollama does it, so that both say the same; only the writing differs.

mod embeddings;
mod models;
mod text;

use axum::extract::Request;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use serde_json::json;

use crate::Worker;
use crate::error::ApiError;

/// The paths under `/v1`.
pub(crate) fn routes() -> Router<Worker> {
    Router::new()
        .route("/chat/completions", post(text::chat))
        .route("/completions", post(text::complete))
        .route("/embeddings", post(embeddings::embeddings))
        .route("/models", get(models::list))
        .route("/models/{*model}", get(models::retrieve))
}

/// Writes the errors of all paths under `/v1` in OpenAI's shape. It lies around the whole router, so
/// that it also sees those of paths and methods that do not exist.
pub(crate) async fn errors(request: Request, next: Next) -> Response {
    let ours = request.uri().path().starts_with("/v1/");
    let mut response = next.run(request).await;
    match response.extensions_mut().remove::<ApiError>() {
        Some(error) if ours => error_response(&error),
        _ => response,
    }
}

fn error_response(error: &ApiError) -> Response {
    let status = error.status();
    let kind = match status.as_u16() {
        404 => "not_found_error",
        400..=499 => "invalid_request_error",
        _ => "api_error",
    };
    let body =
        json!({ "error": { "message": error.to_string(), "type": kind, "param": null, "code": null } });
    (status, Json(body)).into_response()
}
