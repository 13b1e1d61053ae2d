//! The API of a stack in AWS, from a server that stands before it: requests are handed on with their
//! token, and the answers come back as they are made. Which worker answers is the stack's matter.

use axum::body::Body;
use bytes::Bytes;
use http::{HeaderMap, Method, Response, header};

use crate::config::{Origin, Timing};
use crate::error::ConfigError;
use crate::relay;
use crate::transport::{Outgoing, SendError, Transport};

/// What a client asks of the stack.
#[derive(Debug, Clone)]
pub struct StackRequest {
    /// As it came.
    pub method: Method,
    /// Path and query, beginning with a slash, as they came.
    pub target: String,
    /// As they came; only what the stack needs is handed on.
    pub headers: HeaderMap,
    /// Whole.
    pub body: Bytes,
}

/// The stack's API gave no answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("The stack's API cannot be reached. Try again")]
pub struct StackUnreachable;

/// The way to a stack's API. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Gateway {
    transport: Transport,
    timing: Timing,
}

impl Gateway {
    /// `address` is the API's with its stage, such as `https://….amazonaws.com/lks-live`.
    ///
    /// # Errors
    /// [`ConfigError`] if the address cannot be used.
    pub fn new(address: &str, timing: Timing) -> Result<Self, ConfigError> {
        let transport = Transport::new("stack", &Origin::Address(address.to_owned()), timing)?;
        Ok(Self { transport, timing })
    }

    /// Sends a request and hands the answer on, status and body untouched. Dropping the answer's body
    /// ends the request.
    ///
    /// # Errors
    /// [`StackUnreachable`] if there is no answer.
    #[tracing::instrument(name = "llm.stack", skip_all, fields(method = %request.method))]
    pub async fn forward(&self, request: StackRequest) -> Result<Response<Body>, StackUnreachable> {
        let mut headers = relay::outgoing(&request.headers);
        if let Some(token) = request.headers.get(header::AUTHORIZATION) {
            headers.insert(header::AUTHORIZATION, token.clone());
        }
        let outgoing =
            Outgoing { method: request.method, target: request.target, headers, body: request.body };
        let answer = self.transport.send(outgoing).await;
        let answer = answer.map_err(|error: SendError| {
            tracing::warn!(?error, "the stack's API gave no answer");
            StackUnreachable
        })?;
        Ok(relay::unseen(answer, self.timing.idle))
    }
}
