//! Where this page's back end is: `/config.json`, read once.

use leptos::prelude::*;
use lks_domain::client_config::ClientConfig;

use crate::browser::{self, Outgoing};
use crate::client::problem::Problem;

/// The back end's description, once it is known.
#[derive(Clone, Copy)]
pub struct Deployment {
    known: RwSignal<Option<ClientConfig>>,
}

impl Deployment {
    /// Provides an unknown deployment to the whole page.
    pub fn provide() -> Self {
        let deployment = Self { known: RwSignal::new(None) };
        provide_context(deployment);
        deployment
    }

    /// The description; asked for if it is not known yet.
    ///
    /// # Errors
    /// As any call.
    pub async fn config(self) -> Result<ClientConfig, Problem> {
        if let Some(config) = self.known.get_untracked() {
            return Ok(config);
        }
        let outgoing = Outgoing {
            method: "GET",
            url: "/config.json".to_owned(),
            timeout_ms: Some(15_000),
            ..Outgoing::default()
        };
        let answer = browser::fetch(&outgoing).await?;
        let status = answer.status();
        let text = answer.text().await?;
        if status != 200 {
            return Err(Problem::from_answer(status, &text, None));
        }
        let config: ClientConfig = serde_json::from_str(&text).map_err(|_| Problem::Garbled)?;
        self.known.set(Some(config.clone()));
        Ok(config)
    }
}
