//! The brake on guessing: failed tries are counted per account and per address, and too many of
//! them lock it for a time that doubles.
//!
//! The rule for accounts is Amazon Cognito's ("Lockout behavior for failed sign-in attempts"): after
//! n failures, n >= 5, a lock of 2^(n-5) seconds up to 15 minutes; tries during a lock are refused
//! and not counted; a success, or 15 minutes without a try, resets the count. Unknown accounts are
//! counted like known ones. Kept in memory: a restart forgets it.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::OwnedMutexGuard;
use tokio::time::Instant;

use super::refusal::Refusal;

/// The longest lock, and the time after which a count is forgotten.
const FORGET: Duration = Duration::from_secs(15 * 60);
/// Entries beyond this are dropped, those least recently used first.
const CAPACITY: usize = 100_000;
/// Failures of an account before its first lock.
const ACCOUNT_TRIES: u32 = 5;
/// Failures from one address before its first lock: a class room behind one router makes many.
const ADDRESS_TRIES: u32 = 100;

/// All counts.
#[derive(Debug, Clone, Default)]
pub struct Guesses {
    tallies: Arc<Mutex<HashMap<String, Tally>>>,
}

#[derive(Debug, Clone)]
struct Tally {
    failures: u32,
    last: Instant,
    locked_until: Instant,
    turn: Arc<tokio::sync::Mutex<()>>,
}

/// One try in progress. It counts as failed unless it is told to have succeeded: a client that
/// hangs up does not guess for free.
#[derive(Debug)]
pub struct Guess {
    guesses: Guesses,
    account: String,
    settled: bool,
    _turn: OwnedMutexGuard<()>,
}

impl Guesses {
    /// Waits until no other try at this account is in progress, then lets this one be made.
    ///
    /// # Errors
    /// [`Refusal::ATTEMPTS_EXCEEDED`] while the account or the address is locked.
    pub async fn begin(&self, account: &str, address: Option<IpAddr>) -> Result<Guess, Refusal> {
        let account = format!("account {account}");
        let turn = self.turn(&account).lock_owned().await;
        let address = address.and_then(bucket);
        for key in address.iter().chain([&account]) {
            self.refuse_while_locked(key)?;
        }
        self.fail(&account, ACCOUNT_TRIES);
        if let Some(address) = &address {
            self.fail(address, ADDRESS_TRIES);
        }
        Ok(Guess { guesses: self.clone(), account, settled: false, _turn: turn })
    }

    fn turn(&self, key: &str) -> Arc<tokio::sync::Mutex<()>> {
        self.with(key, |tally| Arc::clone(&tally.turn))
    }

    fn refuse_while_locked(&self, key: &str) -> Result<(), Refusal> {
        let locked = self.with(key, |tally| Instant::now() < tally.locked_until);
        if locked { Err(Refusal::ATTEMPTS_EXCEEDED) } else { Ok(()) }
    }

    fn fail(&self, key: &str, free: u32) {
        self.with(key, |tally| {
            tally.failures = tally.failures.saturating_add(1);
            tally.locked_until = tally.last + lock(tally.failures, free);
        });
    }

    fn with<T>(&self, key: &str, act: impl FnOnce(&mut Tally) -> T) -> T {
        let now = Instant::now();
        let mut tallies = self.tallies.lock().unwrap_or_else(PoisonError::into_inner);
        if !tallies.contains_key(key) && tallies.len() >= CAPACITY {
            make_room(&mut tallies, now);
        }
        let tally = tallies.entry(key.to_owned()).or_insert_with(|| Tally::new(now));
        if now.duration_since(tally.last) >= FORGET {
            tally.failures = 0;
        }
        tally.last = now;
        act(tally)
    }
}

impl Tally {
    fn new(now: Instant) -> Self {
        Self { failures: 0, last: now, locked_until: now, turn: Arc::default() }
    }
}

impl Guess {
    /// Resets the account's count. The address keeps its own: one right password does not pay for
    /// guesses at others.
    pub fn succeeded(mut self) {
        self.settled = true;
        self.guesses.with(&self.account, |tally| {
            tally.failures = 0;
            tally.locked_until = tally.last;
        });
    }
}

