//! The one error of this API and how it is written: `{"error": "text"}`.
//!
//! The value travels in the response's extensions too, from which `/v1` writes its own shape.

use axum::Json;
use axum::response::{IntoResponse, Response};
use http::StatusCode;
use serde_json::json;

use crate::model::ModelError;

/// Why a request is not answered; the texts are Ollama's where it has one.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(crate) enum ApiError {
    #[error("{0}")]
    BadRequest(String),
    #[error("{0}")]
    Forbidden(String),
    #[error("{0}")]
    NotFound(String),
    #[error("{0}")]
    MethodNotAllowed(String),
    #[error("request body is larger than {0} bytes")]
    TooLarge(usize),
    #[error("request canceled")]
    Cancelled,
    #[error("{0}")]
    Internal(String),
    #[error("{0}")]
    NotImplemented(String),
    #[error("server busy, please try again.  maximum pending requests exceeded")]
    Busy,
}

impl ApiError {
    pub(crate) fn bad(message: impl Into<String>) -> Self {
        Self::BadRequest(message.into())
    }

    /// What chat, generate, show and delete say of a model that is not there.
    pub(crate) fn no_model(name: &str) -> Self {
        Self::NotFound(format!("model '{name}' not found"))
    }

    /// What embed and embeddings say of it.
    pub(crate) fn no_model_to_load(name: &str) -> Self {
        Self::NotFound(format!("model {name:?} not found, try pulling it first"))
    }

    pub(crate) fn status(&self) -> StatusCode {
        match self {
            Self::BadRequest(_) => StatusCode::BAD_REQUEST,
            Self::Forbidden(_) => StatusCode::FORBIDDEN,
            Self::NotFound(_) => StatusCode::NOT_FOUND,
            Self::MethodNotAllowed(_) => StatusCode::METHOD_NOT_ALLOWED,
            Self::TooLarge(_) => StatusCode::PAYLOAD_TOO_LARGE,
            // nginx's "client closed request", which Ollama uses; it has no name of its own.
            Self::Cancelled => StatusCode::from_u16(499).unwrap_or(StatusCode::BAD_REQUEST),
            Self::Internal(_) => StatusCode::INTERNAL_SERVER_ERROR,
            Self::NotImplemented(_) => StatusCode::NOT_IMPLEMENTED,
            Self::Busy => StatusCode::SERVICE_UNAVAILABLE,
        }
    }
}

impl From<ModelError> for ApiError {
    fn from(error: ModelError) -> Self {
        match error {
            ModelError::Refused(text) => Self::BadRequest(text),
            ModelError::NoEmbeddings => {
                Self::NotImplemented("this model does not support embeddings".to_owned())
            }
            ModelError::Failed(text) => Self::Internal(text),
        }
    }
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        let mut response = (self.status(), Json(json!({ "error": self.to_string() }))).into_response();
        response.extensions_mut().insert(self);
        response
    }
}
