//! The contract as this page calls it: one place for addresses, tokens, time limits and errors.

pub mod conversations;
pub mod corrections;
pub mod identity;
pub mod problem;
pub mod regions;
pub mod turns;

use lks_domain::client_config::Transport;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::browser::{self, Incoming, Outgoing};
use crate::session::Session;
use problem::Problem;

/// Longest wait for a whole answer that is not a stream.
const PATIENCE_MS: u32 = 30_000;

/// A caller with a session: adds the token, renews it once when it is refused.
#[derive(Clone, Copy)]
pub struct Api {
    session: Session,
}

impl Api {
    /// Calls on behalf of this session's learner.
    pub const fn new(session: Session) -> Self {
        Self { session }
    }

    /// Opens an answer, whose status is known to be a success.
    ///
    /// # Errors
    /// Any [`Problem`].
    pub async fn open(&self, mut outgoing: Outgoing) -> Result<Incoming, Problem> {
        let base = self.session.deployment.config().await?.api;
        outgoing.url = format!("{}{}", base.trim_end_matches('/'), outgoing.url);
        if outgoing.body.is_some() {
            outgoing.headers.push(("Content-Type", "application/json".to_owned()));
        }
        let token = self.session.token().await?;
        let answer = browser::fetch(&authorised(&outgoing, &token)).await?;
        if answer.status() != 401 {
            return succeeded(answer).await;
        }
        let token = self.session.renewed(&token).await?;
        let answer = browser::fetch(&authorised(&outgoing, &token)).await?;
        if answer.status() == 401 {
            self.session.expire();
            return Err(Problem::Expired);
        }
        succeeded(answer).await
    }

    /// Opens a stream.
    ///
    /// # Errors
    /// Any [`Problem`].
    pub async fn stream(
        &self,
        method: &'static str,
        path: String,
        body: Option<Value>,
    ) -> Result<Incoming, Problem> {
        self.open(Outgoing { method, url: path, body: body.map(|b| b.to_string()), ..Outgoing::default() })
            .await
    }

    /// Calls and reads the whole answer as text.
    ///
    /// # Errors
    /// Any [`Problem`].
    pub async fn call(
        &self,
        method: &'static str,
        path: String,
        body: Option<Value>,
    ) -> Result<String, Problem> {
        let body = body.map(|body| body.to_string());
        let outgoing =
            Outgoing { method, url: path, body, timeout_ms: Some(PATIENCE_MS), ..Outgoing::default() };
        Ok(self.open(outgoing).await?.text().await?)
    }

    /// Calls and reads the whole answer as JSON.
    ///
    /// # Errors
    /// Any [`Problem`].
    pub async fn json<T: DeserializeOwned>(
        &self,
        method: &'static str,
        path: String,
        body: Option<Value>,
    ) -> Result<T, Problem> {
        let text = self.call(method, path, body).await?;
        serde_json::from_str(&text).map_err(|_| Problem::Garbled)
    }

    /// Whether there is more behind the contract than the contract: a gateway refuses what it has not,
    /// and a browser then takes the whole gateway for unreachable.
    async fn has_service(&self) -> Result<bool, Problem> {
        Ok(self.session.deployment.config().await?.transport == Transport::Service)
    }

    /// The learner's id, which is part of most paths.
    fn uid(&self) -> Result<String, Problem> {
        self.session.uid().ok_or(Problem::Expired)
    }

    /// Calls an endpoint and says how it answered and how long that took, in milliseconds.
    pub async fn probe(
        &self,
        method: &'static str,
        path: String,
        body: Option<Value>,
    ) -> (Result<String, Problem>, i64) {
        let started = browser::now_ms();
        let answer = self.call(method, path, body).await;
        (answer, browser::now_ms() - started)
    }
}

/// `data` of a success.
#[derive(serde::Deserialize)]
pub struct Data<T> {
    /// What was asked for.
    pub data: T,
}

fn authorised(outgoing: &Outgoing, token: &str) -> Outgoing {
    let mut outgoing = outgoing.clone();
    outgoing.headers.push(("Authorization", format!("Bearer {token}")));
    outgoing
}

async fn succeeded(answer: Incoming) -> Result<Incoming, Problem> {
    let status = answer.status();
    if (200..300).contains(&status) {
        return Ok(answer);
    }
    let retry_after_s = answer.header("Retry-After").and_then(|value| value.parse().ok());
    let body = answer.text().await.unwrap_or_default();
    Err(Problem::from_answer(status, &body, retry_after_s))
}