impl Drop for Guess {
    /// A failure: its lock begins now, not when the password began to be checked.
    fn drop(&mut self) {
        if !self.settled {
            self.guesses.with(&self.account, |tally| {
                tally.last = Instant::now();
                tally.locked_until = tally.last + lock(tally.failures, ACCOUNT_TRIES);
            });
        }
    }
}

fn lock(failures: u32, free: u32) -> Duration {
    let Some(doublings) = failures.checked_sub(free) else { return Duration::ZERO };
    Duration::from_secs(1_u64 << doublings.min(20)).min(FORGET)
}

fn make_room(tallies: &mut HashMap<String, Tally>, now: Instant) {
    tallies.retain(|_, tally| now.duration_since(tally.last) < FORGET);
    if tallies.len() >= CAPACITY {
        let mut moments: Vec<Instant> = tallies.values().map(|tally| tally.last).collect();
        moments.sort_unstable();
        let oldest_tenth = moments[CAPACITY / 10];
        tallies.retain(|_, tally| tally.last > oldest_tenth);
    }
}

/// What counts as one address: an IPv4 address, a /64 of IPv6. This machine itself is not counted;
/// a reverse proxy on it would otherwise lock everyone out at once.
fn bucket(address: IpAddr) -> Option<String> {
    match address.to_canonical() {
        own if own.is_loopback() => None,
        IpAddr::V4(v4) => Some(format!("address {v4}")),
        IpAddr::V6(v6) => v6.segments().first_chunk::<4>().map(|network| format!("address {network:x?}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn fail(guesses: &Guesses, account: &str, from: &str) -> bool {
        guesses.begin(account, from.parse().ok()).await.is_ok()
    }

    #[tokio::test(start_paused = true)]
    async fn five_failures_lock_an_account_for_a_second_and_each_further_one_twice_as_long() {
        let guesses = Guesses::default();
        for _ in 0..5 {
            assert!(fail(&guesses, "siti", "127.0.0.1").await);
        }
        for seconds in [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900] {
            assert!(!fail(&guesses, "siti", "127.0.0.1").await, "locked for {seconds} s");
            tokio::time::advance(Duration::from_millis(seconds * 1000 - 50)).await;
            assert!(!fail(&guesses, "siti", "127.0.0.1").await, "still locked before {seconds} s");
            tokio::time::advance(Duration::from_millis(50)).await;
            assert!(fail(&guesses, "siti", "127.0.0.1").await, "open after {seconds} s");
        }
        assert!(fail(&guesses, "budi", "127.0.0.1").await, "others are not touched");
    }

    #[tokio::test(start_paused = true)]
    async fn a_success_or_a_quarter_of_an_hour_of_peace_resets_the_count() {
        let guesses = Guesses::default();
        for _ in 0..4 {
            assert!(fail(&guesses, "siti", "127.0.0.1").await);
        }
        guesses.begin("siti", None).await.unwrap().succeeded();
        for _ in 0..5 {
            assert!(fail(&guesses, "siti", "127.0.0.1").await);
        }
        tokio::time::advance(FORGET).await;
        for _ in 0..5 {
            assert!(fail(&guesses, "siti", "127.0.0.1").await);
        }
        assert!(!fail(&guesses, "siti", "127.0.0.1").await);
    }

    #[tokio::test(start_paused = true)]
    async fn an_address_that_tries_many_accounts_is_locked_and_loopback_is_not() {
        let guesses = Guesses::default();
        for n in 0..ADDRESS_TRIES {
            assert!(fail(&guesses, &format!("user{n}"), "192.0.2.7").await);
            assert!(fail(&guesses, &format!("own{n}"), "127.0.0.1").await);
        }
        assert!(!fail(&guesses, "another", "192.0.2.7").await);
        assert!(fail(&guesses, "another", "192.0.2.8").await);
        assert!(fail(&guesses, "another", "::ffff:127.0.0.1").await);
    }

    #[tokio::test(start_paused = true)]
    async fn tries_at_one_account_are_made_one_after_the_other() {
        let guesses = Guesses::default();
        let tries = (0..20).map(|_| fail(&guesses, "siti", "127.0.0.1"));
        let made = futures::future::join_all(tries).await.into_iter().filter(|made| *made).count();
        assert_eq!(made, 5, "no more than five get through at once");
    }
}
