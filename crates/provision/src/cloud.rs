//! What the engine asks of a cloud. `sandbox` and the AWS SDK answer it; each call is as
//! near to one call of AWS as can be, so that a crash has few places to fall into.

mod answer;
mod clock;
mod error;
mod observed;
mod probe;
mod telemetry;

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

pub use answer::Answer;
pub use clock::Clock;
pub use error::{CloudError, ErrorClass};
use lks_domain::region::Region;
use lks_domain::timestamp::Timestamp;
pub use observed::{Address, Maker, Observed, State};
pub use probe::{Probe, ProbeAnswer};
use serde::{Deserialize, Serialize};
pub use telemetry::{Figure, LogQuery, Span, Telemetry};

use crate::resource::{Kind, Properties};
use crate::secret::SecretText;

/// The answer of a call.
pub type Reply<'a, T> = Pin<Box<dyn Future<Output = Result<T, CloudError>> + Send + 'a>>;

/// Whose account this is, and for how long we may use it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Account {
    /// Twelve digits.
    pub id: String,
    /// Who we are in it (an ARN).
    pub caller: String,
    /// When the credentials end; `None`: they do not.
    pub expires: Option<Timestamp>,
    /// Whether this account is a simulation.
    pub simulated: bool,
}

/// A creation.
#[derive(Debug, Clone, PartialEq)]
pub struct Create {
    /// Where.
    pub region: Region,
    /// What.
    pub kind: Kind,
    /// With what, all references answered, secrets put in. Never log this.
    pub properties: Properties,
    /// The journaled token, for kinds with `Token::Client`.
    pub token: String,
}

/// A cloud. Reads may lag behind writes; errors say what can be done ([`ErrorClass`]).
pub trait Cloud: Send + Sync {
    /// Its time, and how to wait in it.
    fn clock(&self) -> &dyn Clock;

    /// After this long, a read shows what was written; two reads this far apart that agree are true.
    fn read_lag(&self) -> Duration;

    /// Whose account this is.
    fn account(&self) -> Reply<'_, Account>;

    /// Makes a resource and answers at once, mostly before it is ready. Properties that the schema
    /// marks as set afterwards are not among `create.properties`.
    fn create(&self, create: Create) -> Reply<'_, Answer<Observed>>;

    /// One resource; `None` if it is not there (or not to be seen yet).
    fn read(&self, address: Address) -> Reply<'_, Option<Observed>>;

    /// Sets some properties of a resource. Doing it again does no harm.
    fn update(&self, address: Address, change: Properties) -> Reply<'_, Answer<()>>;

    /// Removes a resource and answers at once. One that is not there is an error `NotFound`.
    fn delete(&self, address: Address) -> Reply<'_, Answer<()>>;

    /// All resources of a kind in a region, ours or not.
    fn list(&self, region: Region, kind: Kind) -> Reply<'_, Vec<Observed>>;

    /// The secret text kept in an `AWS::SecretsManager::Secret` or `AWS::SSM::Parameter`.
    fn secret(&self, address: Address) -> Reply<'_, SecretText>;

    /// Looks at the living thing: a command inside an instance, a request from outside.
    fn probe(&self, probe: Probe) -> Reply<'_, ProbeAnswer>;

    /// What is measured in it; none where nothing is, as in a simulated account.
    fn telemetry(&self) -> Option<Arc<dyn Telemetry>> {
        None
    }
}
