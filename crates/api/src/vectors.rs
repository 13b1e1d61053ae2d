//! A conversation's vector, filled in behind the request: never blocks it, never fails it.
//!
//! All vectors come from one model name, [`MODEL`]. What stands behind that name is the region's
//! matter: the built-in alias of `hash-768`, or the real model of an Ollama server. When a server
//! with the real one appears or goes, older vectors are of the other kind until their conversation
//! grows; so vectors rank conversations of one installation and are no measure between two.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use lks_domain::identity::UserId;
use lks_domain::region::Region;
use lks_domain::{limits, prompt};
use lks_llm::Regions;
use lks_store::Store;
use tokio::sync::Semaphore;
use tokio_util::task::TaskTracker;
use uuid::Uuid;

/// The model of all vectors.
const MODEL: &str = "nomic-embed-text";
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
    /// Conversations that wait, each with how often it has changed while waiting.
    waiting: Mutex<HashMap<Key, u64>>,
    turns: Semaphore,
}

impl Vectors {
    /// Nothing waits yet.
    pub fn new(store: Store, regions: Regions, tasks: TaskTracker) -> Self {
        let turns = Semaphore::new(AT_ONCE);
        Self(Arc::new(Inner { store, regions, tasks, waiting: Mutex::default(), turns }))
    }

    /// The conversation's text has changed: make its vector soon.
    pub fn refresh(&self, user: &UserId, conversation: Uuid) {
        let key = (user.clone(), conversation);
        if self.waits(&key) || self.0.tasks.is_closed() {
            return;
        }
        let this = self.clone();
        self.0.tasks.spawn(async move { this.settle(key).await });
    }

    /// Notes the change; true if somebody is waiting with it already, or too many are.
    fn waits(&self, key: &Key) -> bool {
        let mut waiting = self.0.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(changes) = waiting.get_mut(key) {
            *changes += 1;
            return true;
        }
        waiting.len() >= WAITING || waiting.insert(key.clone(), 0).is_some()
    }

    /// Waits until the conversation is quiet and makes its vector, again if it changed meanwhile.
    async fn settle(&self, key: Key) {
        loop {
            let before = self.changes(&key);
            tokio::time::sleep(PAUSE).await;
            if self.changes(&key) != before {
                continue;
            }
            self.make(&key).await;
            let mut waiting = self.0.waiting.lock().unwrap_or_else(PoisonError::into_inner);
            if waiting.get(&key) == before.as_ref() {
                waiting.remove(&key);
                return;
            }
        }
    }

    fn changes(&self, key: &Key) -> Option<u64> {
        self.0.waiting.lock().unwrap_or_else(PoisonError::into_inner).get(key).copied()
    }

    async fn make(&self, (user, conversation): &Key) {
        let Ok(_turn) = self.0.turns.acquire().await else { return };
        let Ok(Some(stored)) = self.0.store.conversation(user, *conversation).await else { return };
        let text = end(&prompt::embedding_text(&stored.conversation));
        if text.trim().is_empty() {
            return;
        }
        let Some(vector) = self.embed(&text).await else { return };
        if let Err(error) = self.0.store.set_embedding(user, *conversation, &vector).await {
            tracing::warn!(%error, "vector.store");
        }
    }

    /// The vector from the first region that gives a usable one.
    async fn embed(&self, text: &str) -> Option<Vec<f32>> {
        for region in Region::ALL {
            match self.0.regions.embed(region, MODEL, text).await {
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
