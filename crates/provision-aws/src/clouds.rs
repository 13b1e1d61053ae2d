//! AWS beside the simulated account, for a program that can reach both.

use std::future::Future;
use std::path::Path;
use std::sync::Arc;

use lks_provision::cloud::Cloud;
use lks_provision::connection::{CloudName, Clouds, Connection, Driver, NoConnection, SandboxOnly, Work};
use lks_provision::sandbox::Speed;
use tokio::runtime::{Builder, Handle, Runtime};

use crate::aws::Aws;
use crate::settings::Settings;

/// The clouds of a program that was built with the AWS SDK.
#[derive(Debug, Clone, Default)]
pub struct AwsClouds {
    /// How AWS is reached.
    pub settings: Settings,
}

/// An account, and whoever drives its calls.
pub type Reached = (Arc<dyn Cloud>, Arc<dyn Driver>);

/// Real timers and sockets. Whoever drives waits, on a thread that may block.
struct Timers {
    handle: Handle,
    /// None once it is shut down.
    runtime: Option<Runtime>,
}

impl Driver for Timers {
    fn drive(&self, work: Work<'_>) {
        self.handle.block_on(work);
    }
}

/// An account may be let go on a thread that must not wait: nothing is waited for.
impl Drop for Timers {
    fn drop(&mut self) {
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}

impl Timers {
    fn start() -> Result<Self, NoConnection> {
        // One thread of its own drives the sockets, whichever thread waits for a call.
        let runtime = Builder::new_multi_thread().worker_threads(1).thread_name("aws").enable_all().build();
        let runtime = runtime.map_err(|error| NoConnection(format!("no threads for AWS: {error}")))?;
        Ok(Self { handle: runtime.handle().clone(), runtime: Some(runtime) })
    }
}

impl AwsClouds {
    /// AWS with these settings, and whoever drives its calls.
    ///
    /// # Errors
    /// Settings that cannot be used. Whether the credentials are good shows with the first call.
    pub fn reach(settings: Settings) -> Result<Reached, NoConnection> {
        let timers = Timers::start()?;
        let aws = timers
            .handle
            .block_on(Aws::connect(settings))
            .map_err(|error| NoConnection(error.to_string()))?;
        Ok((Arc::new(aws), Arc::new(timers)))
    }

    /// Runs what needs the account itself, as the doctor does.
    ///
    /// # Errors
    /// Settings that cannot be used.
    pub fn with_aws<T, F: Future<Output = T>>(
        &self,
        work: impl FnOnce(Arc<Aws>) -> F,
    ) -> Result<T, NoConnection> {
        let timers = Timers::start()?;
        timers.handle.block_on(async {
            let aws = Aws::connect(self.settings.clone()).await;
            let aws = aws.map_err(|error| NoConnection(error.to_string()))?;
            Ok(work(Arc::new(aws)).await)
        })
    }
}

impl Clouds for AwsClouds {
    fn connect(&self, name: CloudName, data_dir: &Path, speed: Speed) -> Result<Connection, NoConnection> {
        match name {
            CloudName::Aws => {
                let (cloud, driver) = Self::reach(self.settings.clone())?;
                Ok(Connection::new(cloud, driver))
            }
            CloudName::Sandbox => SandboxOnly.connect(name, data_dir, speed),
        }
    }
}
