//! A conversation's vector, filled in behind the request: never blocks it, never fails it.
//!
//! Vectors come from [`EMBEDDING_MODEL`], or from the model that the learner chose. What stands behind a name is
//! the region's matter: the built-in alias of `hash-768`, or the real model of an Ollama server. When a server with
//! the real one appears or goes, or a learner chooses another model, older vectors are of the other kind until their
//! conversation grows; so vectors rank conversations of one installation and are no measure between two.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use lks_domain::identity::UserId;
use lks_domain::ollama::EMBEDDING_MODEL;
use lks_domain::region::Region;
use lks_domain::{limits, prompt};
use lks_llm::Regions;
use lks_store::Store;
use tokio::sync::Semaphore;
use tokio_util::task::TaskTracker;
use uuid::Uuid;

/// Changes that follow each other this closely make one vector.
const PAUSE: Duration = Duration::from_millis(500);
/// Vectors that are made at once.
const AT_ONCE: usize = 2;
/// Conversations that wait for one; beyond, they get theirs with the next change.
const WAITING: usize = 1000;
/// Longest text that a vector is made of, in code points; of a longer one the end counts.
const TEXT_CHARS: usize = 8000;

type Key = (UserId, Uuid);

/// Makes vectors in the background.
#[derive(Clone)]
pub struct Vectors(Arc<Inner>);

struct Inner {
    store: Store,
    regions: Regions,
    tasks: TaskTracker,
    waiting: Mutex<HashMap<Key, Wish>>,
    turns: Semaphore,
}

/// What a conversation waits for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Wish {
    /// How often it has changed while waiting.
    changes: u64,
    /// The model that was chosen last.
    model: Option<String>,
}

impl Vectors {
    /// Nothing waits yet.
    pub fn new(store: Store, regions: Regions, tasks: TaskTracker) -> Self {
        let turns = Semaphore::new(AT_ONCE);
        Self(Arc::new(Inner { store, regions, tasks, waiting: Mutex::default(), turns }))
    }

    /// The conversation's text has changed: make its vector soon, with this model if the learner chose one.
    pub fn refresh(&self, user: &UserId, conversation: Uuid, model: Option<String>) {
        let key = (user.clone(), conversation);
        if self.waits(&key, model) || self.0.tasks.is_closed() {
            return;
        }
        let this = self.clone();
        self.0.tasks.spawn(async move { this.settle(key).await });
    }

    /// Notes the change; true if somebody is waiting with it already, or too many are.
    fn waits(&self, key: &Key, model: Option<String>) -> bool {
        let mut waiting = self.0.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(wish) = waiting.get_mut(key) {
            wish.changes += 1;
            wish.model = model.or(wish.model.take());
            return true;
        }
        waiting.len() >= WAITING || waiting.insert(key.clone(), Wish { changes: 0, model }).is_some()
    }

    /// Waits until the conversation is quiet and makes its vector, again if it changed meanwhile.
    async fn settle(&self, key: Key) {
        loop {
            let before = self.wish(&key);
            tokio::time::sleep(PAUSE).await;
            if self.wish(&key) != before {
                continue;
            }
            self.make(&key, before.as_ref().and_then(|wish| wish.model.as_deref())).await;
            let mut waiting = self.0.waiting.lock().unwrap_or_else(PoisonError::into_inner);
            if waiting.get(&key) == before.as_ref() {
                waiting.remove(&key);
                return;
            }
        }
    }

    fn wish(&self, key: &Key) -> Option<Wish> {
        self.0.waiting.lock().unwrap_or_else(PoisonError::into_inner).get(key).cloned()
    }

    async fn make(&self, (user, conversation): &Key, chosen: Option<&str>) {
        let Ok(_turn) = self.0.turns.acquire().await else { return };
        let Ok(Some(stored)) = self.0.store.conversation(user, *conversation).await else { return };
        let text = end(&prompt::embedding_text(&stored.conversation));
        if text.trim().is_empty() {
            return;
        }
        let Some(vector) = self.embed(chosen, &text).await else { return };
        if let Err(error) = self.0.store.set_embedding(user, *conversation, &vector).await {
            tracing::warn!(%error, "vector.store");
        }
    }

    /// The vector from the first region that gives a usable one; if none has the chosen model, of the usual one.
    async fn embed(&self, chosen: Option<&str>, text: &str) -> Option<Vec<f32>> {
        let models = chosen.into_iter().chain([EMBEDDING_MODEL]);
        for (model, region) in models.flat_map(|model| Region::ALL.map(|region| (model, region))) {
            match self.0.regions.embed(region, model, text).await {
                Ok(vector) if usable(&vector) => return Some(vector),
                Ok(vector) => tracing::warn!(%region, dimensions = vector.len(), "vector.unusable"),
                Err(error) => tracing::debug!(%region, %error, "vector.failed"),
            }
        }
        None
    }
}

fn usable(vector: &[f32]) -> bool {
    vector.len() == limits::EMBEDDING_DIMENSIONS && vector.iter().all(|number| number.is_finite())
}

fn end(text: &str) -> String {
    let skipped = text.chars().count().saturating_sub(TEXT_CHARS);
    text.chars().skip(skipped).collect()
}
