//! What can be set about a worker. Where the values come from is the server's business.

use std::time::Duration;

use lks_domain::limits;

/// Settings of one worker.
#[derive(Debug, Clone, PartialEq)]
pub struct WorkerConfig {
    /// The worker's name in metrics.
    pub name: String,
    /// Pace of streamed replies of the built-in models, in tokens per second; 0: as fast as they come.
    pub tokens_per_second: f64,
    /// Requests that work at the same time (Ollama: `OLLAMA_NUM_PARALLEL`).
    pub parallel: usize,
    /// Requests that may wait; one more is answered 503 (Ollama: `OLLAMA_MAX_QUEUE`, 512).
    pub queue: usize,
    /// How long a model stays loaded when a request does not say (Ollama: `OLLAMA_KEEP_ALIVE`, 5 min).
    pub keep_alive: Duration,
    /// Largest request body, in bytes.
    pub body_bytes: usize,
}

impl Default for WorkerConfig {
    fn default() -> Self {
        Self {
            name: "worker".to_owned(),
            tokens_per_second: 60.0,
            parallel: 4,
            queue: 512,
            keep_alive: Duration::from_secs(300),
            body_bytes: limits::BODY_BYTES,
        }
    }
}

impl WorkerConfig {
    /// The time between two pieces of a streamed reply; none: no delay.
    pub(crate) fn pause(&self) -> Option<Duration> {
        (self.tokens_per_second > 0.0 && self.tokens_per_second.is_finite())
            .then(|| Duration::from_secs_f64((1.0 / self.tokens_per_second).min(60.0)))
    }
}
