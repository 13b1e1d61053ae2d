//! Opens a turn: question, open reply and first event are stored at once or not at all.

use lks_domain::conversation::Message;
use lks_domain::identity::UserId;
use lks_domain::timestamp::Timestamp;
use lks_domain::turn::{ChatEvent, SequencedEvent, Turn, TurnRequest, TurnState};
use serde_json::Value;
use sqlx::{Any, Row, Transaction};
use uuid::Uuid;

use super::{TurnKey, event, find};
use crate::conversation::{self, Locked, uuid};
use crate::database::Store;
use crate::error::{Conflict, StoreError};
use crate::text::storable;

/// What a learner asks, and what the turn service adds to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenTurn {
    /// Created if it is not there.
    pub conversation_id: Uuid,
    /// The title, if the conversation is created or has a blank one.
    pub title: String,
    /// Turn, question, region, model, and where to replace from.
    pub request: TurnRequest,
    /// Id of the learner's message; unused before.
    pub question_id: String,
    /// Id of the reply; unused before.
    pub reply_id: String,
}

/// A turn that is stored, and what the model needs to answer it.
#[derive(Debug, Clone, PartialEq)]
pub struct OpenedTurn {
    /// The turn; with an earlier call's ids if it was there already.
    pub turn: Turn,
    /// Whether this call opened it. Otherwise someone answers it already, or it is closed.
    pub fresh: bool,
    /// Title of the conversation.
    pub title: String,
    /// All messages, the question included.
    pub conversation: Vec<Value>,
}

impl Store {
    /// Stores the question and opens its reply in one transaction; the first event (`Accepted`,
    /// number 1) is stored with it. The same turn id again changes nothing and returns the turn.
    ///
    /// # Errors
    /// [`Conflict::TurnOpen`] while another reply of the conversation is being written,
    /// [`Conflict::UnknownMessage`] if `replace_from` names no message, or another [`StoreError`].
    #[tracing::instrument(name = "db.turn.open", skip_all, fields(turn = %open.request.id))]
    pub async fn open_turn(
        &self,
        user: &UserId,
        open: &OpenTurn,
        now: Timestamp,
    ) -> Result<OpenedTurn, StoreError> {
        let key = TurnKey::new(user, open.conversation_id, open.request.id);
        let mut tx = self.write().await?;
        make_conversation(&mut tx, &key, &open.title, now).await?;
        // It can only be missing if it was deleted between these two statements.
        let held = conversation::lock(&mut tx, self.dialect, key.conversation()).await?;
        let mut held = held.ok_or(StoreError::Busy)?;
        if let Some(turn) = find(&mut tx, &key).await? {
            return Ok(OpenedTurn { turn, fresh: false, title: held.title, conversation: held.messages });
        }
        refuse_second_open(&mut tx, &key).await?;
        let question = ask(&mut held, open, now)?;
        conversation::rewrite(&mut tx, key.conversation(), &held, now).await?;
        let turn = insert(&mut tx, &key, open, &question, now).await?;
        event::insert(&mut tx, &key, &[accepted(&turn, &held.title)]).await?;
        tx.commit().await?;
        Ok(OpenedTurn { turn, fresh: true, title: held.title, conversation: held.messages })
    }
}

async fn make_conversation(
    tx: &mut Transaction<'_, Any>,
    key: &TurnKey,
    title: &str,
    now: Timestamp,
) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO conversations (user_id, id, title, conversation, created_at, updated_at, ordinal) \
         VALUES ($1, $2, $3, '[]', $4, $4, 0) ON CONFLICT (user_id, id) DO NOTHING",
    )
    .bind(&key.user)
    .bind(&key.conversation)
    .bind(storable(title))
    .bind(now.millis())
    .execute(&mut **tx)
    .await?;
    Ok(())
}

async fn refuse_second_open(tx: &mut Transaction<'_, Any>, key: &TurnKey) -> Result<(), StoreError> {
    let open =
        sqlx::query("SELECT id FROM turns WHERE user_id = $1 AND conversation_id = $2 AND state = 'open'")
            .bind(&key.user)
            .bind(&key.conversation)
            .fetch_optional(&mut **tx)
            .await?;
    match open {
        Some(row) => Err(Conflict::TurnOpen(uuid(row.try_get("id")?)?).into()),
        None => Ok(()),
    }
}

/// Puts the question at the end of the held conversation, after dropping what it replaces.
fn ask(held: &mut Locked, open: &OpenTurn, now: Timestamp) -> Result<Value, StoreError> {
    if let Some(first) = &open.request.replace_from {
        let at = conversation::position(&held.messages, first).ok_or(Conflict::UnknownMessage)?;
        held.messages.truncate(at);
    }
    if held.title.trim().is_empty() {
        held.title = storable(&open.title);
    }
    let question = Message {
        id: Some(storable(&open.question_id)),
        role: "user".to_owned(),
        content: open.request.content.clone(),
        created_at: Some(now.to_string()),
        turn: Some(open.request.id),
        ..Message::default()
    };
    held.messages.push(question.to_value());
    Ok(question.to_value())
}

async fn insert(
    tx: &mut Transaction<'_, Any>,
    key: &TurnKey,
    open: &OpenTurn,
    question: &Value,
    now: Timestamp,
) -> Result<Turn, StoreError> {
    sqlx::query(
        "INSERT INTO turns (user_id, conversation_id, id, ordinal, state, region, model, question_id, question, \
            reply_id, created_at) \
         VALUES ($1, $2, $3, (SELECT COALESCE(MAX(ordinal), 0) + 1 FROM turns \
            WHERE user_id = $1 AND conversation_id = $2), 'open', $4, $5, $6, $7, $8, $9)",
    )
    .bind(&key.user)
    .bind(&key.conversation)
    .bind(&key.turn)
    .bind(open.request.region.id())
    .bind(storable(&open.request.model))
    .bind(storable(&open.question_id))
    .bind(question.to_string())
    .bind(storable(&open.reply_id))
    .bind(now.millis())
    .execute(&mut **tx)
    .await?;
    Ok(Turn {
        id: open.request.id,
        conversation_id: open.conversation_id,
        state: TurnState::Open,
        region: open.request.region,
        model: storable(&open.request.model),
        question_id: storable(&open.question_id),
        reply_id: storable(&open.reply_id),
        created_at: now,
    })
}

fn accepted(turn: &Turn, title: &str) -> SequencedEvent {
    let event = ChatEvent::Accepted {
        turn: turn.id,
        question: turn.question_id.clone(),
        reply: turn.reply_id.clone(),
        title: title.to_owned(),
    };
    SequencedEvent { seq: 1, event }
}
