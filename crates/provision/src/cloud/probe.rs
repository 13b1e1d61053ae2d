//! Looking at the living thing, past its description.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::Address;

/// What to look at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "probe", rename_all = "snake_case")]
pub enum Probe {
    /// A shell command inside an instance (SSM RunCommand).
    Command {
        /// The instance.
        instance: Address,
        /// The command line.
        command: String,
        /// How long it may take.
        timeout: Duration,
    },
    /// A request from outside.
    Http {
        /// GET, POST, OPTIONS.
        method: String,
        /// The address.
        url: String,
        /// Header names and values.
        headers: Vec<(String, String)>,
        /// The body, maybe empty.
        body: String,
        /// How long it may take.
        timeout: Duration,
    },
}

/// What was seen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProbeAnswer {
    /// Exit code of the command, or status of the answer.
    pub code: i32,
    /// Standard output, or the body (cut at 64 KiB).
    pub output: String,
    /// Whether a simulation answered.
    pub simulated: bool,
}
