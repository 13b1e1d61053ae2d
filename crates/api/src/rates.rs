//! How often one user may ask: generous for people and tests, a bound for runaway clients.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use lks_domain::identity::UserId;

use crate::error::ApiError;

/// Users that are remembered at once; beyond, those who have been quiet are forgotten.
const REMEMBERED: usize = 10_000;

/// Bounds of one user; each may be used up at once and fills up again evenly.
#[derive(Debug, Clone, Copy)]
pub struct RateLimits {
    /// Requests of any sort in a minute.
    pub requests_per_minute: u32,
    /// Requests that make a worker or the tutor work, in a minute.
    pub work_per_minute: u32,
}

impl Default for RateLimits {
    fn default() -> Self {
        Self { requests_per_minute: 6000, work_per_minute: 1200 }
    }
}

/// What every user has used up.
#[derive(Debug)]
pub struct Rates {
    limits: RateLimits,
    users: Mutex<HashMap<UserId, [Bucket; 2]>>,
}

#[derive(Debug, Clone, Copy)]
struct Bucket {
    left: f64,
    at: Instant,
}

impl Bucket {
    /// Takes one out, or says how long until there is one.
    fn take(&mut self, per_minute: u32, now: Instant) -> Result<(), Duration> {
        let size = f64::from(per_minute.max(1));
        let rate = size / 60.0;
        self.left = (self.left + now.duration_since(self.at).as_secs_f64() * rate).min(size);
        self.at = now;
        if self.left < 1.0 {
            return Err(Duration::from_secs_f64(((1.0 - self.left) / rate).ceil()));
        }
        self.left -= 1.0;
        Ok(())
    }
}

impl Rates {
    /// Nobody has asked yet.
    pub fn new(limits: RateLimits) -> Self {
        Self { limits, users: Mutex::default() }
    }

    /// Counts a request.
    pub fn request(&self, user: &UserId) -> Result<(), ApiError> {
        self.count(user, 0, self.limits.requests_per_minute, Instant::now())
    }

    /// Counts a request that makes a worker or the tutor work.
    pub fn work(&self, user: &UserId) -> Result<(), ApiError> {
        self.count(user, 1, self.limits.work_per_minute, Instant::now())
    }

    fn count(&self, user: &UserId, which: usize, per_minute: u32, now: Instant) -> Result<(), ApiError> {
        let mut users = self.users.lock().unwrap_or_else(PoisonError::into_inner);
        if users.len() >= REMEMBERED && !users.contains_key(user) {
            users.retain(|_, buckets| buckets.iter().any(|bucket| now - bucket.at < Duration::from_secs(60)));
        }
        let full = |left: u32| Bucket { left: f64::from(left.max(1)), at: now };
        let buckets = users
            .entry(user.clone())
            .or_insert_with(|| [full(self.limits.requests_per_minute), full(self.limits.work_per_minute)]);
        buckets[which]
            .take(per_minute, now)
            .map_err(|pause| ApiError::too_many("Too many requests. Wait a moment and try again", pause))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_user_has_a_bucket_that_fills_again() {
        let rates = Rates::new(RateLimits { requests_per_minute: 2, work_per_minute: 1 });
        let (one, other) = (UserId("a".into()), UserId("b".into()));
        let start = Instant::now();
        assert!(rates.count(&one, 0, 2, start).is_ok());
        assert!(rates.count(&one, 0, 2, start).is_ok());
        assert!(rates.count(&one, 0, 2, start).is_err());
        assert!(rates.count(&other, 0, 2, start).is_ok());
        assert!(rates.count(&one, 0, 2, start + Duration::from_secs(31)).is_ok());
    }
}
