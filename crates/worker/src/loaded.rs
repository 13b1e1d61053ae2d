//! Which models count as loaded and until when: Ollama's `keep_alive` and `ps`.
//!
//! The built-in models are part of the program, so unloading frees nothing; what is kept here is
//! what clients rely on: a model in use is listed, with the moment at which it no longer will be.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use time::OffsetDateTime;

/// How long to keep a model after a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum KeepAlive {
    For(Duration),
    Forever,
}

impl KeepAlive {
    /// As a length of time; for ever is the longest there is.
    pub(crate) const fn duration(self) -> Duration {
        match self {
            Self::For(duration) => duration,
            Self::Forever => Duration::MAX,
        }
    }
}

/// A model that is loaded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Resident {
    /// The name it was last asked for by.
    pub(crate) name: String,
    pub(crate) digest: String,
    pub(crate) expires_at: OffsetDateTime,
}

/// The models that are loaded, by digest: an alias is the same model.
#[derive(Debug, Default)]
pub(crate) struct Loaded(Mutex<Vec<Resident>>);

impl Loaded {
    /// A request has used the model at `now`.
    pub(crate) fn keep(&self, name: &str, digest: &str, keep: KeepAlive, now: OffsetDateTime) {
        let mut residents = self.lock();
        residents.retain(|resident| resident.digest != digest && resident.expires_at > now);
        let expires_at = expiry(keep, now);
        if expires_at > now {
            residents.push(Resident { name: name.to_owned(), digest: digest.to_owned(), expires_at });
        }
    }

    pub(crate) fn unload(&self, digest: &str) {
        self.lock().retain(|resident| resident.digest != digest);
    }

    /// What is loaded at `now`, the longest lasting first.
    pub(crate) fn at(&self, now: OffsetDateTime) -> Vec<Resident> {
        let mut residents = self.lock();
        residents.retain(|resident| resident.expires_at > now);
        let mut listed = residents.clone();
        listed.sort_by_key(|resident| std::cmp::Reverse(resident.expires_at));
        listed
    }

    fn lock(&self) -> MutexGuard<'_, Vec<Resident>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// When a model in memory goes, as clients read it.
pub(crate) fn moment(until: Option<std::time::SystemTime>, now: OffsetDateTime) -> OffsetDateTime {
    until.map_or_else(|| expiry(KeepAlive::Forever, now), OffsetDateTime::from)
}

/// For ever is far away, not infinite: clients read a date. Ollama's own is Go's longest duration,
/// about 292 years.
fn expiry(keep: KeepAlive, now: OffsetDateTime) -> OffsetDateTime {
    let longest = time::Duration::days(292 * 365);
    let lasting = match keep {
        KeepAlive::For(duration) => time::Duration::try_from(duration).unwrap_or(longest).min(longest),
        KeepAlive::Forever => longest,
    };
    now.checked_add(lasting).unwrap_or(now)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_model_is_listed_once_under_its_last_name_until_its_time_is_over() {
        let loaded = Loaded::default();
        let now = OffsetDateTime::UNIX_EPOCH;
        let minute = KeepAlive::For(Duration::from_secs(60));
        loaded.keep("llama3:latest", "d1", minute, now);
        loaded.keep("orca-mini:latest", "d1", minute, now);
        loaded.keep("hash-768:latest", "d2", KeepAlive::Forever, now);
        let names: Vec<_> = loaded.at(now).into_iter().map(|resident| resident.name).collect();
        assert_eq!(names, ["hash-768:latest", "orca-mini:latest"]);
        assert_eq!(loaded.at(now + time::Duration::seconds(61)).len(), 1);
        loaded.keep("hash-768:latest", "d2", KeepAlive::For(Duration::ZERO), now);
        assert!(loaded.at(now).iter().all(|resident| resident.digest != "d2"));
    }
}
