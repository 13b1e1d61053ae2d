//! Why a call failed, in classes the engine can act on.

use serde::{Deserialize, Serialize};

/// What can be done about an error.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum ErrorClass {
    /// Too many calls: wait and try again.
    Throttled,
    /// The resource, or one it names, is not there, or not to be seen yet.
    NotFound,
    /// Something still hangs on it: wait for that to go.
    DependencyViolation,
    /// The resource, or one it names, is not ready for this yet: wait.
    NotReady,
    /// Its name or place is taken.
    AlreadyExists,
    /// This account may not do this.
    AccessDenied,
    /// The credentials have ended: get new ones, then go on.
    ExpiredCredentials,
    /// A limit of the account is reached.
    QuotaExceeded,
    /// The call is wrong and will stay so.
    InvalidParameter,
    /// The token was used for something else.
    TokenMismatch,
    /// The service has a fault; nothing was done. Try again.
    Unavailable,
    /// No answer came; it may have been done or not.
    UnknownOutcome,
    /// This cloud cannot do this at all.
    Unsupported,
}

impl ErrorClass {
    /// Whether trying the same again, later, may help.
    pub const fn passes(self) -> bool {
        matches!(self, Self::Throttled | Self::DependencyViolation | Self::NotReady | Self::Unavailable)
    }
}

/// An error of a cloud, in its own words.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{code}: {message}")]
pub struct CloudError {
    /// What can be done.
    pub class: ErrorClass,
    /// The cloud's code, as `InvalidVpcID.NotFound`.
    pub code: String,
    /// The cloud's message.
    pub message: String,
    /// The cloud's own number of the call, if it was answered.
    pub request_id: Option<String>,
}

impl CloudError {
    /// An error of this class.
    pub fn new(class: ErrorClass, code: impl Into<String>, message: impl Into<String>) -> Self {
        Self { class, code: code.into(), message: message.into(), request_id: None }
    }

    /// The same, with the cloud's number of the call.
    #[must_use]
    pub fn of_request(mut self, id: impl Into<String>) -> Self {
        self.request_id = Some(id.into());
        self
    }
}
