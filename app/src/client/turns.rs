//! The turn service of `lks serve`.

use lks_domain::turn::{Turn, TurnRequest};
use uuid::Uuid;

use super::problem::Problem;
use super::{Api, Data};
use crate::browser::{Incoming, Outgoing};

impl Api {
    fn turns_path(&self, conversation: Uuid) -> Result<String, Problem> {
        Ok(format!("/conversations/{}/{conversation}/turns", self.uid()?))
    }

    /// Asks, and opens the stream of what comes of it.
    pub async fn open_turn(&self, conversation: Uuid, request: &TurnRequest) -> Result<Incoming, Problem> {
        let body = serde_json::to_value(request).map_err(|_| Problem::Garbled)?;
        self.stream("POST", self.turns_path(conversation)?, Some(body)).await
    }

    /// Opens the stream of a turn's events behind `after`.
    pub async fn turn_events(&self, conversation: Uuid, turn: Uuid, after: u64) -> Result<Incoming, Problem> {
        let url = format!("{}/{turn}/events", self.turns_path(conversation)?);
        let headers = vec![("Last-Event-ID", after.to_string())];
        self.open(Outgoing { method: "GET", url, headers, ..Outgoing::default() }).await
    }

    /// Stops a reply.
    pub async fn stop_turn(&self, conversation: Uuid, turn: Uuid) -> Result<(), Problem> {
        let path = format!("{}/{turn}/stop", self.turns_path(conversation)?);
        self.call("POST", path, Some(serde_json::json!({}))).await.map(drop)
    }

    /// The conversation's latest turn.
    pub async fn latest_turn(&self, conversation: Uuid) -> Result<Option<Turn>, Problem> {
        let path = format!("{}/latest", self.turns_path(conversation)?);
        Ok(self.json::<Data<Option<Turn>>>("GET", path, None).await?.data)
    }
}
