//! Every refusal of the console: a status, a code for pages and a sentence for people.

use std::borrow::Cow;

use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use lks_domain::console::Refusal;
use lks_domain::error::Invalid;
use lks_llm::LlmError;
use lks_provision::apply::RunError;
use lks_provision::cloud::ErrorClass;
use lks_provision::connection::{ConnectionError, NoConnection};
use lks_provision::deployment::DeploymentError;
use lks_provision::stack::StackError;
use lks_store::{Conflict, StoreError};

use crate::identity::CodeRefused;

/// An answer that is an error. Made by the word for what happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConsoleError {
    status: StatusCode,
    code: &'static str,
    message: Cow<'static, str>,
}

impl ConsoleError {
    fn new(status: StatusCode, code: &'static str, message: impl Into<Cow<'static, str>>) -> Self {
        Self { status, code, message: message.into() }
    }

    /// 400: something better can be sent.
    pub fn bad_input(message: impl Into<Cow<'static, str>>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "bad_input", message)
    }

    /// 400, for a reason that a page has words for.
    pub fn refused(code: &'static str, message: impl Into<Cow<'static, str>>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, code, message)
    }

    /// 401.
    pub fn unauthorized() -> Self {
        let message = "Sign in, and send the ID token as a bearer token.";
        Self::new(StatusCode::UNAUTHORIZED, "unauthorized", message)
    }

    /// 403 for whoever has no business in the console.
    pub fn forbidden() -> Self {
        let message = "Only admins and viewers may look at the console. Ask an admin to add you.";
        Self::new(StatusCode::FORBIDDEN, "forbidden", message)
    }

    /// 403 for viewers.
    pub fn admins_only() -> Self {
        let message = "You may look at everything here, but only admins may change something.";
        Self::new(StatusCode::FORBIDDEN, "admins_only", message)
    }

    /// 404.
    pub fn not_found(message: &'static str) -> Self {
        Self::new(StatusCode::NOT_FOUND, "not_found", message)
    }

    /// 409: something else has to end or to be done first.
    pub fn conflict(code: &'static str, message: impl Into<Cow<'static, str>>) -> Self {
        Self::new(StatusCode::CONFLICT, code, message)
    }

    /// 502: a worker or a cloud did not do what it was asked.
    pub fn upstream(message: impl Into<Cow<'static, str>>) -> Self {
        Self::new(StatusCode::BAD_GATEWAY, "upstream", message)
    }

    /// 503: come back in a moment.
    pub fn unavailable(message: &'static str) -> Self {
        Self::new(StatusCode::SERVICE_UNAVAILABLE, "unavailable", message)
    }

    /// 500; the reason belongs into the log.
    pub fn internal() -> Self {
        let message = "Something went wrong on the server. Try again, and look at the server's log.";
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, "internal", message)
    }

    /// The sentence.
    pub fn message(&self) -> &str {
        &self.message
    }
}

impl From<Invalid> for ConsoleError {
    fn from(Invalid(message): Invalid) -> Self {
        Self::bad_input(message)
    }
}

impl From<StoreError> for ConsoleError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Conflict(Conflict::LastAdmin) => {
                Self::conflict("last_admin", "This is the last admin. Make somebody else an admin first.")
            }
            StoreError::Busy | StoreError::Unavailable(_) => {
                Self::unavailable("The database is busy. Nothing was changed; try again in a moment.")
            }
            StoreError::Full => Self::unavailable("The server's disk is full. Nothing was changed."),
            other => {
                tracing::error!(error = %other, "the console could not use the database");
                Self::internal()
            }
        }
    }
}

impl From<DeploymentError> for ConsoleError {
    fn from(error: DeploymentError) -> Self {
        let sentence = error.to_string();
        match error {
            DeploymentError::Stack(_) => Self::refused("stack_invalid", sentence),
            DeploymentError::Connection(error) => error.into(),
            DeploymentError::Busy(_) => Self::conflict("run_active", sentence),
            DeploymentError::Policy(_) => Self::conflict("plan_blocked", sentence),
            DeploymentError::UnknownPlan(_) => Self::conflict("plan_unknown", sentence),
            DeploymentError::NothingToResume => Self::conflict("nothing_to_resume", sentence),
            DeploymentError::NoDrift(..) => Self::conflict("no_drift", sentence),
            DeploymentError::UnknownRun(_) => Self::not_found("There is no such run of this stack."),
            DeploymentError::Run(RunError::Stale) => Self::conflict("plan_stale", sentence),
            DeploymentError::Run(RunError::Blocked(_)) => Self::conflict("plan_blocked", sentence),
            DeploymentError::Denied { kind, part, .. } => Self::conflict(
                "part_denied",
                format!(
                    "This account may not look at {kind}. Leave the part '{part}' out in the stack's form."
                ),
            ),
            DeploymentError::Run(RunError::Denied { .. }) => Self::upstream(sentence),
            DeploymentError::Run(RunError::Cloud(error)) => ConnectionError::Cloud(error).into(),
            DeploymentError::Run(RunError::Journal(_))
            | DeploymentError::Journal(_)
            | DeploymentError::File { .. } => {
                tracing::error!(error = sentence, "the stack's files cannot be used");
                Self::conflict("files", sentence)
            }
        }
    }
}

impl From<ConnectionError> for ConsoleError {
    fn from(error: ConnectionError) -> Self {
        let sentence = error.to_string();
        match error {
            ConnectionError::OtherAccount { .. } => Self::conflict("other_account", sentence),
            ConnectionError::Cloud(error) if error.class == ErrorClass::ExpiredCredentials => Self::conflict(
                "credentials_expired",
                "The credentials have ended. Connect the account again.",
            ),
            ConnectionError::Cloud(_) | ConnectionError::Stopped => Self::upstream(sentence),
        }
    }
}

impl From<NoConnection> for ConsoleError {
    fn from(NoConnection(sentence): NoConnection) -> Self {
        Self::conflict("no_connection", sentence)
    }
}

impl From<StackError> for ConsoleError {
    fn from(error: StackError) -> Self {
        Self::refused("stack_invalid", error.to_string())
    }
}

impl From<CodeRefused> for ConsoleError {
    fn from(refused: CodeRefused) -> Self {
        match refused {
            CodeRefused::TooMany => Self::conflict(
                "too_many_codes",
                "There were too many codes for this address in the last hour. Use the newest, or wait.",
            ),
            CodeRefused::Unavailable => {
                Self::unavailable("The code could not be stored. Try again in a moment.")
            }
        }
    }
}

impl From<LlmError> for ConsoleError {
    fn from(error: LlmError) -> Self {
        Self::upstream(error.to_string())
    }
}

impl IntoResponse for ConsoleError {
    fn into_response(self) -> Response {
        let body = Refusal {
            status: "error".to_owned(),
            code: self.code.to_owned(),
            message: self.message.into_owned(),
        };
        let mut response = (self.status, Json(body)).into_response();
        if self.status == StatusCode::UNAUTHORIZED {
            response.headers_mut().insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        response
    }
}
