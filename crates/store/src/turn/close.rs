//! Closes a turn: its reply becomes a message of the conversation, exactly once.

use lks_domain::conversation::Message;
use lks_domain::correction::Corrections;
use lks_domain::identity::UserId;
use lks_domain::timestamp::Timestamp;
use lks_domain::turn::{ChatEvent, SequencedEvent, Turn, TurnState, TurnView};
use serde_json::Value;
use sqlx::{Any, Row, Transaction};
use uuid::Uuid;

use super::{TurnKey, event, find};
use crate::conversation::{self, unreadable, uuid};
use crate::database::Store;
use crate::error::StoreError;
use crate::text::storable;

/// What the learner reads when the program ended while the reply was being written.
const INTERRUPTED: &str =
    "The reply was interrupted because the server stopped. What had arrived is kept; ask again.";

impl Store {
    /// Closes the reply with the events that are not stored yet, the closing one among them. In one
    /// transaction the state leaves `open`, the events are stored, and the reply - all stored and
    /// given deltas - is appended to the conversation. False, and nothing is stored, if the turn was
    /// closed already or is gone with its conversation.
    ///
    /// If a client has replaced the conversation in the meantime and dropped the question, question
    /// and reply are both appended.
    ///
    /// # Errors
    /// [`StoreError`]; the turn then is still open and the call may be repeated.
    #[tracing::instrument(name = "db.turn.close", skip_all, fields(turn = %turn))]
    pub async fn close_turn(
        &self,
        user: &UserId,
        conversation: Uuid,
        turn: Uuid,
        events: &[SequencedEvent],
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let Some(state) = events.iter().find_map(|event| event.event.closes()) else {
            return Err(StoreError::Internal("a turn was closed without a closing event".to_owned()));
        };
        let key = TurnKey::new(user, conversation, turn);
        let mut tx = self.write().await?;
        let Some(mut held) = conversation::lock(&mut tx, self.dialect, key.conversation()).await? else {
            return Ok(false);
        };
        let Some(open) = leave_open(&mut tx, &key, state).await? else { return Ok(false) };
        let reply = store_events(&mut tx, &key, events).await?;
        answer(&mut held.messages, &open, reply, state, now);
        conversation::rewrite(&mut tx, key.conversation(), &held, now).await?;
        tx.commit().await?;
        Ok(true)
    }

    /// Closes the turns that a process left open when it ended, with what had arrived, and settles
    /// those it had closed but not settled. For the start, before the first request. Says how many
    /// were left open.
    ///
    /// # Errors
    /// [`StoreError`].
    #[tracing::instrument(name = "db.turn.interrupt_open", skip_all)]
    pub async fn interrupt_open_turns(&self, now: Timestamp) -> Result<u64, StoreError> {
        let mut interrupted = 0;
        for (user, conversation, turn) in self.unsettled_turns().await? {
            let next = self.turn_events(&user, conversation, turn, 0).await?.last().map_or(1, |e| e.seq + 1);
            let failed =
                ChatEvent::Failed { code: "interrupted".to_owned(), message: INTERRUPTED.to_owned() };
            let ending = sequenced(next, [failed, ChatEvent::Settled]);
            if self.close_turn(&user, conversation, turn, &ending, now).await? {
                interrupted += 1;
            } else {
                let settled = sequenced(next, [ChatEvent::Settled]);
                self.append_turn_events(&user, conversation, turn, &settled).await?;
            }
        }
        Ok(interrupted)
    }

    /// Puts corrections to a message, without counting as a change; false if the message is gone.
    ///
    /// # Errors
    /// [`StoreError`].
    #[tracing::instrument(name = "db.conversation.annotate", skip_all)]
    pub async fn annotate_message(
        &self,
        user: &UserId,
        conversation: Uuid,
        message_id: &str,
        corrections: &Corrections,
    ) -> Result<bool, StoreError> {
        let (user, id) = (storable(user.as_str()), conversation.to_string());
        let corrections =
            serde_json::to_value(corrections).map_err(|error| StoreError::Internal(error.to_string()))?;
        let mut tx = self.write().await?;
        let Some(mut held) = conversation::lock(&mut tx, self.dialect, (&user, &id)).await? else {
            return Ok(false);
        };
        let Some(at) = conversation::position(&held.messages, message_id) else { return Ok(false) };
        if let Some(message) = held.messages.get_mut(at) {
            message["corrections"] = corrections;
        }
        conversation::rewrite_messages(&mut tx, (&user, &id), &held).await?;
        tx.commit().await?;
        Ok(true)
    }

