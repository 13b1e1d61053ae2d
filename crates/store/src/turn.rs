//! Turns: one question each, its reply, and the events a browser may ask for again.
//!
//! A reply leaves the state `open` exactly once, and a conversation has at most one open turn.

mod close;
mod event;
mod open;

pub use open::{OpenTurn, OpenedTurn};

use lks_domain::identity::UserId;
use lks_domain::region::Region;
use lks_domain::timestamp::Timestamp;
use lks_domain::turn::{Turn, TurnState};
use sqlx::any::AnyRow;
use sqlx::{Any, Row, Transaction};
use uuid::Uuid;

use crate::conversation::{unreadable, uuid};
use crate::database::Store;
use crate::error::StoreError;
use crate::text::storable;

/// Which turn, as it is bound: user, conversation, turn.
struct TurnKey {
    user: String,
    conversation: String,
    turn: String,
}

impl TurnKey {
    fn new(user: &UserId, conversation: Uuid, turn: Uuid) -> Self {
        Self { user: storable(user.as_str()), conversation: conversation.to_string(), turn: turn.to_string() }
    }

    fn conversation(&self) -> (&str, &str) {
        (&self.user, &self.conversation)
    }
}

macro_rules! select_turn {
    ($rest:literal) => {
        concat!(
            "SELECT id, conversation_id, state, region, model, question_id, reply_id, created_at FROM turns \
             WHERE user_id = $1 AND conversation_id = $2 ",
            $rest
        )
    };
}

impl Store {
    /// One turn.
    ///
    /// # Errors
    /// [`StoreError`].
    #[tracing::instrument(name = "db.turn.get", skip_all)]
    pub async fn turn(
        &self,
        user: &UserId,
        conversation: Uuid,
        turn: Uuid,
    ) -> Result<Option<Turn>, StoreError> {
        let key = TurnKey::new(user, conversation, turn);
        let mut conn = self.read().await?;
        let row = sqlx::query(select_turn!("AND id = $3"))
            .bind(&key.user)
            .bind(&key.conversation)
            .bind(&key.turn)
            .fetch_optional(&mut *conn)
            .await?;
        row.as_ref().map(read).transpose()
    }

    /// The turn that was opened last.
    ///
    /// # Errors
    /// [`StoreError`].
    #[tracing::instrument(name = "db.turn.latest", skip_all)]
    pub async fn latest_turn(&self, user: &UserId, conversation: Uuid) -> Result<Option<Turn>, StoreError> {
        let mut conn = self.read().await?;
        let row = sqlx::query(select_turn!("ORDER BY ordinal DESC LIMIT 1"))
            .bind(storable(user.as_str()))
            .bind(conversation.to_string())
            .fetch_optional(&mut *conn)
            .await?;
        row.as_ref().map(read).transpose()
    }
}

async fn find(tx: &mut Transaction<'_, Any>, key: &TurnKey) -> Result<Option<Turn>, StoreError> {
    let row = sqlx::query(select_turn!("AND id = $3"))
        .bind(&key.user)
        .bind(&key.conversation)
        .bind(&key.turn)
        .fetch_optional(&mut **tx)
        .await?;
    row.as_ref().map(read).transpose()
}

fn read(row: &AnyRow) -> Result<Turn, StoreError> {
    Ok(Turn {
        id: uuid(row.try_get("id")?)?,
        conversation_id: uuid(row.try_get("conversation_id")?)?,
        state: TurnState::from_name(row.try_get("state")?).ok_or_else(unreadable)?,
        region: Region::from_id(row.try_get("region")?).ok_or_else(unreadable)?,
        model: row.try_get("model")?,
        question_id: row.try_get("question_id")?,
        reply_id: row.try_get("reply_id")?,
        created_at: Timestamp::from_millis(row.try_get("created_at")?),
    })
}
