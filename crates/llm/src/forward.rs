//! `/{region}/{path}`: a client's request on its way to a worker and back.

use axum::body::Body;
use bytes::Bytes;
use http::{HeaderMap, Method, Response};
use lks_domain::region::Region;

use crate::choice::Need;
use crate::error::LlmError;
use crate::regions::Regions;
use crate::transport::Outgoing;
use crate::{path, relay};

/// What a client asks of a region.
#[derive(Debug, Clone)]
pub struct Forward {
    /// GET, HEAD or POST.
    pub method: Method,
    /// What stands behind the region, still percent-encoded, without a slash before it.
    pub path: String,
    /// Without the question mark.
    pub query: Option<String>,
    /// As they came.
    pub headers: HeaderMap,
    /// Whole.
    pub body: Bytes,
}

impl Regions {
    /// Sends a request to a worker of the region and hands its answer on, status and body
    /// untouched, as it is produced. Dropping the answer's body stops the worker.
    ///
    /// # Errors
    /// [`LlmError::Path`] and [`LlmError::Method`] if it may not be sent on,
    /// [`LlmError::Unreachable`] and [`LlmError::Timeout`] if no worker began to answer.
    #[tracing::instrument(name = "llm.forward", skip_all, fields(%region, path = %request.path))]
    pub async fn forward(&self, region: Region, request: Forward) -> Result<Response<Body>, LlmError> {
        let path = path::checked(&request.path)?;
        if ![Method::GET, Method::HEAD, Method::POST].contains(&request.method) {
            return Err(LlmError::Method);
        }
        if path.trim_end_matches('/') == "tags" && request.method != Method::POST {
            return self.tags(region).await;
        }
        let need = Need::of(path, &request.body);
        let query = request.query.map(|query| format!("?{query}")).unwrap_or_default();
        let outgoing = Outgoing {
            method: request.method,
            target: format!("/api/{path}{query}"),
            headers: relay::outgoing(&request.headers),
            body: request.body,
        };
        self.dispatch(region, &need, outgoing).await
    }
}
