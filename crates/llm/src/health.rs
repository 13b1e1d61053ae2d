//! What is known of a worker's health: probes and passing requests report here.

use std::sync::atomic::{AtomicBool, AtomicU32, AtomicU64, Ordering::Relaxed};
use std::time::Duration;

use lks_domain::live::WorkerState;

/// Probes that must fail in a row before a worker counts as down.
const FAILURES: u32 = 2;
const NEVER: u64 = u64::MAX;

/// A worker's health. Starts as unknown, which is as good as up.
#[derive(Debug)]
pub struct Health {
    down: AtomicBool,
    failures: AtomicU32,
    latency_ms: AtomicU64,
}

impl Health {
    /// Nothing is known yet.
    pub const fn new() -> Self {
        Self { down: AtomicBool::new(false), failures: AtomicU32::new(0), latency_ms: AtomicU64::new(NEVER) }
    }

    /// It answered a probe after this long.
    pub fn answered(&self, after: Duration) {
        self.latency_ms.store(u64::try_from(after.as_millis()).unwrap_or(NEVER - 1), Relaxed);
        self.failures.store(0, Relaxed);
        self.down.store(false, Relaxed);
    }

    /// It did not answer a probe.
    pub fn failed(&self) {
        if self.failures.fetch_add(1, Relaxed) + 1 >= FAILURES {
            self.down.store(true, Relaxed);
        }
    }

    /// A request could not be brought to it; the next probe that is answered brings it back.
    pub fn refused(&self) {
        self.failures.store(FAILURES, Relaxed);
        self.down.store(true, Relaxed);
    }

    /// Whether requests should go to it first of all.
    pub fn usable(&self) -> bool {
        !self.down.load(Relaxed)
    }

    /// Whether it answered, does not answer, or was not asked yet.
    pub fn state(&self) -> WorkerState {
        match (self.down.load(Relaxed), self.latency_ms()) {
            (true, _) => WorkerState::Down,
            (false, Some(_)) => WorkerState::Up,
            (false, None) => WorkerState::Unknown,
        }
    }

    /// Milliseconds until the last answer to a probe.
    pub fn latency_ms(&self) -> Option<u64> {
        Some(self.latency_ms.load(Relaxed)).filter(|millis| *millis != NEVER)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_failed_probes_take_a_worker_down_and_one_answer_brings_it_back() {
        let health = Health::new();
        assert_eq!(health.state(), WorkerState::Unknown);
        health.failed();
        assert!(health.usable());
        health.failed();
        assert_eq!(health.state(), WorkerState::Down);
        health.answered(Duration::from_millis(3));
        assert_eq!((health.state(), health.latency_ms()), (WorkerState::Up, Some(3)));
        health.refused();
        assert!(!health.usable());
    }
}
