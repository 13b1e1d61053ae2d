//! The shapes of answers that succeed.

use axum::Json;
use serde::Serialize;
use utoipa::ToSchema;

/// `{"status":"success","data":…}`.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Data<T> {
    /// Always `success`.
    #[schema(example = "success")]
    status: &'static str,
    /// What was asked for.
    data: T,
}

/// An answer that carries data.
pub fn data<T: Serialize>(data: T) -> Json<Data<T>> {
    Json(Data { status: "success", data })
}

/// `{"status":"success","message":"…"}`.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Said {
    /// Always `success`.
    #[schema(example = "success")]
    status: &'static str,
    /// What was done.
    message: String,
}

/// An answer that says what was done.
pub fn said(message: impl Into<String>) -> Json<Said> {
    Json(Said { status: "success", message: message.into() })
}
