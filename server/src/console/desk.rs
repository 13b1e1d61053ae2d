//! What the admins have on the desk: the connected account, the choices of the stack, the last
//! plan, drift and sheet, and the run under way. Credentials are in memory only.
//!
//! Most methods may block - they read files or an account - and are called from threads that may.

mod choices;
mod connecting;
mod papers;
mod permissions;
mod running;

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use lks_domain::console::account::{Connect, Permission};
use lks_domain::console::run::RunSummary;
use lks_domain::timestamp::Timestamp;
use lks_provision::artifacts::Artifacts;
use lks_provision::cloud::Account;
use lks_provision::connection::Connection;
use lks_provision::deployment::{Deployment, RunId};
use lks_provision::sandbox::Sandbox;

use super::error::ConsoleError;
use super::run::Live;
use super::ways::Ways;
pub use papers::KeptSheet;

/// The desk. Cheap to clone.
#[derive(Clone)]
pub struct Desk(Arc<Parts>);

struct Parts {
    data_dir: PathBuf,
    /// Where the build puts what the stack is given.
    artifacts: PathBuf,
    ways: Arc<dyn Ways>,
    /// Held while an account is being connected, so that two are not connected at once.
    connecting: Mutex<()>,
    inner: Mutex<Inner>,
}

#[derive(Default)]
struct Inner {
    /// Whether somebody disconnected: then nothing is connected by itself.
    disconnected: bool,
    connected: Option<Arc<Connected>>,
    /// The stack as chosen in the connected account; opened when first needed.
    deployment: Option<Arc<Deployment>>,
    live: Option<Arc<Live>>,
    /// When each resource was made, as the runs up to this one told: their events are read once.
    made: Option<(RunId, Arc<Made>)>,
}

/// Moments by key of a resource.
type Made = BTreeMap<String, Timestamp>;

/// A connected account.
#[derive(Clone)]
struct Connected {
    how: Shown,
    connection: Connection,
    account: Account,
    sandbox: Option<Arc<Sandbox>>,
    permissions: Vec<Permission>,
    at: Timestamp,
    by: String,
}

/// What is shown of how it was connected: no credential.
#[derive(Debug, Clone, PartialEq)]
struct Shown {
    kind: lks_domain::console::account::ConnectionKind,
    endpoint: Option<String>,
    speed: Option<f64>,
}

impl Desk {
    /// An empty desk. Nothing is connected before it is needed.
    pub fn new(data_dir: PathBuf, artifacts: PathBuf, ways: Arc<dyn Ways>) -> Self {
        let (connecting, inner) = (Mutex::default(), Mutex::default());
        Self(Arc::new(Parts { data_dir, artifacts, ways, connecting, inner }))
    }

    /// The stack as chosen in the connected account. On a fresh machine, that is the simulated one.
    ///
    /// # Errors
    /// Nothing is connected, or the account or the choices cannot be used.
    pub fn deployment(&self) -> Result<Arc<Deployment>, ConsoleError> {
        if let Some(open) = self.inner().deployment.clone() {
            return Ok(open);
        }
        let connected = self.connected()?;
        let stack = self.stack()?;
        let open = Deployment::open(connected.connection.clone(), stack, &self.0.data_dir)?;
        let open = open.given(Artifacts::of_folder(&self.0.artifacts))?;
        Ok(self.inner().deployment.get_or_insert(Arc::new(open)).clone())
    }

    /// The same with what the build has made by now: for whoever compares it with the account. A run keeps
    /// what it began with.
    ///
    /// # Errors
    /// As [`Desk::deployment`].
    pub fn deployment_as_built(&self) -> Result<Arc<Deployment>, ConsoleError> {
        let open = self.deployment()?;
        let built = || Artifacts::of_folder(&self.0.artifacts);
        if self.live().is_some() || *open.artifacts() == built() {
            return Ok(open);
        }
        self.inner().deployment = None;
        self.deployment()
    }

    /// The run under way, if this process carries one out.
    pub fn live(&self) -> Option<Arc<Live>> {
        self.inner().live.clone().filter(|live| live.is_live())
    }

    /// A run that this process carries out or did.
    pub fn live_run(&self, id: &str) -> Option<Arc<Live>> {
        self.inner().live.clone().filter(|live| live.id() == id)
    }

    /// The line of the run under way.
    pub fn live_summary(&self) -> Option<RunSummary> {
        self.live().map(|live| live.summary())
    }

    /// When each resource was made, as the runs up to `last` tell; read anew when there is another one.
    pub fn made_by(&self, last: RunId, read: impl FnOnce() -> Option<Made>) -> Option<Arc<Made>> {
        if let Some((_, known)) = self.inner().made.clone().filter(|(run, _)| *run == last) {
            return Some(known);
        }
        let made = Arc::new(read()?);
        self.inner().made = Some((last, made.clone()));
        Some(made)
    }

    /// Refuses while a run is under way.
    fn refuse_while_running(&self) -> Result<(), ConsoleError> {
        match self.live() {
            Some(_) => Err(ConsoleError::conflict(
                "run_active",
                "A run is under way. Wait until it ends, or cancel it first.",
            )),
            None => Ok(()),
        }
    }

    fn connected(&self) -> Result<Arc<Connected>, ConsoleError> {
        let inner = self.inner();
        if let Some(connected) = inner.connected.clone() {
            return Ok(connected);
        }
        if inner.disconnected {
            return Err(ConsoleError::conflict(
                "not_connected",
                "No account is connected. Connect one first.",
            ));
        }
        drop(inner);
        self.connect(&Connect::Sandbox { speed: None, ends_in_minutes: None }, "")?;
        self.inner().connected.clone().ok_or_else(ConsoleError::internal)
    }

    fn inner(&self) -> MutexGuard<'_, Inner> {
        self.0.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
