//! Conversations of a user by the likeness of their vectors.

use lks_domain::identity::UserId;
use sqlx::Row;
use sqlx::any::AnyRow;

use crate::conversation::{ConversationSummary, summary};
use crate::database::{Dialect, Store};
use crate::embedding;
use crate::error::StoreError;
use crate::text::storable;

/// A conversation and how much its vector is like another.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct SimilarConversation {
    /// Which.
    #[serde(flatten)]
    pub summary: ConversationSummary,
    /// Cosine of the angle between the vectors, -1 to 1.
    pub similarity: f32,
}

impl Store {
    /// The user's conversations whose vectors are most like this one, the most similar first, at
    /// most `limit`. Conversations without a vector are left out; a vector of zeros is like none.
    ///
    /// # Errors
    /// [`StoreError`].
    #[tracing::instrument(name = "db.conversation.similar", skip_all, fields(limit))]
    pub async fn similar_conversations(
        &self,
        user: &UserId,
        vector: &[f32],
        limit: usize,
    ) -> Result<Vec<SimilarConversation>, StoreError> {
        embedding::refuse_malformed(vector)?;
        if vector.iter().all(|number| *number == 0.0) {
            return Ok(Vec::new());
        }
        match self.dialect {
            Dialect::Sqlite => self.scan_for_similar(user, vector, limit).await,
            Dialect::Postgres => self.index_for_similar(user, vector, limit).await,
        }
    }

    /// SQLite has no vectors; a user's conversations are few enough to look at each.
    async fn scan_for_similar(
        &self,
        user: &UserId,
        vector: &[f32],
        limit: usize,
    ) -> Result<Vec<SimilarConversation>, StoreError> {
        let mut conn = self.read().await?;
        let rows = sqlx::query(
            "SELECT c.id, c.title, c.updated_at, e.embedding FROM conversations c \
             JOIN conversation_embeddings e ON e.user_id = c.user_id AND e.conversation_id = c.id \
             WHERE c.user_id = $1",
        )
        .bind(storable(user.as_str()))
        .fetch_all(&mut *conn)
        .await?;
        let mut found = Vec::new();
        for row in &rows {
            let bytes: Vec<u8> = row.try_get("embedding")?;
            found.extend(similar(row, cosine(vector, &embedding::from_bytes(&bytes)?))?);
        }
        found.sort_by(|a, b| b.similarity.total_cmp(&a.similarity));
        found.truncate(limit);
        Ok(found)
    }

    async fn index_for_similar(
        &self,
        user: &UserId,
        vector: &[f32],
        limit: usize,
    ) -> Result<Vec<SimilarConversation>, StoreError> {
        let mut conn = self.read().await?;
        let rows = sqlx::query(
            "SELECT c.id, c.title, c.updated_at, 1 - (e.embedding <=> CAST($2 AS vector)) AS similarity \
             FROM conversation_embeddings e \
             JOIN conversations c ON c.user_id = e.user_id AND c.id = e.conversation_id \
             WHERE e.user_id = $1 ORDER BY e.embedding <=> CAST($2 AS vector) LIMIT $3",
        )
        .bind(storable(user.as_str()))
        .bind(embedding::to_text(vector))
        .bind(i64::try_from(limit).unwrap_or(i64::MAX))
        .fetch_all(&mut *conn)
        .await?;
        let found = rows.iter().map(|row| similar(row, row.try_get("similarity")?));
        found.filter_map(Result::transpose).collect()
    }
}

/// None for the likeness of a vector of zeros, which is not a number.
fn similar(row: &AnyRow, similarity: f64) -> Result<Option<SimilarConversation>, StoreError> {
    if similarity.is_nan() {
        return Ok(None);
    }
    Ok(Some(SimilarConversation { summary: summary(row)?, similarity: similarity as f32 }))
}

fn cosine(a: &[f32], b: &[f32]) -> f64 {
    let dot = |a: &[f32], b: &[f32]| a.iter().zip(b).map(|(a, b)| f64::from(*a) * f64::from(*b)).sum::<f64>();
    dot(a, b) / (dot(a, a) * dot(b, b)).sqrt()
}
