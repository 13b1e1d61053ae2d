//! Everything at a glance: `GET /admin/api/overview`.

use serde::{Deserialize, Serialize};

use super::Words;
use super::run::RunSummary;
use crate::live::{RegionState, WorkerState};
use crate::region::{Region, WorkerKind};
use crate::timestamp::Timestamp;

/// The overview.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Overview {
    /// When it was put together.
    pub at: Timestamp,
    /// The regions that serve learners.
    pub regions: Vec<RegionOverview>,
    /// Who is learning.
    pub learners: Learners,
    /// Requests of the last five minutes.
    pub traffic: Traffic,
    /// The stack in the connected account.
    pub stack: StackOverview,
    /// What needs attention, most urgent first.
    pub attention: Vec<Attention>,
    /// The guided first run.
    pub journey: Vec<JourneyStep>,
}

/// A region.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RegionOverview {
    /// Which.
    pub id: Region,
    /// Name for people.
    pub name: String,
    /// Whether learners can be served.
    pub state: RegionState,
    /// Its workers.
    pub workers: Vec<WorkerOverview>,
}

/// A worker.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct WorkerOverview {
    /// Unique in its region.
    pub name: String,
    /// What it is there for; none: for everything.
    pub kind: Option<WorkerKind>,
    /// `a` or `b`: its availability zone; none: it stands in no zone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub zone: Option<String>,
    /// Whether it is the backup of its kind.
    pub backup: bool,
    /// Whether it answers.
    pub state: WorkerState,
    /// Requests that it is working on for us.
    pub queue: u64,
    /// Milliseconds until it answered the last probe.
    pub latency_ms: Option<u64>,
    /// Tokens a second of its replies of the last five minutes; none: it wrote none.
    pub tokens_per_second: Option<f64>,
    /// How many models it has.
    pub models: usize,
}

/// Who is learning.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Learners {
    /// Accounts in all.
    pub registered: u64,
    /// Accounts that wait to be confirmed.
    pub unconfirmed: u64,
    /// Who sent a message in the last fifteen minutes.
    pub active: u64,
    /// Who sent a message in the last 24 hours.
    pub today: u64,
}

/// Requests of the last five minutes.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
pub struct Traffic {
    /// Requests to workers.
    pub requests: u64,
    /// Those that failed.
    pub errors: u64,
    /// Replies that are being written now.
    pub replies_live: u64,
}

/// The state of the stack.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum StackState {
    /// Nothing of it is there.
    Absent,
    /// A run is under way.
    Working,
    /// Everything was built.
    Standing,
    /// Some of it is there.
    Partial,
    /// No account is connected, or it could not be told.
    Unknown,
}

/// The stack in the connected account.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct StackOverview {
    /// Tag of the stack.
    pub id: String,
    /// What people call it; also what must be typed to remove it.
    pub name: String,
    /// How it is.
    pub state: StackState,
    /// Whether the account is a simulation.
    pub simulated: bool,
    /// Twelve digits; empty without a connection.
    pub account: String,
    /// Resources that are there.
    pub resources: usize,
    /// Resources there shall be.
    pub wanted: usize,
    /// USD an hour of what is there.
    pub hourly_usd: f64,
    /// USD since it was built, by the hour; none: it cannot be told.
    pub so_far_usd: Option<f64>,
    /// The last run.
    pub run: Option<RunSummary>,
    /// The sum of the last sheet: got and of.
    pub points: Option<super::sheet::Points>,
}

/// How much something matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Urgency {
    /// Good to know.
    Notice,
    /// To be looked at.
    Warning,
    /// Learners are not served, or money or data is at stake.
    Urgent,
}

/// Something that needs attention.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attention {
    /// What it is, for good: `worker.down`, `run.interrupted`, …
    pub id: String,
    /// How much it matters.
    pub urgency: Urgency,
    /// What is the matter.
    pub words: Words,
    /// Page on which it is mended: `/admin/runs/…`.
    pub link: String,
}

/// A step of the guided first run: connect, plan, apply, pull models, verify, share.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct JourneyStep {
    /// `connect`, `plan`, `apply`, `models`, `verify`, `share`.
    pub id: String,
    /// Whether it is done.
    pub done: bool,
    /// Page on which it is done.
    pub link: String,
}
