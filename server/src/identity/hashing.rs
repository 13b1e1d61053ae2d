//! Passwords to argon2id hashes, off the async threads and never more of them than the machine bears.

use std::sync::Arc;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::refusal::Refusal;
use super::settings::Hashing;

mod argon;

/// How soon someone who was not admitted may try again.
const RETRY_AFTER_SECONDS: u64 = 2;

/// The place where hashing is done.
#[derive(Debug, Clone)]
pub struct Hasher {
    admission: Arc<Semaphore>,
    slots: Arc<Semaphore>,
}

/// Leave to hash, or to wait for it, until dropped.
#[derive(Debug)]
pub struct Admission {
    slots: Arc<Semaphore>,
    _permit: OwnedSemaphorePermit,
}

impl Hasher {
    /// A place with these bounds.
    pub fn new(bounds: &Hashing) -> Self {
        Self {
            admission: Arc::new(Semaphore::new(bounds.admitted.max(1))),
            slots: Arc::new(Semaphore::new(bounds.parallel.max(1))),
        }
    }

    /// Lets one more request in.
    ///
    /// # Errors
    /// [`Refusal::TooManyRequests`] when too many wait already.
    pub fn admit(&self) -> Result<Admission, Refusal> {
        let busy = Refusal::TooManyRequests { retry_after_seconds: RETRY_AFTER_SECONDS };
        let permit = Arc::clone(&self.admission).try_acquire_owned().map_err(|_| busy)?;
        Ok(Admission { slots: Arc::clone(&self.slots), _permit: permit })
    }
}

impl Admission {
    /// The PHC string of a new password.
    ///
    /// # Errors
    /// [`Refusal::Internal`] when hashing itself fails (no memory, no randomness).
    pub async fn hash(&self, password: String) -> Result<String, Refusal> {
        self.run(move || argon::hash(&password).map_err(broken)).await
    }

    /// Whether the password is the one behind `stored`; without a stored hash it takes as long and
    /// is false.
    ///
    /// # Errors
    /// [`Refusal::Internal`] when the stored hash cannot be read.
    pub async fn verify(&self, password: String, stored: Option<String>) -> Result<bool, Refusal> {
        self.run(move || {
            let known = stored.is_some();
            let right =
                argon::matches(&password, stored.as_deref().unwrap_or(argon::DECOY)).map_err(broken)?;
            Ok(right && known)
        })
        .await
    }

    async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> Result<T, Refusal> + Send + 'static,
    ) -> Result<T, Refusal> {
        let slot = Arc::clone(&self.slots).acquire_owned().await.map_err(|_| Refusal::Internal)?;
        let work = move || {
            let result = work();
            drop(slot);
            result
        };
        tokio::task::spawn_blocking(work).await.map_err(broken)?
    }
}

fn broken(error: impl std::fmt::Display) -> Refusal {
    tracing::error!(%error, "password hashing failed");
    Refusal::Internal
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_password_matches_its_own_hash_only_and_the_decoy_never() {
        let hasher = Hasher::new(&Hashing::default());
        let admission = hasher.admit().unwrap();
        let hash = admission.hash("rahasia-1".to_owned()).await.unwrap();
        assert!(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
        assert!(admission.verify("rahasia-1".to_owned(), Some(hash.clone())).await.unwrap());
        assert!(!admission.verify("rahasia-2".to_owned(), Some(hash)).await.unwrap());
        assert!(!admission.verify("rahasia-1".to_owned(), None).await.unwrap());
    }

    #[tokio::test]
    async fn who_comes_when_all_places_are_taken_is_told_when_to_try_again() {
        let hasher = Hasher::new(&Hashing { parallel: 1, admitted: 1 });
        let first = hasher.admit().unwrap();
        assert!(matches!(hasher.admit(), Err(Refusal::TooManyRequests { .. })));
        drop(first);
        assert!(hasher.admit().is_ok());
    }
}
