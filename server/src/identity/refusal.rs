//! The error answers of the protocol: Amazon Cognito's types and sentences.
//!
//! A refusal never carries what the client sent.

use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use lks_domain::account::PASSWORD_POLICY;
use lks_store::StoreError;
use serde_json::json;

/// Why an operation was not carried out. The text of each is the `message` of the answer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// Wrong password, wrong or revoked token, disabled account, locked account.
    #[error("{0}")]
    NotAuthorized(&'static str),
    /// The e-mail address has an account already.
    #[error("An account with the given email already exists.")]
    UsernameExists,
    /// The new password lacks what is named.
    #[error("Password did not conform with policy: {0}. {PASSWORD_POLICY}")]
    InvalidPassword(String),
    /// A wrong code.
    #[error("Invalid verification code provided, please try again.")]
    CodeMismatch,
    /// A code that is too old, used up, or was never sent.
    #[error("Invalid code provided, please request a code again.")]
    ExpiredCode,
    /// The password is right, the e-mail address not yet proven.
    #[error("User is not confirmed.")]
    UserNotConfirmed,
    /// The account of a valid token is gone.
    #[error("User does not exist.")]
    UserNotFound,
    /// Too many codes asked for or tried.
    #[error("Attempt limit exceeded, please try after some time.")]
    LimitExceeded,
    /// The server has too much to do, or this address tries too much.
    #[error("Too many requests. Please try again in {retry_after_seconds} s.")]
    TooManyRequests {
        /// Value of `Retry-After`.
        retry_after_seconds: u64,
    },
    /// A parameter that is missing or not acceptable.
    #[error("{0}")]
    InvalidParameter(String),
    /// Another app client.
    #[error("User pool client {0} does not exist.")]
    UnknownClient(String),
    /// A body that is not a JSON object with the operation's types.
    #[error("{0}")]
    Serialization(String),
    /// A body over the limit.
    #[error("The request body has more than {0} bytes.")]
    TooLarge(usize),
    /// An operation that is not served.
    #[error("{0}")]
    UnknownOperation(String),
    /// A token of another kind where a refresh token is wanted.
    #[error("Unsupported token type. Only refresh tokens can be revoked.")]
    UnsupportedTokenType,
    /// The database is busy or away for the moment.
    #[error("The service is busy. Please try again in a moment.")]
    Unavailable,
    /// Something is broken here; the log says what.
    #[error("Something went wrong on the server. Please try again; if it persists, tell an administrator.")]
    Internal,
}

impl Refusal {
    /// The refusal of a wrong password, of an unknown account, and of nothing more telling.
    pub const WRONG_CREDENTIALS: Self = Self::NotAuthorized("Incorrect username or password.");
    /// The refusal during a lock-out.
    pub const ATTEMPTS_EXCEEDED: Self = Self::NotAuthorized("Password attempts exceeded");
    /// The refusal of an access token whose sign-in has ended.
    pub const ACCESS_REVOKED: Self = Self::NotAuthorized("Access Token has been revoked");
    /// The refusal of a disabled account.
    pub const DISABLED: Self = Self::NotAuthorized("User is disabled.");

    /// The refusal of a parameter that was not sent, named as in the API reference.
    pub fn missing(parameter: &str) -> Self {
        Self::InvalidParameter(format!(
            "1 validation error detected: Value null at '{}' failed to satisfy constraint: Member must not be null",
            lower_first(parameter)
        ))
    }

    /// `__type` of the answer.
    pub fn type_name(&self) -> &'static str {
        match self {
            Self::NotAuthorized(_) => "NotAuthorizedException",
            Self::UsernameExists => "UsernameExistsException",
            Self::InvalidPassword(_) => "InvalidPasswordException",
            Self::CodeMismatch => "CodeMismatchException",
            Self::ExpiredCode => "ExpiredCodeException",
            Self::UserNotConfirmed => "UserNotConfirmedException",
            Self::UserNotFound => "UserNotFoundException",
            Self::LimitExceeded => "LimitExceededException",
            Self::TooManyRequests { .. } => "TooManyRequestsException",
            Self::InvalidParameter(_) => "InvalidParameterException",
            Self::UnknownClient(_) => "ResourceNotFoundException",
            Self::Serialization(_) => "SerializationException",
            Self::TooLarge(_) => "RequestEntityTooLargeException",
            Self::UnknownOperation(_) => "UnknownOperationException",
            Self::UnsupportedTokenType => "UnsupportedTokenTypeException",
            Self::Unavailable => "ServiceUnavailableException",
            Self::Internal => "InternalErrorException",
        }
    }

    fn status(&self) -> StatusCode {
        match self {
            Self::TooLarge(_) => StatusCode::PAYLOAD_TOO_LARGE,
            Self::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
            Self::Internal => StatusCode::INTERNAL_SERVER_ERROR,
            _ => StatusCode::BAD_REQUEST,
        }
    }

    fn retry_after_seconds(&self) -> Option<u64> {
        match self {
            Self::TooManyRequests { retry_after_seconds } => Some(*retry_after_seconds),
            Self::Unavailable => Some(1),
            _ => None,
        }
    }
}

fn lower_first(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().map(|first| first.to_ascii_lowercase()).into_iter().chain(chars).collect()
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let (name, message) = (self.type_name(), self.to_string());
        let body = Json(json!({"__type": name, "message": message}));
        let mut response = (self.status(), body).into_response();
        let headers = response.headers_mut();
        headers.insert("x-amzn-errortype", HeaderValue::from_static(name));
        if let Ok(message) = HeaderValue::from_str(&message) {
            headers.insert("x-amzn-errormessage", message);
        }
        if let Some(seconds) = self.retry_after_seconds() {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}

impl From<StoreError> for Refusal {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Busy | StoreError::Unavailable(_) => Self::Unavailable,
            other => {
                tracing::error!(error = %other, "identity could not use the database");
                Self::Internal
            }
        }
    }
}
