//! Which workers there are, and how long each is waited for. Reads no environment.

use std::convert::Infallible;
use std::time::Duration;

use axum::body::Body;
use http::{Request, Response};
use lks_domain::region::{Region, WorkerKind};
use tower::Service;
use tower::util::BoxCloneSyncService;

/// Every region with its workers.
#[derive(Debug, Clone)]
pub struct RegionsConfig {
    /// One entry a region; a region that is missing here has no workers.
    pub regions: Vec<RegionSpec>,
    /// How long workers are waited for.
    pub timing: Timing,
}

/// The workers of one region.
#[derive(Debug, Clone)]
pub struct RegionSpec {
    /// Which region.
    pub region: Region,
    /// Its workers, primaries before backups.
    pub workers: Vec<WorkerSpec>,
}

/// One worker.
#[derive(Debug, Clone)]
pub struct WorkerSpec {
    /// Unique in its region; shown to people and used as a metric label.
    pub name: String,
    /// What it is there for.
    pub role: Role,
    /// Where it is.
    pub origin: Origin,
}

/// What a worker is there for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// Serves requests of this kind; of two equally busy workers the one listed first is taken.
    Kind(WorkerKind),
    /// An Ollama server that may or may not be there; serves every kind for the models it has.
    Extra,
}

/// Where a worker is.
#[derive(Debug, Clone)]
pub enum Origin {
    /// `http://host:port` or `https://…`; a path in it is kept as a prefix.
    Address(String),
    /// In this process.
    InProcess(InProcess),
}

/// A worker in this process. It never fails to answer, but may answer with an error status.
#[derive(Clone)]
pub struct InProcess(pub(crate) BoxCloneSyncService<Request<Body>, Response<Body>, Infallible>);

impl InProcess {
    /// Wraps a service, such as a `Router`.
    pub fn new<S>(service: S) -> Self
    where
        S: Service<Request<Body>, Response = Response<Body>, Error = Infallible>
            + Clone
            + Send
            + Sync
            + 'static,
        S::Future: Send + 'static,
    {
        Self(BoxCloneSyncService::new(service))
    }
}

impl std::fmt::Debug for InProcess {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("InProcess")
    }
}

/// How long workers are waited for.
#[derive(Debug, Clone, Copy)]
pub struct Timing {
    /// To open a connection.
    pub connect: Duration,
    /// For the head of an answer, and between two pieces of its body. Generous: a CPU may take
    /// minutes to load a model. There is no bound on the whole.
    pub idle: Duration,
    /// For the answer of a probe.
    pub probe: Duration,
    /// Between two probes.
    pub interval: Duration,
}

impl Default for Timing {
    fn default() -> Self {
        Self {
            connect: Duration::from_millis(1500),
            idle: Duration::from_secs(300),
            probe: Duration::from_secs(2),
            interval: Duration::from_secs(5),
        }
    }
}
