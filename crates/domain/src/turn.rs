//! One question of a learner and everything that comes of it.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::correction::{Corrections, Language};
use crate::error::Invalid;
use crate::limits;
use crate::region::Region;
use crate::scores::Scores;
use crate::timestamp::Timestamp;

/// The body of `POST /conversations/{uid}/{id}/turns`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct TurnRequest {
    /// Chosen by the client, so that a request sent twice makes one turn.
    pub id: Uuid,
    /// What the learner wrote; at most [`limits::MESSAGE_CHARS`] code points, not blank.
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 8000))]
    pub content: String,
    /// Which region answers.
    pub region: Region,
    /// Which model answers.
    pub model: String,
    /// Language of explanations.
    #[serde(default)]
    pub language: Language,
    /// Drop the message with this id and all after it first: edit and resend, or regenerate.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub replace_from: Option<String>,
    /// Which model makes the conversation's vector; without it the one that all clients have.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub embedding_model: Option<String>,
}

impl TurnRequest {
    /// Checks the limits.
    ///
    /// # Errors
    /// [`Invalid`] with a sentence for the client.
    pub fn validate(&self) -> Result<(), Invalid> {
        if self.content.trim().is_empty() {
            return Err(Invalid::new("content is empty"));
        }
        if self.content.chars().count() > limits::MESSAGE_CHARS {
            return Err(Invalid::new(format!("content is longer than {} characters", limits::MESSAGE_CHARS)));
        }
        if self.model.trim().is_empty() {
            return Err(Invalid::new("model is empty"));
        }
        if self.embedding_model.as_ref().is_some_and(|name| name.trim().is_empty()) {
            return Err(Invalid::new("embeddingModel is empty: name a model or leave it out"));
        }
        Ok(())
    }
}

/// Where a turn's reply stands. It leaves `Open` exactly once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "lowercase")]
pub enum TurnState {
    /// The reply is being written.
    Open,
    /// The model finished it.
    Done,
    /// It broke off; what had arrived is kept.
    Failed,
    /// The learner stopped it; what had arrived is kept.
    Cancelled,
}

impl TurnState {
    /// The name on the wire and in the store.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Done => "done",
            Self::Failed => "failed",
            Self::Cancelled => "cancelled",
        }
    }

    /// The state with this name.
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Open, Self::Done, Self::Failed, Self::Cancelled].into_iter().find(|state| state.name() == name)
    }
}

/// A stored turn.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Turn {
    /// Chosen by the client.
    pub id: Uuid,
    /// Its conversation.
    pub conversation_id: Uuid,
    /// Where the reply stands.
    pub state: TurnState,
    /// Which region answers.
    pub region: Region,
    /// Which model answers.
    pub model: String,
    /// Id of the learner's message.
    pub question_id: String,
    /// Id of the reply.
    pub reply_id: String,
    /// When it was asked.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub created_at: Timestamp,
}

/// What happens in a turn, in order. A reply ends with exactly one of `Done`, `Failed`,
/// `Cancelled`; corrections and scores may come before or after; `Settled` is the last event.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum ChatEvent {
    /// The question is stored and the reply is open.
    Accepted {
        /// The turn.
        turn: Uuid,
        /// Id of the learner's message.
        question: String,
        /// Id of the reply.
        reply: String,
        /// Title of the conversation.
        title: String,
    },
    /// More of the reply.
    Delta {
        /// The text to append.
        text: String,
    },
    /// The reply is whole.
    Done,
    /// The reply broke off.
    Failed {
        /// Stable code: `worker_unreachable`, `worker_busy`, `model_missing`, `model_unsuited`, `worker_failed`, `interrupted`, `storage`.
        code: String,
        /// For the learner: what happened and what to do next.
        message: String,
    },
    /// The learner stopped the reply.
    Cancelled,
    /// What the tutor found in the learner's message. A later one, of a model that judged the message,
    /// replaces an earlier one, of the rules.
    Corrections {
        /// Id of that message.
        message: String,
        /// The result.
        result: Corrections,
    },
    /// The conversation's scores after this turn.
    Scores {
        /// The nine aspects.
        scores: Scores,
    },
    /// Nothing more will come.
    Settled,
}

impl ChatEvent {
    /// The state that this event closes the reply with.
    pub const fn closes(&self) -> Option<TurnState> {
        match self {
            Self::Done => Some(TurnState::Done),
            Self::Failed { .. } => Some(TurnState::Failed),
            Self::Cancelled => Some(TurnState::Cancelled),
            _ => None,
        }
    }

    /// The event's name on the wire.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Accepted { .. } => "accepted",
            Self::Delta { .. } => "delta",
            Self::Done => "done",
            Self::Failed { .. } => "failed",
            Self::Cancelled => "cancelled",
            Self::Corrections { .. } => "corrections",
            Self::Scores { .. } => "scores",
            Self::Settled => "settled",
        }
    }
}

/// An event with its place in the turn, from 1; on the wire the `id` of a server-sent event.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SequencedEvent {
    /// Place in the turn, from 1, without gaps.
    pub seq: u64,
    /// What happened.
    pub event: ChatEvent,
}

/// A turn as seen so far: all events folded, in order, each once.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TurnView {
    /// Sequence number of the last event that was folded in.
    pub seen: u64,
    /// The reply so far.
    pub reply: String,
    /// How the reply ended, if it has.
    pub closed: Option<TurnState>,
    /// Why it failed: code and sentence.
    pub failure: Option<(String, String)>,
    /// What the tutor found.
    pub corrections: Option<Corrections>,
    /// The scores after this turn.
    pub scores: Option<Scores>,
    /// Whether more can come.
    pub settled: bool,
}

impl TurnView {
    /// Folds one event in. An event that was seen already changes nothing, so that a stream may be
    /// replayed from any earlier point.
    pub fn apply(&mut self, sequenced: &SequencedEvent) {
        if sequenced.seq <= self.seen {
            return;
        }
        self.seen = sequenced.seq;
        if self.closed.is_none() {
            self.closed = sequenced.event.closes();
        }
        match &sequenced.event {
            ChatEvent::Delta { text } => self.reply.push_str(text),
            ChatEvent::Failed { code, message } => self.failure = Some((code.clone(), message.clone())),
            ChatEvent::Corrections { result, .. } => self.corrections = Some(result.clone()),
            ChatEvent::Scores { scores } => self.scores = Some(*scores),
            ChatEvent::Settled => self.settled = true,
            ChatEvent::Accepted { .. } | ChatEvent::Done | ChatEvent::Cancelled => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_replayed_stream_is_folded_once_and_the_reply_closes_once() {
        let events = [
            ChatEvent::Delta { text: "Hel".into() },
            ChatEvent::Delta { text: "lo".into() },
            ChatEvent::Cancelled,
            ChatEvent::Done,
            ChatEvent::Settled,
        ];
        let mut view = TurnView::default();
        for _ in 0..2 {
            for (seq, event) in (1..).zip(events.clone()) {
                view.apply(&SequencedEvent { seq, event });
            }
        }
        assert_eq!(
            (view.reply.as_str(), view.closed, view.settled),
            ("Hello", Some(TurnState::Cancelled), true)
        );
    }
}
