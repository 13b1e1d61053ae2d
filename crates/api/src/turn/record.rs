//! Stores a live turn's events behind it, in small batches, so that a crash loses a fifth of a
//! second at most and the reader of a reply never waits for a disk.

use std::sync::Arc;
use std::time::Duration;

use lks_domain::turn::SequencedEvent;
use lks_store::{Store, StoreError};
use tokio_util::sync::CancellationToken;

use super::live::Live;
use crate::state::now;

/// Between two batches.
const PAUSE: Duration = Duration::from_millis(200);
/// How long it is tried to close a reply while the store refuses.
const PATIENCE: Duration = Duration::from_secs(30);

/// Stores events as they come until it is told to end; what is then left goes with the closing.
pub async fn follow(store: Store, live: Arc<Live>, end: CancellationToken) {
    let mut changes = live.follow();
    let mut saved = 1;
    while end.run_until_cancelled(changes.changed()).await.is_some_and(|change| change.is_ok()) {
        if end.run_until_cancelled(tokio::time::sleep(PAUSE)).await.is_none() {
            return;
        }
        changes.mark_unchanged();
        let fresh = live.after(saved);
        match append(&store, &live, &fresh).await {
            Ok(true) => saved = fresh.last().map_or(saved, |event| event.seq),
            // The conversation was deleted: there is nobody to write for.
            Ok(false) => live.stop(),
            Err(error) => {
                tracing::warn!(%error, "turn.record");
                changes.mark_changed();
            }
        }
    }
}

/// Stores events that close nothing; those that are stored already are passed over. False if the
/// turn is gone.
pub async fn append(store: &Store, live: &Live, events: &[SequencedEvent]) -> Result<bool, StoreError> {
    let key = live.key();
    store.append_turn_events(&key.user, key.conversation, key.turn, events).await
}

/// Closes the reply, however often it takes; false if that was impossible for too long.
pub async fn close(store: &Store, live: &Live, events: &[SequencedEvent]) -> bool {
    let key = live.key();
    let attempts = async {
        let mut pause = Duration::from_millis(100);
        loop {
            match store.close_turn(&key.user, key.conversation, key.turn, events, now()).await {
                Ok(_) => return,
                Err(error) => tracing::warn!(%error, "turn.close"),
            }
            tokio::time::sleep(pause).await;
            pause = (pause * 2).min(Duration::from_secs(2));
        }
    };
    tokio::time::timeout(PATIENCE, attempts).await.is_ok()
}
