//! `/openapi.json`: the contract as a document, made from the same source as the routers.

#[cfg(test)]
mod contract;
mod refined;

use lks_domain::error::ErrorBody;
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::{IntoResponses, Modify, OpenApi, ToSchema};

pub use self::refined::refined;

/// How a request that needs a token can be refused. Every refusal has the same body.
#[derive(IntoResponses)]
#[allow(dead_code, reason = "describes answers, which ApiError makes")]
pub enum Refusals {
    /// Something in the request is not as it should be; the message says what.
    #[response(status = 400)]
    BadInput(ErrorBody),
    /// No token, an expired or an invalid one.
    #[response(status = 401)]
    Unauthorized(ErrorBody),
    /// `uid` is not the token's `sub`.
    #[response(status = 403)]
    Forbidden(ErrorBody),
    /// There is no such thing.
    #[response(status = 404)]
    NotFound(ErrorBody),
    /// See the header Allow.
    #[response(status = 405)]
    MethodNotAllowed(ErrorBody),
    /// The body is larger than 1 MiB.
    #[response(status = 413)]
    TooLarge(ErrorBody),
    /// Too many requests; see the header Retry-After.
    #[response(status = 429)]
    TooMany(ErrorBody),
    /// A mistake of the server.
    #[response(status = 500)]
    Internal(ErrorBody),
    /// No worker can be reached.
    #[response(status = 502)]
    BadGateway(ErrorBody),
    /// The database or every worker is busy; see the header Retry-After.
    #[response(status = 503)]
    Unavailable(ErrorBody),
    /// It took too long.
    #[response(status = 504)]
    Timeout(ErrorBody),
}

/// What a worker answers when it refuses or fails; handed on as it is.
#[derive(ToSchema)]
#[allow(dead_code, reason = "describes answers, which workers make")]
pub struct WorkerError {
    /// What is wrong, in the worker's words.
    error: String,
}

/// An error answer below a region's path: ours, or the worker's.
#[derive(ToSchema)]
#[serde(untagged)]
#[allow(dead_code, reason = "describes answers")]
pub enum RegionError {
    /// The request did not reach a worker.
    Ours(ErrorBody),
    /// The worker's own answer.
    Theirs(WorkerError),
}

/// The document without its paths, which the routers add.
#[derive(OpenApi)]
#[openapi(
    info(
        title = "lks-llm",
        description = "Conversations, corrections, and the language models of two regions."
    ),
    components(schemas(ErrorBody, RegionError, WorkerError)),
    modifiers(&Security),
    security(("idToken" = []))
)]
pub struct Document;

struct Security;

impl Modify for Security {
    fn modify(&self, openapi: &mut utoipa::openapi::OpenApi) {
        let scheme = HttpBuilder::new()
            .scheme(HttpAuthScheme::Bearer)
            .bearer_format("JWT")
            .description(Some("An ID token of the issuer in /config.json"));
        let components = openapi.components.get_or_insert_default();
        components.add_security_scheme("idToken", SecurityScheme::Http(scheme.build()));
    }
}
