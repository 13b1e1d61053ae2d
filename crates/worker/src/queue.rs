//! Who works and who waits: few at a time, a bounded number behind them, the rest turned away.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::error::ApiError;
use crate::observe;

/// The queue of one worker.
pub(crate) struct Queue {
    places: Arc<Semaphore>,
    waiting: AtomicUsize,
    longest: usize,
    worker: String,
}

/// A place at work; it is free again when this is dropped.
pub(crate) struct Place(#[expect(dead_code, reason = "held for its drop")] OwnedSemaphorePermit);

impl Queue {
    pub(crate) fn new(parallel: usize, longest: usize, worker: &str) -> Self {
        let places = Arc::new(Semaphore::new(parallel.clamp(1, Semaphore::MAX_PERMITS)));
        Self { places, waiting: AtomicUsize::new(0), longest, worker: worker.to_owned() }
    }

    /// A place, at once or after waiting; dropping the future leaves the queue.
    ///
    /// # Errors
    /// [`ApiError::Busy`] if as many wait already as may.
    pub(crate) async fn enter(&self) -> Result<Place, ApiError> {
        if let Ok(permit) = Arc::clone(&self.places).try_acquire_owned() {
            return Ok(Place(permit));
        }
        let waiting = Waiting::join(self)?;
        let since = Instant::now();
        let permit = Arc::clone(&self.places).acquire_owned().await;
        drop(waiting);
        observe::waited(&self.worker, since.elapsed());
        permit.map(Place).map_err(|_| ApiError::Internal("the worker is shutting down".to_owned()))
    }
}

/// One request in the queue, counted out however it leaves.
struct Waiting<'a>(&'a Queue);

impl<'a> Waiting<'a> {
    fn join(queue: &'a Queue) -> Result<Self, ApiError> {
        let add = |waiting: usize| (waiting < queue.longest).then_some(waiting + 1);
        let joined = queue.waiting.fetch_update(Ordering::AcqRel, Ordering::Acquire, add);
        let before = joined.map_err(|_| ApiError::Busy)?;
        observe::waiting(&queue.worker, before + 1);
        Ok(Self(queue))
    }
}

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        let before = self.0.waiting.fetch_sub(1, Ordering::AcqRel);
        observe::waiting(&self.0.worker, before.saturating_sub(1));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn one_too_many_is_turned_away_and_leaving_makes_room() {
        let queue = Arc::new(Queue::new(1, 1, "test"));
        let place = queue.enter().await.ok();
        let waiting = tokio::spawn({
            let queue = Arc::clone(&queue);
            async move { queue.enter().await.is_ok() }
        });
        tokio::task::yield_now().await;
        assert_eq!(queue.enter().await.err(), Some(ApiError::Busy));
        waiting.abort();
        assert!(waiting.await.is_err());
        let next = queue.enter();
        drop(place);
        assert!(next.await.is_ok());
    }
}
