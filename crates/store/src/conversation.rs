//! Conversations of a user. Every query names the user: no call can touch another's.

use lks_domain::conversation::{Conversation, ConversationPatch, NewConversation};
use lks_domain::identity::UserId;
use lks_domain::timestamp::Timestamp;
use serde_json::Value;
use sqlx::any::AnyRow;
use sqlx::{Any, Row, Transaction};
use uuid::Uuid;

use crate::database::{Dialect, Store};
use crate::embedding;
use crate::error::StoreError;
use crate::text::storable;

/// What a list of the history needs.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct ConversationSummary {
    /// Unique for its user.
    pub id: Uuid,
    /// May be empty.
    pub title: String,
    /// When it was last changed.
    #[serde(rename = "updatedAt")]
    pub updated_at: Timestamp,
}

macro_rules! select {
    ($embedding:literal, $rest:literal) => {
        concat!(
            "SELECT c.user_id, c.id, c.title, c.conversation, c.created_at, c.updated_at, ",
            $embedding,
            " AS embedding FROM conversations c LEFT JOIN conversation_embeddings e \
             ON e.user_id = c.user_id AND e.conversation_id = c.id WHERE c.user_id = $1 ",
            $rest
        )
    };
}

const LIST: (&str, &str) = (
    select!("e.embedding", "ORDER BY c.updated_at DESC, c.ordinal DESC"),
    select!("e.embedding::text", "ORDER BY c.updated_at DESC, c.ordinal DESC"),
);
const ONE: (&str, &str) =
    (select!("e.embedding", "AND c.id = $2"), select!("e.embedding::text", "AND c.id = $2"));

impl Store {
    /// All conversations, the last changed first.
    ///
    /// # Errors
    /// [`StoreError`].
    #[tracing::instrument(name = "db.conversation.list", skip_all)]
    pub async fn list_conversations(&self, user: &UserId) -> Result<Vec<Conversation>, StoreError> {
        let mut conn = self.read().await?;
        let rows = sqlx::query(self.dialect.pick(LIST.0, LIST.1))
            .bind(storable(user.as_str()))
            .fetch_all(&mut *conn)
            .await?;
        rows.iter().map(|row| conversation(row, self.dialect)).collect()
    }

    /// Ids, titles and times of all conversations, the last changed first.
    ///
    /// # Errors
    /// [`StoreError`].
    #[tracing::instrument(name = "db.conversation.summaries", skip_all)]
    pub async fn conversation_summaries(
        &self,
        user: &UserId,
    ) -> Result<Vec<ConversationSummary>, StoreError> {
        let mut conn = self.read().await?;
        let rows = sqlx::query(
            "SELECT id, title, updated_at FROM conversations WHERE user_id = $1 \
             ORDER BY updated_at DESC, ordinal DESC",
        )
        .bind(storable(user.as_str()))
        .fetch_all(&mut *conn)
        .await?;
        rows.iter().map(summary).collect()
    }

    /// One conversation.
    ///
    /// # Errors
    /// [`StoreError`].
    #[tracing::instrument(name = "db.conversation.get", skip_all)]
    pub async fn conversation(&self, user: &UserId, id: Uuid) -> Result<Option<Conversation>, StoreError> {
        let mut conn = self.read().await?;
        let row = sqlx::query(self.dialect.pick(ONE.0, ONE.1))
            .bind(storable(user.as_str()))
            .bind(id.to_string())
            .fetch_optional(&mut *conn)
            .await?;
        row.map(|row| conversation(&row, self.dialect)).transpose()
    }

