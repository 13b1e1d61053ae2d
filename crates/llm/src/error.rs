//! What can go wrong on the way to a worker. The sentences are for learners: no addresses in them.

use std::time::Duration;

use lks_domain::region::Region;

/// Why the workers' configuration cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// An address is not `http://…` or `https://…`.
    #[error("the address of worker {worker} is not usable: {reason}; write it like http://127.0.0.1:11434")]
    Address {
        /// The worker's name.
        worker: String,
        /// What is wrong with it.
        reason: String,
    },
    /// No TLS client could be made, for example because the machine has no root certificates.
    #[error("cannot set up the HTTP client for workers: {0}")]
    Client(String),
}

/// Why no worker answered, or not to the end.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LlmError {
    /// The path does not name something below `/api/`.
    #[error("The path may not contain '..', empty parts, encoded slashes or control characters")]
    Path,
    /// Only GET, HEAD and POST reach workers.
    #[error("Only GET and POST are allowed here")]
    Method,
    /// No connection, or it broke before the answer began.
    #[error("No worker of {} can be reached. Try again, or choose the other region", .0.name())]
    Unreachable(Region),
    /// Every worker refuses more work, or none is configured.
    #[error("All workers of {} are busy. Try again in a few seconds, or choose the other region", .region.name())]
    Busy {
        /// Which region.
        region: Region,
        /// When to try again.
        retry_after: Duration,
    },
    /// The worker was silent for longer than [`Timing::idle`](crate::Timing::idle).
    #[error("The worker in {} did not answer in time. Try again, or choose a smaller model", .0.name())]
    Timeout(Region),
    /// The region has no such model.
    #[error("{} has no model '{model}'. Choose another model", .region.name())]
    ModelMissing {
        /// Which region.
        region: Region,
        /// As it was asked for.
        model: String,
    },
    /// The model is there and refuses this sort of request, as one for vectors refuses to chat.
    #[error("The model '{model}' of {} cannot do this. Choose another model", .region.name())]
    Unsuited {
        /// Which region.
        region: Region,
        /// As it was asked for.
        model: String,
    },
    /// The worker answered with an error, with something that is no answer, or broke off.
    #[error("The worker in {} failed before the answer was whole. Try again", .region.name())]
    Worker {
        /// Which region.
        region: Region,
        /// For the log: a status or a short reason, never content.
        reason: String,
    },
}
