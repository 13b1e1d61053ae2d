//! The live state of regions and their workers, as our own pages read it (`GET /regions`).

use serde::{Deserialize, Serialize};

use crate::region::{Region, WorkerKind};

/// One region, now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RegionStatus {
    /// AWS's code.
    pub id: Region,
    /// Name for people.
    pub name: String,
    /// Whether learners can be served.
    pub state: RegionState,
    /// Every worker that is configured, and every extra Ollama server that was found.
    pub workers: Vec<WorkerStatus>,
    /// The models at hand, each once, under its true name.
    pub models: Vec<ModelStatus>,
}

/// Whether a region can serve learners.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "lowercase")]
pub enum RegionState {
    /// Every configured worker answers.
    Up,
    /// Some worker does not answer; each kind may still have one that does.
    Degraded,
    /// No worker can chat.
    Down,
}

/// One worker, now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct WorkerStatus {
    /// What it is there for; null for an extra Ollama server, which serves every kind.
    pub kind: Option<WorkerKind>,
    /// Unique in its region.
    pub name: String,
    /// Whether it answers.
    pub state: WorkerState,
    /// Requests that it is working on for us.
    pub queue: u64,
    /// Milliseconds until it answered the last probe; null before the first answer.
    pub latency_ms: Option<u64>,
}

/// Whether a worker answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "lowercase")]
pub enum WorkerState {
    /// It answers.
    Up,
    /// It does not.
    Down,
    /// It was not asked yet.
    Unknown,
}

/// One model of a region.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ModelStatus {
    /// Its true name, `:latest` left out.
    pub name: String,
    /// `details.family`; `rules` and `hash` for the built-in models.
    pub family: String,
    /// SHA-256 of its manifest.
    pub digest: String,
    /// Whether it can chat; otherwise it makes vectors.
    pub chat: bool,
}
