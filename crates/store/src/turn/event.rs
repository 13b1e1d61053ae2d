//! The events of a turn, numbered from 1 without gaps, for a browser that comes back.

use lks_domain::identity::UserId;
use lks_domain::turn::{ChatEvent, SequencedEvent};
use sqlx::any::AnyRow;
use sqlx::{Any, Row, Transaction};
use uuid::Uuid;

use super::TurnKey;
use crate::conversation::unreadable;
use crate::database::{Dialect, Store};
use crate::error::{Conflict, StoreError};

impl Store {
    /// Appends events, in order; those that are stored already (by number) are passed over. False if
    /// the turn is gone with its conversation. Events that close a reply go to
    /// [`close_turn`](Self::close_turn) instead.
    ///
    /// # Errors
    /// [`Conflict::EventGap`] if a number is left out, or another [`StoreError`].
    #[tracing::instrument(name = "db.turn_event.append", skip_all, fields(events = events.len()))]
    pub async fn append_turn_events(
        &self,
        user: &UserId,
        conversation: Uuid,
        turn: Uuid,
        events: &[SequencedEvent],
    ) -> Result<bool, StoreError> {
        if events.iter().any(|event| event.event.closes().is_some()) {
            return Err(StoreError::Internal(
                "a closing event was appended instead of closing the turn".into(),
            ));
        }
        let key = TurnKey::new(user, conversation, turn);
        let mut tx = self.write().await?;
        if !hold(&mut tx, self.dialect, &key).await? {
            return Ok(false);
        }
        let fresh = unseen(events, last(&mut tx, &key).await?);
        refuse_gap(fresh)?;
        insert(&mut tx, &key, fresh.1).await?;
        tx.commit().await?;
        Ok(true)
    }

    /// The events behind number `after` (0: all), in order; none if there is no such turn.
    ///
    /// # Errors
    /// [`StoreError`].
    #[tracing::instrument(name = "db.turn_event.list", skip_all)]
    pub async fn turn_events(
        &self,
        user: &UserId,
        conversation: Uuid,
        turn: Uuid,
        after: u64,
    ) -> Result<Vec<SequencedEvent>, StoreError> {
        let key = TurnKey::new(user, conversation, turn);
        let mut conn = self.read().await?;
        let rows = select(&key, after).fetch_all(&mut *conn).await?;
        rows.iter().map(read).collect()
    }
}

/// Holds the turn until the end of the transaction; false if there is none.
async fn hold(tx: &mut Transaction<'_, Any>, dialect: Dialect, key: &TurnKey) -> Result<bool, StoreError> {
    const SQLITE: &str = "SELECT 1 FROM turns WHERE user_id = $1 AND conversation_id = $2 AND id = $3";
    const POSTGRES: &str =
        "SELECT 1 FROM turns WHERE user_id = $1 AND conversation_id = $2 AND id = $3 FOR UPDATE";
    let row = sqlx::query(dialect.pick(SQLITE, POSTGRES))
        .bind(&key.user)
        .bind(&key.conversation)
        .bind(&key.turn)
        .fetch_optional(&mut **tx)
        .await?;
    Ok(row.is_some())
}

/// Number of the last stored event, 0 before the first.
pub(super) async fn last(tx: &mut Transaction<'_, Any>, key: &TurnKey) -> Result<u64, StoreError> {
    let row = sqlx::query(
        "SELECT COALESCE(MAX(seq), 0) AS last FROM turn_events \
         WHERE user_id = $1 AND conversation_id = $2 AND turn_id = $3",
    )
    .bind(&key.user)
    .bind(&key.conversation)
    .bind(&key.turn)
    .fetch_one(&mut **tx)
    .await?;
    number(row.try_get("last")?)
}

/// The last stored number and the events behind it.
pub(super) fn unseen(events: &[SequencedEvent], last: u64) -> (u64, &[SequencedEvent]) {
    let known = events.iter().take_while(|event| event.seq <= last).count();
    (last, events.get(known..).unwrap_or_default())
}

/// Checks that the events go on where the stored ones end.
pub(super) fn refuse_gap((last, events): (u64, &[SequencedEvent])) -> Result<(), Conflict> {
    for (expected, event) in (last + 1..).zip(events) {
        if event.seq != expected {
            return Err(Conflict::EventGap { expected, given: event.seq });
        }
    }
    Ok(())
}

/// Stores events that are not stored yet, and marks the turn when they settle it.
pub(super) async fn insert(
    tx: &mut Transaction<'_, Any>,
    key: &TurnKey,
    events: &[SequencedEvent],
) -> Result<(), StoreError> {
    for SequencedEvent { seq, event } in events {
        let text = serde_json::to_string(event).map_err(|error| StoreError::Internal(error.to_string()))?;
        sqlx::query(
            "INSERT INTO turn_events (user_id, conversation_id, turn_id, seq, event) VALUES ($1, $2, $3, $4, $5)",
        )
        .bind(&key.user)
        .bind(&key.conversation)
        .bind(&key.turn)
        .bind(signed(*seq))
        .bind(text)
        .execute(&mut **tx)
        .await?;
    }
    if events.iter().any(|event| event.event == ChatEvent::Settled) {
        settle(tx, key).await?;
    }
    Ok(())
}

async fn settle(tx: &mut Transaction<'_, Any>, key: &TurnKey) -> Result<(), StoreError> {
    sqlx::query("UPDATE turns SET settled = 1 WHERE user_id = $1 AND conversation_id = $2 AND id = $3")
        .bind(&key.user)
        .bind(&key.conversation)
        .bind(&key.turn)
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// All events of a turn, within a transaction.
pub(super) async fn all(
    tx: &mut Transaction<'_, Any>,
    key: &TurnKey,
) -> Result<Vec<SequencedEvent>, StoreError> {
    let rows = select(key, 0).fetch_all(&mut **tx).await?;
    rows.iter().map(read).collect()
}

fn select(key: &TurnKey, after: u64) -> sqlx::query::Query<'_, Any, sqlx::any::AnyArguments> {
    sqlx::query(
        "SELECT seq, event FROM turn_events \
         WHERE user_id = $1 AND conversation_id = $2 AND turn_id = $3 AND seq > $4 ORDER BY seq",
    )
    .bind(&key.user)
    .bind(&key.conversation)
    .bind(&key.turn)
    .bind(signed(after))
}

fn read(row: &AnyRow) -> Result<SequencedEvent, StoreError> {
    let event = serde_json::from_str(row.try_get("event")?).map_err(|_| unreadable())?;
    Ok(SequencedEvent { seq: number(row.try_get("seq")?)?, event })
}

fn number(stored: i64) -> Result<u64, StoreError> {
    u64::try_from(stored).map_err(|_| unreadable())
}

/// A browser may ask for anything; there are no events behind the largest number that fits.
fn signed(seq: u64) -> i64 {
    i64::try_from(seq).unwrap_or(i64::MAX)
}