    /// Creates the conversation, or replaces it but for the time of its creation. Its vector is the
    /// given one or none: the old one belonged to the old text.
    ///
    /// # Errors
    /// [`StoreError`].
    #[tracing::instrument(name = "db.conversation.insert", skip_all)]
    pub async fn put_conversation(
        &self,
        user: &UserId,
        new: &NewConversation,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let (user, id) = (storable(user.as_str()), new.id.to_string());
        let mut tx = self.write().await?;
        sqlx::query(
            "INSERT INTO conversations (user_id, id, title, conversation, created_at, updated_at, ordinal) \
             VALUES ($1, $2, $3, $4, $5, $5, (SELECT COALESCE(MAX(ordinal), 0) + 1 FROM conversations \
                     WHERE user_id = $1 AND updated_at = $5)) \
             ON CONFLICT (user_id, id) DO UPDATE SET title = excluded.title, \
                conversation = excluded.conversation, updated_at = excluded.updated_at, ordinal = excluded.ordinal",
        )
        .bind(&user)
        .bind(&id)
        .bind(storable(&new.title))
        .bind(messages_text(&new.conversation)?)
        .bind(now.millis())
        .execute(&mut *tx)
        .await?;
        match &new.embedding {
            Some(vector) => embedding::put(&mut tx, self.dialect, (&user, &id), vector).await?,
            None => embedding::remove(&mut tx, (&user, &id)).await?,
        }
        Ok(tx.commit().await?)
    }

    /// Changes what is given; false if there is no such conversation.
    ///
    /// # Errors
    /// [`StoreError`].
    #[tracing::instrument(name = "db.conversation.update", skip_all)]
    pub async fn patch_conversation(
        &self,
        user: &UserId,
        id: Uuid,
        patch: &ConversationPatch,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let (user, id) = (storable(user.as_str()), id.to_string());
        let messages = patch.conversation.as_deref().map(messages_text).transpose()?;
        let mut tx = self.write().await?;
        let changed = sqlx::query(
            "UPDATE conversations SET title = COALESCE($3, title), conversation = COALESCE($4, conversation), \
             updated_at = $5, ordinal = (SELECT COALESCE(MAX(ordinal), 0) + 1 FROM conversations \
                     WHERE user_id = $1 AND updated_at = $5) \
             WHERE user_id = $1 AND id = $2",
        )
        .bind(&user)
        .bind(&id)
        .bind(patch.title.as_deref().map(storable))
        .bind(messages)
        .bind(now.millis())
        .execute(&mut *tx)
        .await?;
        if changed.rows_affected() == 0 {
            return Ok(false);
        }
        if let Some(vector) = &patch.embedding {
            embedding::put(&mut tx, self.dialect, (&user, &id), vector).await?;
        }
        tx.commit().await?;
        Ok(true)
    }

    /// Removes a conversation with its turns; false if there is none.
    ///
    /// # Errors
    /// [`StoreError`].
    #[tracing::instrument(name = "db.conversation.delete", skip_all)]
    pub async fn delete_conversation(&self, user: &UserId, id: Uuid) -> Result<bool, StoreError> {
        let mut tx = self.write().await?;
        let removed = sqlx::query("DELETE FROM conversations WHERE user_id = $1 AND id = $2")
            .bind(storable(user.as_str()))
            .bind(id.to_string())
            .execute(&mut *tx)
            .await?;
        tx.commit().await?;
        Ok(removed.rows_affected() > 0)
    }

    /// Removes all conversations of a user with their turns, and says how many.
    ///
    /// # Errors
    /// [`StoreError`].
    #[tracing::instrument(name = "db.conversation.delete_all", skip_all)]
    pub async fn delete_conversations(&self, user: &UserId) -> Result<u64, StoreError> {
        let mut tx = self.write().await?;
        let removed = sqlx::query("DELETE FROM conversations WHERE user_id = $1")
            .bind(storable(user.as_str()))
            .execute(&mut *tx)
            .await?;
        tx.commit().await?;
        Ok(removed.rows_affected())
    }

    /// Stores the vector of a conversation without counting as a change; false if there is no such
    /// conversation.
    ///
    /// # Errors
    /// [`StoreError`].
    #[tracing::instrument(name = "db.conversation.set_embedding", skip_all)]
    pub async fn set_embedding(&self, user: &UserId, id: Uuid, vector: &[f32]) -> Result<bool, StoreError> {
        let (user, id) = (storable(user.as_str()), id.to_string());
        let mut tx = self.write().await?;
        if lock(&mut tx, self.dialect, (&user, &id)).await?.is_none() {
            return Ok(false);
        }
        embedding::put(&mut tx, self.dialect, (&user, &id), vector).await?;
        tx.commit().await?;
        Ok(true)
    }
}

