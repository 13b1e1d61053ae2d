//! What can be set about an engine. Where the values come from is the caller's business.

use std::time::Duration;

/// Settings of one engine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EngineSettings {
    /// Threads that compute. More than there are idle cores make it slower, not faster.
    pub threads: usize,
    /// How long the model stays in memory after its last use, unless a use says otherwise.
    pub keep_alive: Duration,
    /// Tokens of prompt and reply together, where a request does not say; at most what the model was made for.
    pub context: usize,
    /// SHA-256 that the file must have, in hexadecimal digits.
    pub digest: Option<String>,
}

impl Default for EngineSettings {
    fn default() -> Self {
        Self { threads: 1, keep_alive: Duration::from_secs(300), context: 2048, digest: None }
    }
}
