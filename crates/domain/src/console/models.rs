//! The models on each worker: what is there, pulled, removed and tried.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::live::WorkerState;
use crate::region::{Region, WorkerKind};
use crate::timestamp::Timestamp;

/// The answer of `GET /admin/api/models`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ModelsView {
    /// Every worker.
    pub workers: Vec<WorkerModels>,
    /// Pulls under way and those that ended lately, newest first.
    pub pulls: Vec<Pull>,
    /// Models that the stack is specified with.
    pub wanted: Vec<String>,
}

/// A worker and what it has.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WorkerModels {
    /// Its region.
    pub region: Region,
    /// Unique in its region.
    pub worker: String,
    /// What it is there for; none: for everything.
    pub kind: Option<WorkerKind>,
    /// Whether it answers.
    pub state: WorkerState,
    /// Whether it is a server of its own, which can pull models; the embedded ones have what they have.
    pub pulls: bool,
    /// Its models.
    pub models: Vec<InstalledModel>,
}

/// A model on a worker.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct InstalledModel {
    /// Name with tag.
    pub name: String,
    /// Family; `rules` and `hash` for the built-in models.
    pub family: String,
    /// `3.2B`, …; may be empty.
    pub parameters: String,
    /// `Q4_0`, …; may be empty.
    pub quantization: String,
    /// Bytes.
    pub size: u64,
    /// SHA-256 of its manifest: the same digest is the same model.
    pub digest: String,
    /// RFC 3339; may be empty.
    pub modified_at: String,
}

/// Names a worker: part of several bodies and queries.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WorkerModel {
    /// Its region.
    pub region: Region,
    /// The worker.
    pub worker: String,
    /// The model.
    pub model: String,
}

/// A pull: `POST /admin/api/models/pull` begins one, `GET /admin/api/models` shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pull {
    /// Its id.
    pub id: Uuid,
    /// Which model, and where to.
    #[serde(flatten)]
    pub what: WorkerModel,
    /// How it stands.
    pub state: PullState,
    /// What the worker says: `pulling manifest`, `verifying sha256 digest`, or why it failed.
    pub status: String,
    /// Bytes there.
    pub completed: u64,
    /// Bytes in all; 0: not known yet.
    pub total: u64,
    /// When it began.
    pub started_at: Timestamp,
    /// Who asked: an address.
    pub by: String,
}

/// How a pull stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum PullState {
    /// Under way.
    Running,
    /// The model is there.
    Done,
    /// It could not be pulled.
    Failed,
    /// Somebody stopped it.
    Cancelled,
}

/// The body of `POST /admin/api/models/try`; answered with the worker's NDJSON stream
/// ([`crate::ollama::ChatChunk`] a line).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Trial {
    /// Which worker and model.
    #[serde(flatten)]
    pub what: WorkerModel,
    /// What to say to it.
    pub prompt: String,
}
