//! The shapes of answers that succeed.

use axum::Json;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;

use super::error::ConsoleError;

/// What a handler gives back.
pub type Answer<T> = Result<Json<Data<T>>, ConsoleError>;

/// `{"status":"success","data":…}`.
#[derive(Debug, Serialize)]
pub struct Data<T> {
    status: &'static str,
    data: T,
}

/// An answer that carries data.
pub fn data<T: Serialize>(data: T) -> Json<Data<T>> {
    Json(Data { status: "success", data })
}

/// An answer of something that was made.
pub fn created<T: Serialize>(made: T) -> Response {
    (StatusCode::CREATED, data(made)).into_response()
}

/// An answer of something that was begun.
pub fn begun<T: Serialize>(begun: T) -> Response {
    (StatusCode::ACCEPTED, data(begun)).into_response()
}

/// A file to be saved.
pub fn file(name: &str, content_type: &'static str, content: String) -> Response {
    let disposition = format!("attachment; filename=\"{name}\"");
    ([(header::CONTENT_TYPE, content_type.to_owned()), (header::CONTENT_DISPOSITION, disposition)], content)
        .into_response()
}