/// A conversation that is held until the end of the transaction.
pub(crate) struct Locked {
    pub(crate) title: String,
    pub(crate) messages: Vec<Value>,
}

/// Holds a conversation until the end of the transaction, so that it may be changed and written back.
pub(crate) async fn lock(
    tx: &mut Transaction<'_, Any>,
    dialect: Dialect,
    key: (&str, &str),
) -> Result<Option<Locked>, StoreError> {
    const SQLITE: &str = "SELECT title, conversation FROM conversations WHERE user_id = $1 AND id = $2";
    const POSTGRES: &str =
        "SELECT title, conversation FROM conversations WHERE user_id = $1 AND id = $2 FOR UPDATE";
    let row =
        sqlx::query(dialect.pick(SQLITE, POSTGRES)).bind(key.0).bind(key.1).fetch_optional(&mut **tx).await?;
    row.map(|row| {
        Ok(Locked { title: row.try_get("title")?, messages: messages(row.try_get("conversation")?)? })
    })
    .transpose()
}

/// Writes a held conversation back, as its last change.
pub(crate) async fn rewrite(
    tx: &mut Transaction<'_, Any>,
    key: (&str, &str),
    held: &Locked,
    now: Timestamp,
) -> Result<(), StoreError> {
    sqlx::query(
        "UPDATE conversations SET title = $3, conversation = $4, updated_at = $5, \
            ordinal = (SELECT COALESCE(MAX(ordinal), 0) + 1 FROM conversations \
                WHERE user_id = $1 AND updated_at = $5) \
         WHERE user_id = $1 AND id = $2",
    )
    .bind(key.0)
    .bind(key.1)
    .bind(&held.title)
    .bind(messages_text(&held.messages)?)
    .bind(now.millis())
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Writes the messages of a held conversation back without counting as a change.
pub(crate) async fn rewrite_messages(
    tx: &mut Transaction<'_, Any>,
    key: (&str, &str),
    held: &Locked,
) -> Result<(), StoreError> {
    sqlx::query("UPDATE conversations SET conversation = $3 WHERE user_id = $1 AND id = $2")
        .bind(key.0)
        .bind(key.1)
        .bind(messages_text(&held.messages)?)
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// Where the message with this id is.
pub(crate) fn position(messages: &[Value], id: &str) -> Option<usize> {
    messages.iter().position(|message| message.get("id").and_then(Value::as_str) == Some(id))
}

/// The JSON text of messages, keys in their order.
pub(crate) fn messages_text(messages: &[Value]) -> Result<String, StoreError> {
    serde_json::to_string(messages).map_err(|error| StoreError::Internal(error.to_string()))
}

fn messages(text: &str) -> Result<Vec<Value>, StoreError> {
    serde_json::from_str(text).map_err(|_| unreadable())
}

fn conversation(row: &AnyRow, dialect: Dialect) -> Result<Conversation, StoreError> {
    Ok(Conversation {
        id: uuid(row.try_get("id")?)?,
        title: row.try_get("title")?,
        conversation: messages(row.try_get("conversation")?)?,
        embedding: embedding::read(row, dialect)?,
        user_id: UserId(row.try_get("user_id")?),
        created_at: Timestamp::from_millis(row.try_get("created_at")?),
        updated_at: Timestamp::from_millis(row.try_get("updated_at")?),
    })
}

pub(crate) fn summary(row: &AnyRow) -> Result<ConversationSummary, StoreError> {
    Ok(ConversationSummary {
        id: uuid(row.try_get("id")?)?,
        title: row.try_get("title")?,
        updated_at: Timestamp::from_millis(row.try_get("updated_at")?),
    })
}

pub(crate) fn uuid(text: &str) -> Result<Uuid, StoreError> {
    Uuid::parse_str(text).map_err(|_| unreadable())
}

pub(crate) fn unreadable() -> StoreError {
    StoreError::Corrupt("a row cannot be read; restore a backup".to_owned())
}
