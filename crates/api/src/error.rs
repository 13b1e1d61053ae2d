//! Every refusal and failure of the contract: a status and a sentence, nothing of the inside.

use std::borrow::Cow;
use std::time::Duration;

use axum::Json;
use axum::response::{IntoResponse, Response};
use http::{HeaderValue, StatusCode, header};
use lks_domain::error::{ErrorBody, Invalid};
use lks_domain::limits;
use lks_llm::LlmError;
use lks_store::{Conflict, StoreError};

/// An answer that is an error. Made by the word for what happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApiError {
    status: StatusCode,
    message: Cow<'static, str>,
    retry_after: Option<Duration>,
}

impl ApiError {
    fn new(status: StatusCode, message: impl Into<Cow<'static, str>>) -> Self {
        Self { status, message: message.into(), retry_after: None }
    }

    fn after(mut self, pause: Duration) -> Self {
        self.retry_after = Some(pause);
        self
    }

    /// 400: the client can send something better.
    pub fn bad_input(message: impl Into<Cow<'static, str>>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, message)
    }

    /// 401: who is asking is not known.
    pub fn unauthorized(message: &'static str) -> Self {
        Self::new(StatusCode::UNAUTHORIZED, message)
    }

    /// 403: the path names somebody else.
    pub fn forbidden() -> Self {
        Self::new(StatusCode::FORBIDDEN, "This is not yours: the path must name the user of the token")
    }

    /// 404 with what is not there.
    pub fn not_found(message: &'static str) -> Self {
        Self::new(StatusCode::NOT_FOUND, message)
    }

    /// 404 for a conversation that this user does not have.
    pub fn no_conversation() -> Self {
        Self::not_found("Conversation not found")
    }

    /// 405; the header `Allow` is set by the router.
    pub fn method_not_allowed() -> Self {
        Self::new(StatusCode::METHOD_NOT_ALLOWED, "This method is not allowed here; see the header Allow")
    }

    /// 408: the client does not send what it announced.
    pub fn body_too_slow() -> Self {
        Self::new(StatusCode::REQUEST_TIMEOUT, "The body did not arrive in time; send it again")
    }

    /// 409: something else has to end first.
    pub fn conflict(message: impl Into<Cow<'static, str>>) -> Self {
        Self::new(StatusCode::CONFLICT, message)
    }

    /// 413.
    pub fn too_large() -> Self {
        const { assert!(limits::BODY_BYTES == 1024 * 1024) };
        Self::new(StatusCode::PAYLOAD_TOO_LARGE, "The body is larger than 1 MiB (1048576 bytes)")
    }

    /// 429: come back after the pause.
    pub fn too_many(message: &'static str, pause: Duration) -> Self {
        Self::new(StatusCode::TOO_MANY_REQUESTS, message).after(pause)
    }

    /// 500, for what should not happen; the reason belongs into the log.
    pub fn internal() -> Self {
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, "Something went wrong on the server. Try again")
    }

    /// 502: whoever is behind us gives no answer.
    pub fn bad_gateway(message: &'static str) -> Self {
        Self::new(StatusCode::BAD_GATEWAY, message)
    }

    /// 503: come back after the pause.
    pub fn unavailable(message: &'static str, pause: Duration) -> Self {
        Self::new(StatusCode::SERVICE_UNAVAILABLE, message).after(pause)
    }

    /// 504.
    pub fn timeout() -> Self {
        Self::new(StatusCode::GATEWAY_TIMEOUT, "The server could not answer in time. Try again")
    }

    /// The sentence.
    pub fn message(&self) -> &str {
        &self.message
    }

    /// The status.
    pub const fn status(&self) -> StatusCode {
        self.status
    }
}

impl From<Invalid> for ApiError {
    fn from(Invalid(message): Invalid) -> Self {
        Self::bad_input(message)
    }
}

impl From<StoreError> for ApiError {
    fn from(error: StoreError) -> Self {
        tracing::warn!(%error, "store");
        match error {
            StoreError::Busy => Self::unavailable(
                "The database is busy. Nothing was changed; try again in a moment",
                Duration::from_secs(1),
            ),
            StoreError::Full => Self::unavailable(
                "The server's disk is full. Nothing was changed; ask whoever runs it to free some space",
                Duration::from_secs(60),
            ),
            StoreError::Conflict(Conflict::UnknownMessage) => {
                Self::bad_input("replaceFrom is not in the conversation; load the conversation again")
            }
            StoreError::Conflict(Conflict::TurnOpen(_)) => Self::conflict(
                "Another reply of this conversation is still being written; stop it or wait for its end",
            ),
            StoreError::Conflict(_) => Self::conflict("This was changed by somebody else; load it again"),
            StoreError::Unavailable(_) => Self::unavailable(
                "The database cannot be reached. Nothing was changed; try again in a moment",
                Duration::from_secs(5),
            ),
            _ => Self::internal(),
        }
    }
}

impl From<LlmError> for ApiError {
    fn from(error: LlmError) -> Self {
        let message = error.to_string();
        match error {
            LlmError::Path => Self::bad_input(message),
            LlmError::Method => Self::method_not_allowed(),
            LlmError::ModelMissing { .. } => Self::new(StatusCode::NOT_FOUND, message),
            LlmError::Unsuited { .. } => Self::bad_input(message),
            LlmError::Busy { retry_after, .. } => {
                Self::new(StatusCode::SERVICE_UNAVAILABLE, message).after(retry_after)
            }
            LlmError::Timeout(_) => Self::new(StatusCode::GATEWAY_TIMEOUT, message),
            LlmError::Unreachable(_) | LlmError::Worker { .. } => Self::new(StatusCode::BAD_GATEWAY, message),
        }
    }
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        let mut response = (self.status, Json(ErrorBody::new(self.message))).into_response();
        let headers = response.headers_mut();
        if let Some(pause) = self.retry_after {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(pause.as_secs().max(1)));
        }
        if self.status == StatusCode::UNAUTHORIZED {
            headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        response
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_trouble_of_the_store_has_its_status_and_no_internals() {
        for (error, status, words) in [
            (StoreError::Busy, 503, "busy"),
            (StoreError::Full, 503, "disk is full"),
            (StoreError::Unavailable("postgres://me:secret@host".into()), 503, "cannot be reached"),
            (StoreError::Conflict(Conflict::TurnOpen(uuid::Uuid::nil())), 409, "still being written"),
            (StoreError::Conflict(Conflict::UnknownMessage), 400, "replaceFrom"),
            (StoreError::Corrupt("secret".into()), 500, "Something went wrong"),
            (StoreError::Internal("SELECT secret".into()), 500, "Something went wrong"),
        ] {
            let answer = ApiError::from(error);
            assert_eq!(answer.status(), status);
            assert!(answer.message().contains(words) && !answer.message().contains("secret"));
        }
    }
}
