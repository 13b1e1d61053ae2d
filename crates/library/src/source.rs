//! The network, as far as models come over it.

use std::sync::OnceLock;
use std::time::Duration;

use reqwest::Url;

use crate::error::LibraryError;

/// How long nothing may come before the other side counts as gone.
const SILENCE: Duration = Duration::from_secs(30);

/// A client for registries and package indexes. It follows redirects and uses the proxies that the
/// machine is set up with, as package managers do.
#[derive(Debug, Clone)]
pub struct Source {
    pub(crate) client: reqwest::Client,
    /// Tries without a byte of progress before giving up.
    pub(crate) tries: u32,
    /// Before the second try; doubled for each further one.
    pub(crate) pause: Duration,
    /// Bytes of a model that may still be fetched.
    pub(crate) most_bytes: u64,
}

impl Source {
    /// The usual client.
    ///
    /// # Errors
    /// [`LibraryError::Remote`] if the machine has no root certificates.
    pub fn new() -> Result<Self, LibraryError> {
        static PROVIDER: OnceLock<()> = OnceLock::new();
        // An error means that the process has chosen a provider already, which serves as well.
        PROVIDER.get_or_init(|| drop(rustls::crypto::ring::default_provider().install_default()));
        let client = reqwest::Client::builder()
            .connect_timeout(Duration::from_secs(15))
            .read_timeout(SILENCE)
            .redirect(reqwest::redirect::Policy::limited(8))
            .user_agent(concat!("lks/", env!("CARGO_PKG_VERSION")))
            .build();
        let client = client.map_err(|error| LibraryError::Remote {
            place: "the network".to_owned(),
            reason: format!("cannot be used: {error}"),
        })?;
        Ok(Self { client, tries: 5, pause: Duration::from_secs(1), most_bytes: u64::MAX })
    }

    /// As patient as a test can wait for.
    #[must_use]
    pub fn with_pause(mut self, pause: Duration) -> Self {
        self.pause = pause;
        self
    }

    /// Models that are larger are refused before anything of them is fetched.
    #[must_use]
    pub fn with_most_bytes(mut self, most_bytes: u64) -> Self {
        self.most_bytes = most_bytes;
        self
    }

    pub(crate) async fn get(&self, url: &Url, accept: &str) -> Result<reqwest::Response, LibraryError> {
        let asked = self.client.get(url.clone()).header(http::header::ACCEPT, accept).send().await;
        asked.map_err(|error| unreachable(url, &error))
    }
}

/// An address for people: host and port, never user name or password.
pub(crate) fn place(url: &Url) -> String {
    match (url.host_str(), url.port()) {
        (Some(host), Some(port)) => format!("{host}:{port}"),
        (Some(host), None) => host.to_owned(),
        (None, _) => url.path().to_owned(),
    }
}

pub(crate) fn unreachable(url: &Url, error: &reqwest::Error) -> LibraryError {
    let reason = if error.is_timeout() {
        "does not answer in time"
    } else if error.is_connect() {
        "cannot be reached"
    } else if error.is_redirect() {
        "redirects in a circle"
    } else {
        "broke off"
    };
    remote(url, reason)
}

pub(crate) fn remote(url: &Url, reason: impl Into<String>) -> LibraryError {
    LibraryError::Remote { place: place(url), reason: reason.into() }
}
