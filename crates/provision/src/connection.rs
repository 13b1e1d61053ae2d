//! A way to a cloud: the account itself, and whoever lets time pass in it. Which clouds a program can
//! reach is told by its [`Clouds`]; this crate brings the Sandbox only.

mod renewable;

use std::future::Future;
use std::path::Path;
use std::pin::Pin;
use std::sync::Arc;

use clap::ValueEnum;
use renewable::Renewable;

use crate::cloud::{Account, Cloud, CloudError};
use crate::sandbox::{Sandbox, Speed};

/// What is to be run in a cloud's time.
pub type Work<'a> = Pin<Box<dyn Future<Output = ()> + Send + 'a>>;

/// Runs futures in a cloud's time, on the calling thread: the Sandbox's virtual clock, a runtime's timers.
pub trait Driver: Send + Sync {
    /// Runs `work` to its end; gives up earlier only if the process is simulated to have died.
    fn drive(&self, work: Work<'_>);
}

/// An account that can be used.
#[derive(Clone)]
pub struct Connection {
    cloud: Arc<Renewable>,
    driver: Arc<dyn Driver>,
}

/// The account could not be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ConnectionError {
    /// The cloud refused.
    #[error("{0}")]
    Cloud(#[from] CloudError),
    /// The work did not come to its end.
    #[error("the work stopped before its end; plan again to see how far it came")]
    Stopped,
    /// New credentials are not for the account in which we work.
    #[error("these credentials are for the account {found}, but the stack is in {expected}")]
    OtherAccount {
        /// The account we work in.
        expected: String,
        /// The account of the credentials.
        found: String,
    },
}

impl Connection {
    /// To this account, in this time.
    pub fn new(cloud: Arc<dyn Cloud>, driver: Arc<dyn Driver>) -> Self {
        Self { cloud: Arc::new(Renewable::new(cloud)), driver }
    }

    /// To a simulated account.
    pub fn sandbox(sandbox: Sandbox) -> Self {
        let sandbox = Arc::new(sandbox);
        Self::new(Arc::clone(&sandbox) as Arc<dyn Cloud>, sandbox)
    }

    /// The account; the same through all renewals of its credentials.
    pub fn cloud(&self) -> &dyn Cloud {
        &*self.cloud
    }

    /// Runs a future to its end on this thread. In a server: on a thread that may block.
    ///
    /// # Errors
    /// [`ConnectionError::Stopped`]: it did not come to its end.
    pub fn block<T: Send>(&self, future: impl Future<Output = T> + Send) -> Result<T, ConnectionError> {
        let mut output = None;
        self.driver.drive(Box::pin(async { output = Some(future.await) }));
        output.ok_or(ConnectionError::Stopped)
    }

    /// Whose account this is.
    ///
    /// # Errors
    /// The cloud refuses, for instance because the credentials have ended.
    pub fn account(&self) -> Result<Account, ConnectionError> {
        Ok(self.block(self.cloud().account())??)
    }

    /// From now on every call goes to `fresh`, which has new credentials for the same account. A run that
    /// waits for them goes on.
    ///
    /// # Errors
    /// They do not work, or are for another account than `expected`; then nothing changes.
    pub fn renew(&self, fresh: Arc<dyn Cloud>, expected: &str) -> Result<Account, ConnectionError> {
        let account = self.block(fresh.account())??;
        if account.id != expected {
            let expected = expected.to_owned();
            return Err(ConnectionError::OtherAccount { expected, found: account.id });
        }
        self.cloud.replace(fresh);
        Ok(account)
    }
}

impl Driver for Sandbox {
    fn drive(&self, work: Work<'_>) {
        let _died_if_none = self.time().run(work, || self.has_crashed());
    }
}

/// Which cloud.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum CloudName {
    /// A simulated account in the data directory.
    Sandbox,
    /// Amazon Web Services.
    Aws,
}

/// Why a cloud cannot be reached: a sentence that says what to do.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct NoConnection(pub String);

/// The clouds that a program can reach.
pub trait Clouds: Send + Sync {
    /// A way to this cloud. `speed` is the Sandbox's.
    ///
    /// # Errors
    /// It cannot be reached from this build, or not now.
    fn connect(&self, name: CloudName, data_dir: &Path, speed: Speed) -> Result<Connection, NoConnection>;
}

/// A program that knows the simulated account and no other.
#[derive(Debug, Clone, Copy, Default)]
pub struct SandboxOnly;

impl Clouds for SandboxOnly {
    fn connect(&self, name: CloudName, data_dir: &Path, speed: Speed) -> Result<Connection, NoConnection> {
        match name {
            CloudName::Sandbox => Sandbox::open(&sandbox_directory(data_dir), speed)
                .map(Connection::sandbox)
                .map_err(|error| NoConnection(error.to_string())),
            CloudName::Aws => Err(NoConnection(
                "this build has no connection to Amazon Web Services: './run --aws' followed by the command \
                 builds one that has; '--cloud sandbox' uses the simulated account"
                    .into(),
            )),
        }
    }
}

/// Where the simulated account is kept.
pub(crate) fn sandbox_directory(data_dir: &Path) -> std::path::PathBuf {
    data_dir.join("sandbox")
}
