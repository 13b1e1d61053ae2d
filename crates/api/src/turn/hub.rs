//! All live turns, and how many a user may have.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use lks_domain::identity::UserId;
use tokio_util::sync::CancellationToken;

use super::live::Live;
use super::{TurnKey, TurnLimits};
use crate::error::ApiError;

/// How long a settled turn is kept in memory for those who are still reading it.
const KEPT: Duration = Duration::from_secs(15);
const PAUSE: Duration = Duration::from_secs(5);

/// All live turns.
pub struct Hub {
    limits: TurnLimits,
    live: Mutex<HashMap<TurnKey, Arc<Live>>>,
    writing: Arc<Mutex<HashMap<UserId, usize>>>,
}

impl Hub {
    /// Nobody is writing.
    pub fn new(limits: TurnLimits) -> Self {
        Self { limits, live: Mutex::default(), writing: Arc::default() }
    }

    /// The live turn of this key.
    pub fn live(&self, key: &TurnKey) -> Option<Arc<Live>> {
        lock(&self.live).get(key).cloned()
    }

    /// Makes a turn known.
    pub fn enter(&self, live: Arc<Live>) {
        lock(&self.live).insert(live.key().clone(), live);
        metrics::gauge!("turns_live").increment(1.0);
    }

    /// Forgets a turn after a while, or when the server ends.
    pub async fn leave_later(&self, key: &TurnKey, ending: &CancellationToken) {
        drop(tokio::time::timeout(KEPT, ending.cancelled()).await);
        lock(&self.live).remove(key);
        metrics::gauge!("turns_live").decrement(1.0);
    }

    /// The right to write one more reply, until it is dropped.
    pub fn slot(&self, user: &UserId) -> Result<Slot, ApiError> {
        let mut writing = lock(&self.writing);
        if writing.values().sum::<usize>() >= self.limits.total {
            let message = "Too many replies are being written. Try again in a few seconds";
            return Err(ApiError::unavailable(message, PAUSE));
        }
        let mine = writing.entry(user.clone()).or_default();
        if *mine >= self.limits.per_user {
            let message = "Too many of your replies are being written at once. Wait for one, or stop it";
            return Err(ApiError::too_many(message, PAUSE));
        }
        *mine += 1;
        Ok(Slot { user: user.clone(), writing: self.writing.clone() })
    }
}

/// The right to write one reply.
pub struct Slot {
    user: UserId,
    writing: Arc<Mutex<HashMap<UserId, usize>>>,
}

impl Drop for Slot {
    fn drop(&mut self) {
        let mut writing = lock(&self.writing);
        if let Some(mine) = writing.get_mut(&self.user) {
            *mine -= 1;
            if *mine == 0 {
                writing.remove(&self.user);
            }
        }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
