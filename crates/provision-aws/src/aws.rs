//! The engine's cloud on AWS: which handler answers for which kind is in `kinds`.

use std::collections::HashMap;
use std::future::Future;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use lks_domain::region::Region;
use lks_provision::cloud::{
    Account, Address, Answer, Clock, Cloud, CloudError, Create, ErrorClass, Observed, Probe, ProbeAnswer,
    Reply, Telemetry,
};
use lks_provision::resource::{Kind, Properties};
use lks_provision::secret::SecretText;

use crate::clock::WallClock;
use crate::session::{self, Clients};
use crate::settings::Settings;
use crate::telemetry::CloudWatch;
use crate::{fault, kinds, probe, request, secrets, ssm};

/// The connection could not be made.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct ConnectError(String);

/// AWS, in both regions.
pub struct Aws {
    clients: [Clients; 2],
    clock: WallClock,
    settings: Settings,
    /// What never changes as long as its key is the same, and costs a call each: users' data of
    /// machines, names of images.
    known: Mutex<HashMap<String, String>>,
}

impl std::fmt::Debug for Aws {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Aws").field("settings", &self.settings).finish_non_exhaustive()
    }
}

/// One region of it, for the handlers.
#[derive(Clone, Copy)]
pub(crate) struct Site<'a> {
    pub aws: &'a Aws,
    pub region: Region,
    pub clients: &'a Clients,
}

impl Aws {
    /// Connects; nothing is called yet.
    ///
    /// # Errors
    /// A profile or an endpoint that cannot be used.
    pub async fn connect(settings: Settings) -> Result<Self, ConnectError> {
        if let Some(endpoint) = settings.endpoint.as_ref().filter(|endpoint| !endpoint.starts_with("http")) {
            return Err(ConnectError(format!(
                "{endpoint} is no endpoint; write http://HOST:PORT or https://HOST"
            )));
        }
        let http = session::http();
        Ok(Self::over(settings, http).await)
    }

    /// Connects through this HTTP client.
    pub(crate) async fn over(
        settings: Settings,
        http: aws_smithy_runtime_api::client::http::SharedHttpClient,
    ) -> Self {
        let http = session::noting(http);
        let here = session::config(&settings, Region::UsEast1, http.clone()).await;
        let there = session::config(&settings, Region::UsWest2, http).await;
        let clients = [Clients::new(&here), Clients::new(&there)];
        Self { clients, clock: WallClock::new(settings.pace), settings, known: Mutex::default() }
    }

    pub(crate) fn site(&self, region: Region) -> Site<'_> {
        let [here, there] = &self.clients;
        let clients = match region {
            Region::UsEast1 => here,
            Region::UsWest2 => there,
        };
        Site { aws: self, region, clients }
    }

    pub(crate) fn settings(&self) -> &Settings {
        &self.settings
    }

    pub(crate) fn recall(&self, key: &str) -> Option<String> {
        self.known.lock().unwrap_or_else(std::sync::PoisonError::into_inner).get(key).cloned()
    }

    pub(crate) fn remember(&self, key: String, value: String) {
        self.known.lock().unwrap_or_else(std::sync::PoisonError::into_inner).insert(key, value);
    }

    async fn whose(&self) -> Result<Account, CloudError> {
        let clients = self.site(Region::UsEast1).clients;
        let caller = clients.sts.get_caller_identity().send().await.map_err(fault::of)?;
        Ok(Account {
            id: caller.account.ok_or_else(|| fault::lacking("the account's number"))?,
            caller: caller.arn.unwrap_or_default(),
            expires: clients.expires().await,
            simulated: false,
        })
    }
}

/// What a call gave, with AWS's number of the request that did it.
async fn answered<T>(call: impl Future<Output = Result<T, CloudError>>) -> Result<Answer<T>, CloudError> {
    let (output, request_id) = request::noted(call).await;
    match (output, request_id) {
        (Ok(what), request_id) => Ok(Answer { what, request_id }),
        (Err(error), Some(id)) => Err(error.of_request(id)),
        (Err(error), None) => Err(error),
    }
}

impl Cloud for Aws {
    fn clock(&self) -> &dyn Clock {
        &self.clock
    }

    fn read_lag(&self) -> Duration {
        self.settings.read_lag
    }

    fn account(&self) -> Reply<'_, Account> {
        Box::pin(self.whose())
    }

    fn create(&self, create: Create) -> Reply<'_, Answer<Observed>> {
        Box::pin(answered(kinds::create(self, create)))
    }

    fn read(&self, address: Address) -> Reply<'_, Option<Observed>> {
        Box::pin(async move {
            match kinds::fetch(self, address.region, address.kind, Some(&address.id)).await {
                Ok(seen) => Ok(seen.into_iter().find(|seen| seen.address.id == address.id)),
                Err(error) if error.class == ErrorClass::NotFound => Ok(None),
                Err(error) => Err(error),
            }
        })
    }

    fn update(&self, address: Address, change: Properties) -> Reply<'_, Answer<()>> {
        Box::pin(answered(kinds::update(self, address, change)))
    }

    fn delete(&self, address: Address) -> Reply<'_, Answer<()>> {
        Box::pin(answered(kinds::delete(self, address)))
    }

    fn list(&self, region: Region, kind: Kind) -> Reply<'_, Vec<Observed>> {
        Box::pin(kinds::list(self, region, kind))
    }

    fn secret(&self, address: Address) -> Reply<'_, SecretText> {
        Box::pin(async move {
            let site = self.site(address.region);
            match address.kind {
                Kind::Secret => secrets::text(site, &address.id).await,
                Kind::Parameter => ssm::text(site, &address.id).await,
                other => fault::unsupported(&format!("{other} keeps no secret")),
            }
        })
    }

    fn probe(&self, probe: Probe) -> Reply<'_, ProbeAnswer> {
        Box::pin(probe::look(self, probe))
    }

    fn telemetry(&self) -> Option<Arc<dyn Telemetry>> {
        Some(Arc::new(CloudWatch::new(&self.clients)))
    }
}
