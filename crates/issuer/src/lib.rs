//! The published keys of an issuer of tokens, fetched over HTTPS.
//!
//! Knows nothing of tokens: whoever checks them asks here for the text of `jwks.json` and keeps it.

use std::sync::OnceLock;
use std::time::Duration;

use reqwest::{Certificate, Client, redirect};

/// Longest time for the whole answer: somebody waits to be let in.
const PATIENCE: Duration = Duration::from_secs(5);
/// Two keys take about 1 kB.
const LARGEST: usize = 64 * 1024;

/// The keys cannot be had.
#[derive(Debug, thiserror::Error)]
pub enum IssuerError {
    /// The address is none, or not one of the web.
    #[error("{0:?} is no address of keys; write https://…/.well-known/jwks.json")]
    Address(String),
    /// There is no client for HTTPS.
    #[error("no HTTPS: {0}")]
    Client(String),
    /// No answer, or one that broke off.
    #[error("{0}")]
    Unreachable(String),
    /// An answer that is none.
    #[error("answered {0} instead of the keys")]
    Status(u16),
    /// More than keys ever are.
    #[error("answered with more than {LARGEST} bytes")]
    TooLarge,
}

/// The place where an issuer publishes its keys. Cheap to clone.
#[derive(Debug, Clone)]
pub struct PublishedKeys {
    client: Client,
    address: String,
}

impl PublishedKeys {
    /// Prepares the way; asks nothing yet. Trusted are the machine's root certificates and, for
    /// machines that have none, Mozilla's as compiled in.
    ///
    /// # Errors
    /// [`IssuerError::Address`], [`IssuerError::Client`].
    pub fn at(address: &str) -> Result<Self, IssuerError> {
        if !address.starts_with("https://") && !address.starts_with("http://") {
            return Err(IssuerError::Address(address.to_owned()));
        }
        Ok(Self { client: client(address.starts_with("https://"))?, address: address.to_owned() })
    }

    /// The keys as they are now, as JSON of RFC 7517.
    ///
    /// # Errors
    /// [`IssuerError`]: the sentence is for the log.
    pub async fn fetch(&self) -> Result<String, IssuerError> {
        let unreachable = |error: reqwest::Error| IssuerError::Unreachable(chain(&error));
        let mut answer = self.client.get(&self.address).send().await.map_err(unreachable)?;
        if !answer.status().is_success() {
            return Err(IssuerError::Status(answer.status().as_u16()));
        }
        let mut body = Vec::new();
        while let Some(piece) = answer.chunk().await.map_err(unreachable)? {
            if body.len() + piece.len() > LARGEST {
                return Err(IssuerError::TooLarge);
            }
            body.extend_from_slice(&piece);
        }
        Ok(String::from_utf8_lossy(&body).into_owned())
    }
}

fn client(tls: bool) -> Result<Client, IssuerError> {
    static PROVIDER: OnceLock<()> = OnceLock::new();
    // An error means that the process has chosen a provider already, which serves as well.
    PROVIDER.get_or_init(|| drop(rustls::crypto::ring::default_provider().install_default()));
    let builder = Client::builder().timeout(PATIENCE).redirect(redirect::Policy::none());
    let builder = if tls { builder.tls_certs_merge(mozilla()) } else { builder.tls_certs_only([]) };
    builder.build().map_err(|error| IssuerError::Client(chain(&error)))
}

fn mozilla() -> impl Iterator<Item = Certificate> {
    webpki_root_certs::TLS_SERVER_ROOT_CERTS.iter().filter_map(|root| Certificate::from_der(root).ok())
}

/// reqwest says only the outermost reason by itself.
fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(inner) = source {
        text = format!("{text}: {inner}");
        source = inner.source();
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    use tokio::net::TcpListener;

    /// Answers every request with this, on a real socket.
    async fn answering(answer: String) -> String {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}/jwks.json", listener.local_addr().unwrap());
        tokio::spawn(async move {
            while let Ok((mut socket, _)) = listener.accept().await {
                let _ = socket.read(&mut [0; 1024]).await;
                let _ = socket.write_all(answer.as_bytes()).await;
            }
        });
        address
    }

    fn with_body(status: &str, body: &str) -> String {
        format!("HTTP/1.1 {status}\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{body}", body.len())
    }

    #[tokio::test]
    async fn keys_are_fetched_as_they_are() {
        let keys = PublishedKeys::at(&answering(with_body("200 OK", r#"{"keys":[]}"#)).await).unwrap();
        assert_eq!(keys.fetch().await.unwrap(), r#"{"keys":[]}"#);
    }

    #[tokio::test]
    async fn what_is_not_keys_is_told_apart() {
        let error = async |answer: String| {
            PublishedKeys::at(&answering(answer).await).unwrap().fetch().await.unwrap_err()
        };
        assert!(matches!(error(with_body("404 Not Found", "")).await, IssuerError::Status(404)));
        assert!(matches!(error(with_body("200 OK", &"x".repeat(LARGEST + 1))).await, IssuerError::TooLarge));
        assert!(matches!(
            error("HTTP/1.1 302 Found\r\nlocation: http://127.0.0.1:1/\r\ncontent-length: 0\r\n\r\n".into())
                .await,
            IssuerError::Status(302)
        ));
        assert!(matches!(error("nonsense".into()).await, IssuerError::Unreachable(_)));
    }

    #[test]
    fn only_an_address_of_the_web_is_taken() {
        for bad in ["", "jwks.json", "file:///etc/passwd"] {
            assert!(matches!(PublishedKeys::at(bad), Err(IssuerError::Address(_))));
        }
        assert!(PublishedKeys::at("https://issuer.example/.well-known/jwks.json").is_ok());
    }
}
