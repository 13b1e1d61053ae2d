//! Bringing one request to one worker, over HTTP or within the process.

use std::sync::OnceLock;

use axum::body::Body;
use bytes::Bytes;
use http::{HeaderMap, Method, Request, Response, Uri};
use tower::ServiceExt as _;

use crate::config::{InProcess, Origin, Timing};
use crate::error::ConfigError;

/// A request for a worker, ready to be sent to any of them.
#[derive(Debug, Clone)]
pub struct Outgoing {
    /// GET, HEAD or POST.
    pub method: Method,
    /// `/api/…`, with the query.
    pub target: String,
    /// Only what workers need.
    pub headers: HeaderMap,
    /// At most a mebibyte, so it can be sent again.
    pub body: Bytes,
}

/// Why a worker gave no answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SendError {
    /// It never got the request.
    Unreached,
    /// It may have got the request, and gave no answer.
    Broken,
}

/// The way to one worker.
#[derive(Debug, Clone)]
pub enum Transport {
    /// `base` has no slash at its end.
    Http { client: reqwest::Client, base: String },
    /// In this process.
    InProcess(InProcess),
}

impl Transport {
    /// Prepares the way. `worker` is named in the error.
    pub fn new(worker: &str, origin: &Origin, timing: Timing) -> Result<Self, ConfigError> {
        match origin {
            Origin::InProcess(service) => Ok(Self::InProcess(service.clone())),
            Origin::Address(address) => {
                let refused = |reason: &str| ConfigError::Address {
                    worker: worker.to_owned(),
                    reason: reason.to_owned(),
                };
                let base = address.trim().trim_end_matches('/').to_owned();
                let uri: Uri = base.parse().map_err(|_| refused("it is no URL"))?;
                let tls = match (uri.scheme_str(), uri.authority(), uri.query()) {
                    (_, Some(authority), _) if authority.as_str().contains('@') => {
                        return Err(refused("it holds a user name"));
                    }
                    (Some("http"), Some(_), None) => false,
                    (Some("https"), Some(_), None) => true,
                    _ => return Err(refused("it is neither http:// nor https://")),
                };
                Ok(Self::Http { client: client(tls, timing)?, base })
            }
        }
    }

    /// Sends the request and waits for the head of the answer.
    pub async fn send(&self, request: Outgoing) -> Result<Response<Body>, SendError> {
        match self {
            Self::Http { client, base } => over_http(client, base, request).await,
            Self::InProcess(service) => within(service.clone(), request).await,
        }
    }
}

async fn over_http(
    client: &reqwest::Client,
    base: &str,
    request: Outgoing,
) -> Result<Response<Body>, SendError> {
    let answer = client
        .request(request.method, format!("{base}{}", request.target))
        .headers(request.headers)
        .body(request.body)
        .send()
        .await
        .map_err(|error| if error.is_connect() { SendError::Unreached } else { SendError::Broken })?;
    let (parts, body) = Response::<reqwest::Body>::from(answer).into_parts();
    Ok(Response::from_parts(parts, Body::new(body)))
}

async fn within(service: InProcess, outgoing: Outgoing) -> Result<Response<Body>, SendError> {
    let mut request = Request::new(Body::from(outgoing.body));
    *request.method_mut() = outgoing.method;
    *request.uri_mut() = outgoing.target.parse().map_err(|_| SendError::Unreached)?;
    *request.headers_mut() = outgoing.headers;
    let Ok(response) = service.0.oneshot(request).await;
    Ok(response)
}

/// Redirects are not followed and proxies of the environment not used: a request goes to the
/// address that was configured, or nowhere.
fn client(tls: bool, timing: Timing) -> Result<reqwest::Client, ConfigError> {
    static PROVIDER: OnceLock<()> = OnceLock::new();
    // An error means that the process has chosen a provider already, which serves as well.
    PROVIDER.get_or_init(|| drop(rustls::crypto::ring::default_provider().install_default()));
    let builder = reqwest::Client::builder()
        .connect_timeout(timing.connect)
        .redirect(reqwest::redirect::Policy::none())
        .no_proxy()
        .tcp_nodelay(true);
    // Without TLS no root certificates are needed, which a fresh machine may lack.
    let builder = if tls { builder } else { builder.tls_certs_only([]) };
    builder.build().map_err(|error| ConfigError::Client(error.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_must_be_plain_http_or_https() {
        let made = |address: &str| {
            Transport::new("chat-a", &Origin::Address(address.to_owned()), Timing::default())
                .map_err(|error| error.to_string())
        };
        assert!(made("http://127.0.0.1:11434/").is_ok());
        for bad in ["", "127.0.0.1:11434", "ftp://x", "http://", "http://me:secret@host", "http://host/?a=b"]
        {
            let sentence = made(bad).err().unwrap_or_default();
            assert!(sentence.contains("worker chat-a") && !sentence.contains("secret"), "{bad}: {sentence}");
        }
    }
}
