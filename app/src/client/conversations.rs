//! The conversations API of the contract.

use lks_domain::conversation::{Conversation, ConversationPatch, NewConversation};
use lks_domain::timestamp::Timestamp;
use serde::Deserialize;
use serde_json::Value;
use uuid::Uuid;

use super::problem::Problem;
use super::{Api, Data};

/// A conversation in the history list.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Summary {
    /// The conversation.
    pub id: Uuid,
    /// May be empty.
    pub title: String,
    /// When it was last changed.
    #[serde(rename = "updatedAt")]
    pub updated_at: Timestamp,
}

impl Api {
    /// The history, newest first: by the light list where the server has one, else by the contract's.
    pub async fn summaries(&self) -> Result<Vec<Summary>, Problem> {
        let uid = self.uid()?;
        if !self.has_service().await? {
            return Ok(self.json::<Data<_>>("GET", format!("/conversations/{uid}"), None).await?.data);
        }
        let answer: Result<Data<Vec<Summary>>, _> = self.json("GET", format!("/summaries/{uid}"), None).await;
        match answer {
            Err(Problem::NotFound | Problem::Refused { .. }) => {
                let all: Data<Vec<Summary>> = self.json("GET", format!("/conversations/{uid}"), None).await?;
                Ok(all.data)
            }
            answer => Ok(answer?.data),
        }
    }

    /// One whole conversation.
    pub async fn conversation(&self, id: Uuid) -> Result<Conversation, Problem> {
        let path = format!("/conversations/{}/{id}", self.uid()?);
        Ok(self.json::<Data<Conversation>>("GET", path, None).await?.data)
    }

    /// Creates or replaces a conversation.
    pub async fn put_conversation(&self, conversation: &NewConversation) -> Result<(), Problem> {
        let body = serde_json::to_value(conversation).map_err(|_| Problem::Garbled)?;
        self.call("POST", format!("/conversations/{}", self.uid()?), Some(body)).await.map(drop)
    }

    /// Changes parts of a conversation.
    pub async fn patch_conversation(&self, id: Uuid, patch: &ConversationPatch) -> Result<(), Problem> {
        let body: Value = serde_json::to_value(patch).map_err(|_| Problem::Garbled)?;
        self.call("PUT", format!("/conversations/{}/{id}", self.uid()?), Some(body)).await.map(drop)
    }

    /// Deletes a conversation.
    pub async fn delete_conversation(&self, id: Uuid) -> Result<(), Problem> {
        self.call("DELETE", format!("/conversations/{}/{id}", self.uid()?), None).await.map(drop)
    }

    /// Deletes the whole history.
    pub async fn delete_conversations(&self) -> Result<(), Problem> {
        self.call("DELETE", format!("/conversations/{}", self.uid()?), None).await.map(drop)
    }
}