    async fn unsettled_turns(&self) -> Result<Vec<(UserId, Uuid, Uuid)>, StoreError> {
        let mut conn = self.read().await?;
        let rows = sqlx::query("SELECT user_id, conversation_id, id FROM turns WHERE settled = 0")
            .fetch_all(&mut *conn)
            .await?;
        let key = |row: &sqlx::any::AnyRow| {
            let user = UserId(row.try_get("user_id")?);
            Ok((user, uuid(row.try_get("conversation_id")?)?, uuid(row.try_get("id")?)?))
        };
        rows.iter().map(key).collect()
    }
}

fn sequenced(first: u64, events: impl IntoIterator<Item = ChatEvent>) -> Vec<SequencedEvent> {
    (first..).zip(events).map(|(seq, event)| SequencedEvent { seq, event }).collect()
}

/// An open turn, just closed.
struct Closed {
    turn: Turn,
    question: Value,
}

/// Leaves the state `open`; none if that has happened already.
async fn leave_open(
    tx: &mut Transaction<'_, Any>,
    key: &TurnKey,
    state: TurnState,
) -> Result<Option<Closed>, StoreError> {
    let row = sqlx::query(
        "UPDATE turns SET state = $4 WHERE user_id = $1 AND conversation_id = $2 AND id = $3 AND state = 'open' \
         RETURNING question",
    )
    .bind(&key.user)
    .bind(&key.conversation)
    .bind(&key.turn)
    .bind(state.name())
    .fetch_optional(&mut **tx)
    .await?;
    let Some(row) = row else { return Ok(None) };
    let question = serde_json::from_str(row.try_get("question")?).map_err(|_| unreadable())?;
    Ok(find(tx, key).await?.map(|turn| Closed { turn, question }))
}

/// Stores what is not stored yet and returns the whole reply. Wrong numbers are no reason to leave a
/// reply open for ever: a gap is noted and passed over, a closing event under a number that is taken
/// goes behind all.
async fn store_events(
    tx: &mut Transaction<'_, Any>,
    key: &TurnKey,
    events: &[SequencedEvent],
) -> Result<String, StoreError> {
    let last = event::last(tx, key).await?;
    let unseen = event::unseen(events, last);
    if let Err(gap) = event::refuse_gap(unseen) {
        tracing::warn!(%gap, "events of a turn are missing");
    }
    if unseen.1.iter().any(|event| event.event.closes().is_some()) {
        event::insert(tx, key, unseen.1).await?;
    } else {
        let ending = events.iter().skip_while(|event| event.event.closes().is_none());
        event::insert(tx, key, &sequenced(last + 1, ending.map(|event| event.event.clone()))).await?;
    }
    let mut view = TurnView::default();
    for event in event::all(tx, key).await? {
        view.apply(&event);
    }
    Ok(view.reply)
}

/// Puts the reply to the messages: over one with its id, else at the end.
fn answer(messages: &mut Vec<Value>, closed: &Closed, reply: String, state: TurnState, now: Timestamp) {
    let Closed { turn, question } = closed;
    let message = Message {
        id: Some(turn.reply_id.clone()),
        role: "assistant".to_owned(),
        content: reply,
        created_at: Some(now.to_string()),
        turn: Some(turn.id),
        state: (state != TurnState::Done).then(|| state.name().to_owned()),
        ..Message::default()
    };
    if let Some(there) = conversation::position(messages, &turn.reply_id).and_then(|at| messages.get_mut(at))
    {
        *there = message.to_value();
        return;
    }
    if !holds(messages, question) {
        messages.push(question.clone());
    }
    messages.push(message.to_value());
}

/// Whether the question is there, by its id or, from a client that keeps no ids, by its words.
fn holds(messages: &[Value], question: &Value) -> bool {
    let same = |message: &Value, key: &str| message.get(key) == question.get(key);
    messages.iter().any(|message| {
        same(message, "id")
            || (message.get("id").is_none() && same(message, "role") && same(message, "content"))
    })
}
