//! Work that takes longer than a page should wait: begun by a `POST`, asked for by its id.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::timestamp::Timestamp;

/// A piece of work. `GET /admin/api/jobs/{id}?wait=20` answers when it has ended, or after that
/// many seconds with what it is then.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Job {
    /// Its id.
    pub id: Uuid,
    /// What is done.
    pub kind: JobKind,
    /// How far it is.
    pub state: JobState,
    /// When it began.
    pub started_at: Timestamp,
    /// Why it failed, in a sentence.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub problem: Option<String>,
    /// Where its result is, once it is done: the path to `GET`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub result: Option<String>,
}

/// What a job does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum JobKind {
    /// Reads the account and plans.
    Plan,
    /// Reads the account and looks for drift.
    Drift,
    /// Checks every requirement.
    Verify,
    /// Connects an account and asks what may be done in it.
    Connect,
}

/// How far a job is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum JobState {
    /// Under way.
    Running,
    /// Its result is there.
    Done,
    /// It could not be done; `problem` says why.
    Failed,
}
