//! The turn service: a learner's question, the reply as it is written, and all that comes of it.
//!
//! A request stores the question and starts a task; the task outlives the request. Whoever wants to
//! see the turn - the request itself, a second tab, a browser that comes back - follows its events:
//! from memory while it is live, from the store afterwards. No follower can hold up the writer.

mod answer;
mod companion;
mod feed;
mod hub;
mod live;
mod record;

use std::sync::Arc;
use std::time::Duration;

use futures::stream::BoxStream;
use lks_domain::identity::{Identity, UserId};
use lks_domain::prompt;
use lks_domain::turn::{ChatEvent, SequencedEvent, Turn, TurnRequest, TurnState};
use lks_llm::Regions;
use lks_store::{Conflict, OpenTurn, OpenedTurn, Store, StoreError};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use uuid::Uuid;

use crate::corrections::Corrector;
use crate::error::ApiError;
use crate::state::now;
use crate::turn::answer::Asked;
use crate::turn::hub::{Hub, Slot};
use crate::turn::live::Live;
use crate::vectors::Vectors;

/// How many replies may be written at once.
#[derive(Debug, Clone, Copy)]
pub struct TurnLimits {
    /// For one user.
    pub per_user: usize,
    /// For all together.
    pub total: usize,
}

impl Default for TurnLimits {
    fn default() -> Self {
        Self { per_user: 4, total: 512 }
    }
}

/// How long a request to stop waits for the reply to be closed.
const STOP_PATIENCE: Duration = Duration::from_secs(5);

/// The events of a turn, in order, until it is settled.
pub type Events = BoxStream<'static, SequencedEvent>;

/// Which turn of whom.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct TurnKey {
    /// Whose it is.
    pub user: UserId,
    /// Its conversation.
    pub conversation: Uuid,
    /// The turn.
    pub turn: Uuid,
}

/// The turn service. Cheap to clone.
#[derive(Clone)]
pub struct Turns(Arc<Service>);

struct Service {
    store: Store,
    regions: Regions,
    corrector: Corrector,
    vectors: Vectors,
    tasks: TaskTracker,
    ending: CancellationToken,
    hub: Hub,
}

impl Turns {
    /// No turn is live yet.
    pub fn new(
        store: Store,
        regions: Regions,
        corrector: Corrector,
        vectors: Vectors,
        tasks: TaskTracker,
        limits: TurnLimits,
    ) -> Self {
        let ending = CancellationToken::new();
        Self(Arc::new(Service { store, regions, corrector, vectors, tasks, ending, hub: Hub::new(limits) }))
    }

    /// Asks: stores the question, starts the reply and follows it. A turn that is there already is
    /// followed from its beginning.
    pub async fn ask(
        &self,
        learner: &Identity,
        conversation: Uuid,
        request: TurnRequest,
    ) -> Result<Events, ApiError> {
        let key = TurnKey { user: learner.sub.clone(), conversation, turn: request.id };
        if self.0.hub.live(&key).is_some() || self.0.ending.is_cancelled() {
            return self.follow(key, 0).await;
        }
        let slot = match self.0.hub.slot(&key.user) {
            Ok(slot) => slot,
            Err(full) => return self.follow(key, 0).await.map_err(|_| full),
        };
        let asked = Asked {
            name: learner.name.clone(),
            question: request.content.clone(),
            language: request.language,
            embedding_model: request.embedding_model.clone(),
        };
        let opened = self.open(&key, request).await?;
        if opened.fresh {
            self.start(&key, asked, opened, slot);
        }
        self.follow(key, 0).await
    }

    /// Opens the turn. Another one that is open but that nobody writes any more is closed first.
    async fn open(&self, key: &TurnKey, request: TurnRequest) -> Result<OpenedTurn, ApiError> {
        let open = OpenTurn {
            conversation_id: key.conversation,
            title: prompt::title(&request.content),
            request,
            question_id: Uuid::now_v7().to_string(),
            reply_id: Uuid::now_v7().to_string(),
        };
        let opened = match self.0.store.open_turn(&key.user, &open, now()).await {
            Err(StoreError::Conflict(Conflict::TurnOpen(other))) => {
                self.bury(&TurnKey { turn: other, ..key.clone() }).await?;
                self.0.store.open_turn(&key.user, &open, now()).await
            }
            opened => opened,
        };
        Ok(opened?)
    }

    /// Closes a turn that was left open and is written by nobody.
    async fn bury(&self, key: &TurnKey) -> Result<(), ApiError> {
        if self.0.hub.live(key).is_none() {
            self.close_stored(key, answer::interrupted()).await?;
        }
        Ok(())
    }

    fn start(&self, key: &TurnKey, asked: Asked, opened: OpenedTurn, slot: Slot) {
        let accepted = ChatEvent::Accepted {
            turn: opened.turn.id,
            question: opened.turn.question_id.clone(),
            reply: opened.turn.reply_id.clone(),
            title: opened.title.clone(),
        };
        let live = Arc::new(Live::new(key.clone(), accepted));
        self.0.hub.enter(live.clone());
        let (this, key) = (self.clone(), key.clone());
        self.0.tasks.spawn(async move {
            this.answer(live, asked, opened, slot).await;
            this.0.hub.leave_later(&key, &this.0.ending).await;
        });
    }

    /// Follows a turn from behind the event of this number.
    pub async fn follow(&self, key: TurnKey, after: u64) -> Result<Events, ApiError> {
        if let Some(live) = self.0.hub.live(&key) {
            return Ok(feed::live(live, after));
        }
        match self.0.store.turn(&key.user, key.conversation, key.turn).await? {
            Some(_) => Ok(feed::stored(self.clone(), key, after)),
            None if self.0.ending.is_cancelled() => {
                Err(ApiError::unavailable("The server is stopping. Try again", Duration::from_secs(5)))
            }
            None => Err(no_turn()),
        }
    }

    /// Stops a reply; what had arrived is kept. One that has ended already is left as it is.
    pub async fn stop(&self, key: TurnKey) -> Result<(), ApiError> {
        if let Some(live) = self.0.hub.live(&key) {
            live.stop();
            drop(tokio::time::timeout(STOP_PATIENCE, live.closed()).await);
            return Ok(());
        }
        match self.0.store.turn(&key.user, key.conversation, key.turn).await? {
            Some(Turn { state: TurnState::Open, .. }) => self.close_stored(&key, ChatEvent::Cancelled).await,
            Some(_) => Ok(()),
            None => Err(no_turn()),
        }
    }

    /// The turn that was opened last in the conversation.
    pub async fn latest(&self, user: &UserId, conversation: Uuid) -> Result<Option<Turn>, ApiError> {
        Ok(self.0.store.latest_turn(user, conversation).await?)
    }

    /// Ends every reply that is being written, with what had arrived, and begins no other.
    pub fn end(&self) {
        self.0.ending.cancel();
    }

    async fn close_stored(&self, key: &TurnKey, ending: ChatEvent) -> Result<(), ApiError> {
        let (user, store) = (&key.user, &self.0.store);
        let events = store.turn_events(user, key.conversation, key.turn, 0).await?;
        let next = events.last().map_or(1, |event| event.seq + 1);
        let ending = (next..)
            .zip([ending, ChatEvent::Settled])
            .map(|(seq, event)| SequencedEvent { seq, event })
            .collect::<Vec<_>>();
        store.close_turn(user, key.conversation, key.turn, &ending, now()).await?;
        Ok(())
    }
}

fn no_turn() -> ApiError {
    ApiError::not_found("Turn not found")
}
