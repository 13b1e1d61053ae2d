//! The one shape of an error answer (SPEC section 4).

use serde::{Deserialize, Serialize};

/// `{"status":"error","message":"..."}`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ErrorBody {
    /// Always `error`.
    pub status: String,
    /// What went wrong and what to do next, for a person; no internals.
    pub message: String,
}

impl ErrorBody {
    /// An error answer with this sentence.
    pub fn new(message: impl Into<String>) -> Self {
        Self { status: "error".to_owned(), message: message.into() }
    }
}

/// A value that a client sent is not acceptable; the sentence says which and why.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Invalid(pub String);

impl Invalid {
    /// A refusal with this sentence.
    pub fn new(message: impl Into<String>) -> Self {
        Self(message.into())
    }
}
