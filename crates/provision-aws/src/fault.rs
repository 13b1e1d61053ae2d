//! AWS's errors in the engine's classes, with what an admin can do about them.

use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use aws_smithy_runtime_api::client::result::SdkError;
use aws_smithy_types::error::metadata::ProvideErrorMetadata;
use lks_provision::cloud::{CloudError, ErrorClass};

mod advice;
mod code;

/// The answer of a handler.
pub(crate) type Done<T> = Result<T, CloudError>;

/// An error of any service.
pub(crate) fn of<E>(error: SdkError<E, HttpResponse>) -> CloudError
where
    E: ProvideErrorMetadata + std::error::Error + Send + Sync + 'static,
{
    match &error {
        SdkError::ServiceError(answer) => {
            let status = answer.raw().status().as_u16();
            let known = answer.err().code().map(str::to_owned);
            let message = answer.err().message().unwrap_or_default();
            match known {
                Some(code) => said(&code, message, status),
                None => unreadable(status, answer.raw().headers().get("content-type")),
            }
        }
        SdkError::ResponseError(answer) => {
            unreadable(answer.raw().status().as_u16(), answer.raw().headers().get("content-type"))
        }
        SdkError::TimeoutError(_) => {
            CloudError::new(ErrorClass::UnknownOutcome, "Timeout", "no answer came in time")
        }
        _ => unsent(&chain(&error)),
    }
}

/// A request beside the services' own calls that got no answer.
pub(crate) fn unanswered(error: &(dyn std::error::Error + 'static)) -> CloudError {
    unsent(&chain(error))
}

/// What a service said.
fn said(code: &str, message: &str, status: u16) -> CloudError {
    let class = code::class(code, message, status);
    let message = match advice::of(class, code, message) {
        Some(advice) if message.is_empty() => advice.to_owned(),
        Some(advice) => format!("{message} ({advice})"),
        None => message.to_owned(),
    };
    CloudError::new(class, code, message)
}

/// An answer in no form of AWS's: an emulator's page, or a gateway on the way.
fn unreadable(status: u16, content: Option<&str>) -> CloudError {
    let page = content.is_some_and(|content| content.starts_with("text/html"));
    let code = format!("Http{status}");
    match status {
        403 => CloudError::new(ErrorClass::AccessDenied, code, "this account may not do this"),
        404 | 405 | 500 | 501 if page => CloudError::new(
            ErrorClass::Unsupported,
            code,
            "the endpoint answered a page instead of an answer: it does not know this call",
        ),
        404 => CloudError::new(ErrorClass::NotFound, code, "it is not there"),
        502..=504 | 429 => CloudError::new(ErrorClass::Unavailable, code, "the service is busy or away"),
        500..=599 => CloudError::new(ErrorClass::UnknownOutcome, code, "the service failed"),
        // It was done; what came back broke off.
        200..=299 => CloudError::new(ErrorClass::UnknownOutcome, code, "the answer broke off"),
        _ => CloudError::new(ErrorClass::InvalidParameter, code, "the answer cannot be read"),
    }
}

/// The request did not go out, or its answer was lost.
fn unsent(chain: &str) -> CloudError {
    if chain.contains("expired") {
        return CloudError::new(ErrorClass::ExpiredCredentials, "ExpiredCredentials", advice::EXPIRED);
    }
    if chain.contains("redential") || chain.contains("profile") {
        return CloudError::new(
            ErrorClass::AccessDenied,
            "NoCredentials",
            format!("{} ({chain})", advice::NO_KEYS),
        );
    }
    // A connection that was not made carried nothing.
    if ["(Connect", "Connect)", "ConnectError", "dns error", "tcp connect"]
        .iter()
        .any(|sign| chain.contains(sign))
    {
        return CloudError::new(
            ErrorClass::Unavailable,
            "NoConnection",
            format!("{} ({chain})", advice::NO_NETWORK),
        );
    }
    if chain.contains("failed to construct") || chain.contains("endpoint") {
        return CloudError::new(ErrorClass::InvalidParameter, "NotSent", chain);
    }
    CloudError::new(ErrorClass::UnknownOutcome, "ConnectionLost", format!("the connection broke ({chain})"))
}

/// The error with its causes.
fn chain(error: &(dyn std::error::Error + 'static)) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(inner) = cause {
        text.push_str(": ");
        text.push_str(&inner.to_string());
        cause = inner.source();
    }
    text
}

/// No resource of this kind is ever made or changed this way.
pub(crate) fn unsupported<T>(what: &str) -> Done<T> {
    Err(CloudError::new(ErrorClass::Unsupported, "Unsupported", what))
}

/// AWS answered without what it always gives.
pub(crate) fn lacking(what: &str) -> CloudError {
    let message = format!("the answer lacks {what}");
    CloudError::new(ErrorClass::UnknownOutcome, "IncompleteAnswer", message)
}

/// A request that cannot be put together: a fault of this program.
pub(crate) fn unbuilt(error: aws_smithy_types::error::operation::BuildError) -> CloudError {
    CloudError::new(ErrorClass::InvalidParameter, "NotSent", error.to_string())
}

/// It is not there.
pub(crate) fn not_found(what: &str) -> CloudError {
    CloudError::new(ErrorClass::NotFound, "NotFound", format!("{what} is not there"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_said_carries_advice() {
        let error = said("ExpiredToken", "The security token included in the request is expired", 403);
        assert_eq!(error.class, ErrorClass::ExpiredCredentials);
        assert!(error.message.contains("lab"), "{}", error.message);
    }

    #[test]
    fn a_page_instead_of_an_answer_is_a_call_the_endpoint_does_not_know() {
        assert_eq!(unreadable(500, Some("text/html; charset=utf-8")).class, ErrorClass::Unsupported);
        assert_eq!(unreadable(500, Some("application/json")).class, ErrorClass::UnknownOutcome);
        assert_eq!(unreadable(200, Some("text/xml")).class, ErrorClass::UnknownOutcome);
    }

    #[test]
    fn what_never_left_may_be_sent_again_and_what_broke_off_is_unknown() {
        assert_eq!(
            unsent("dispatch failure: client error (Connect): tcp connect error").class,
            ErrorClass::Unavailable
        );
        assert_eq!(
            unsent("dispatch failure: connection closed before message completed").class,
            ErrorClass::UnknownOutcome
        );
        assert_eq!(unsent("no providers in chain provided credentials").class, ErrorClass::AccessDenied);
    }
}
