//! A cloud whose inside can be exchanged while calls are under way: new credentials for the same account.

use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use lks_domain::region::Region;

use crate::cloud::{
    Account, Address, Answer, Clock, Cloud, Create, Observed, Probe, ProbeAnswer, Reply, Telemetry,
};
use crate::resource::{Kind, Properties};
use crate::secret::SecretText;

pub(super) struct Renewable {
    /// Time goes on in the clock of the first one, in which others may be waiting.
    first: Arc<dyn Cloud>,
    current: RwLock<Arc<dyn Cloud>>,
}

impl Renewable {
    pub(super) fn new(cloud: Arc<dyn Cloud>) -> Self {
        Self { first: Arc::clone(&cloud), current: RwLock::new(cloud) }
    }

    pub(super) fn replace(&self, fresh: Arc<dyn Cloud>) {
        *self.current.write().unwrap_or_else(PoisonError::into_inner) = fresh;
    }

    /// The one to call now; a call under way keeps its own.
    fn current(&self) -> Arc<dyn Cloud> {
        Arc::clone(&self.current.read().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Cloud for Renewable {
    fn clock(&self) -> &dyn Clock {
        self.first.clock()
    }

    fn read_lag(&self) -> Duration {
        self.first.read_lag()
    }

    fn account(&self) -> Reply<'_, Account> {
        let cloud = self.current();
        Box::pin(async move { cloud.account().await })
    }

    fn create(&self, create: Create) -> Reply<'_, Answer<Observed>> {
        let cloud = self.current();
        Box::pin(async move { cloud.create(create).await })
    }

    fn read(&self, address: Address) -> Reply<'_, Option<Observed>> {
        let cloud = self.current();
        Box::pin(async move { cloud.read(address).await })
    }

    fn update(&self, address: Address, change: Properties) -> Reply<'_, Answer<()>> {
        let cloud = self.current();
        Box::pin(async move { cloud.update(address, change).await })
    }

    fn delete(&self, address: Address) -> Reply<'_, Answer<()>> {
        let cloud = self.current();
        Box::pin(async move { cloud.delete(address).await })
    }

    fn list(&self, region: Region, kind: Kind) -> Reply<'_, Vec<Observed>> {
        let cloud = self.current();
        Box::pin(async move { cloud.list(region, kind).await })
    }

    fn secret(&self, address: Address) -> Reply<'_, SecretText> {
        let cloud = self.current();
        Box::pin(async move { cloud.secret(address).await })
    }

    fn probe(&self, probe: Probe) -> Reply<'_, ProbeAnswer> {
        let cloud = self.current();
        Box::pin(async move { cloud.probe(probe).await })
    }

    fn telemetry(&self) -> Option<Arc<dyn Telemetry>> {
        self.current().telemetry()
    }
}
