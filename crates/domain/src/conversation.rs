//! A learner's conversation as the contract stores and returns it (SPEC section 4).

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use uuid::Uuid;

use crate::correction::Corrections;
use crate::error::Invalid;
use crate::identity::UserId;
use crate::limits;
use crate::timestamp::Timestamp;

/// A stored conversation.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Conversation {
    /// Unique for this user.
    pub id: Uuid,
    /// May be empty.
    pub title: String,
    /// The messages, whole and in order, with whatever keys a client gave them.
    #[cfg_attr(feature = "openapi", schema(value_type = Vec<Object>))]
    pub conversation: Vec<Value>,
    /// 768 numbers, or null as long as no worker could be reached.
    pub embedding: Option<Vec<f32>>,
    /// Whose it is.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub user_id: UserId,
    /// When it was first stored.
    #[serde(rename = "createdAt")]
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub created_at: Timestamp,
    /// When it was last changed.
    #[serde(rename = "updatedAt")]
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub updated_at: Timestamp,
}

/// The body that creates or replaces a conversation.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewConversation {
    /// Chosen by the client.
    pub id: Uuid,
    /// At most [`limits::TITLE_CHARS`] code points; may be empty.
    #[cfg_attr(feature = "openapi", schema(max_length = 500))]
    pub title: String,
    /// The messages.
    #[cfg_attr(feature = "openapi", schema(value_type = Vec<Object>))]
    pub conversation: Vec<Value>,
    /// Exactly 768 numbers, if given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(min_items = 768, max_items = 768))]
    pub embedding: Option<Vec<f32>>,
}

impl NewConversation {
    /// Checks the limits.
    ///
    /// # Errors
    /// [`Invalid`] with a sentence for the client.
    pub fn validate(&self) -> Result<(), Invalid> {
        valid_title(&self.title)?;
        valid_messages(&self.conversation)?;
        self.embedding.as_deref().map_or(Ok(()), valid_embedding)
    }
}

/// The body that changes parts of a conversation.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ConversationPatch {
    /// New title.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(max_length = 500))]
    pub title: Option<String>,
    /// New messages, in place of all the old ones.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<Vec<Object>>))]
    pub conversation: Option<Vec<Value>>,
    /// New vector.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(min_items = 768, max_items = 768))]
    pub embedding: Option<Vec<f32>>,
}

impl ConversationPatch {
    /// Whether there is nothing to change (400 "No fields to update").
    pub const fn is_empty(&self) -> bool {
        self.title.is_none() && self.conversation.is_none() && self.embedding.is_none()
    }

    /// Checks the limits.
    ///
    /// # Errors
    /// [`Invalid`] with a sentence for the client.
    pub fn validate(&self) -> Result<(), Invalid> {
        if self.is_empty() {
            return Err(Invalid::new("No fields to update"));
        }
        self.title.as_deref().map_or(Ok(()), valid_title)?;
        self.conversation.as_deref().map_or(Ok(()), valid_messages)?;
        self.embedding.as_deref().map_or(Ok(()), valid_embedding)
    }
}

fn valid_title(title: &str) -> Result<(), Invalid> {
    if title.chars().count() > limits::TITLE_CHARS {
        return Err(Invalid::new(format!("title is longer than {} characters", limits::TITLE_CHARS)));
    }
    Ok(())
}

fn valid_messages(messages: &[Value]) -> Result<(), Invalid> {
    match messages.iter().position(|message| !message.is_object()) {
        Some(at) => Err(Invalid::new(format!("conversation[{at}] is not an object"))),
        None => Ok(()),
    }
}

fn valid_embedding(vector: &[f32]) -> Result<(), Invalid> {
    if vector.len() != limits::EMBEDDING_DIMENSIONS {
        return Err(Invalid::new(format!(
            "embedding has {} numbers instead of {}",
            vector.len(),
            limits::EMBEDDING_DIMENSIONS
        )));
    }
    if vector.iter().any(|number| !number.is_finite()) {
        return Err(Invalid::new("embedding holds a number that is out of range"));
    }
    Ok(())
}

/// A message as our own pages read and write it. Keys of other clients stay in `extra`.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Message {
    /// Chosen by whoever wrote it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// `user`, `assistant` or `system`.
    pub role: String,
    /// The text; Markdown where the assistant speaks.
    #[serde(default)]
    pub content: String,
    /// RFC 3339.
    #[serde(rename = "createdAt", default, skip_serializing_if = "Option::is_none")]
    pub created_at: Option<String>,
    /// The turn that this message belongs to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub turn: Option<Uuid>,
    /// How the reply ended, when it did not simply end: `failed` or `cancelled`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub state: Option<String>,
    /// What the tutor found in a learner's message.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub corrections: Option<Corrections>,
    /// Whatever else a client stored.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

impl Message {
    /// Reads a stored message as far as it can be read; a message without a text is none.
    pub fn from_value(value: &Value) -> Option<Self> {
        serde_json::from_value(value.clone()).ok().or_else(|| {
            let role = value.get("role")?.as_str()?.to_owned();
            let content = value.get("content")?.as_str()?.to_owned();
            let id = value.get("id").and_then(Value::as_str).map(ToOwned::to_owned);
            Some(Self { id, role, content, ..Self::default() })
        })
    }

    /// As it is stored.
    pub fn to_value(&self) -> Value {
        serde_json::to_value(self).unwrap_or(Value::Null)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_body_is_refused_with_the_reason() {
        let good = NewConversation {
            id: Uuid::nil(),
            title: String::new(),
            conversation: vec![json!({"role":"user","content":"hi"})],
            embedding: Some(vec![0.0; 768]),
        };
        assert_eq!(good.validate(), Ok(()));
        let with = |change: fn(&mut NewConversation)| {
            let mut body = good.clone();
            change(&mut body);
            body.validate().map_err(|invalid| invalid.0)
        };
        assert_eq!(with(|b| b.conversation.push(json!("x"))), Err("conversation[1] is not an object".into()));
        assert_eq!(
            with(|b| b.embedding = Some(vec![])),
            Err("embedding has 0 numbers instead of 768".into())
        );
        assert_eq!(
            with(|b| b.embedding = Some(vec![f32::INFINITY; 768])),
            Err("embedding holds a number that is out of range".into())
        );
        assert_eq!(with(|b| b.title = "x".repeat(501)), Err("title is longer than 500 characters".into()));
        assert_eq!(ConversationPatch::default().validate(), Err(Invalid::new("No fields to update")));
    }

    #[test]
    fn unknown_keys_of_a_message_survive_reading_and_writing() {
        let stored =
            json!({"role":"user","content":"hi","mood":{"happy":true},"createdAt":"2024-01-01T00:00:00Z"});
        let message = Message::from_value(&stored).unwrap_or_default();
        assert_eq!(message.to_value(), stored);
        let foreign = json!({"id":7,"role":"user","content":"hi"});
        assert_eq!(Message::from_value(&foreign).map(|m| m.content), Some("hi".to_owned()));
    }
}
