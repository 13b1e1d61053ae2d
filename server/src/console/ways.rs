//! The ways to an account that this build knows.

#[cfg(feature = "aws")]
pub mod aws;

use std::path::Path;
use std::sync::Arc;

use lks_domain::console::Words;
use lks_domain::console::account::{Connect, ConnectionKind, Offer};
use lks_provision::cloud::Cloud;
use lks_provision::connection::{Driver, NoConnection};
use lks_provision::sandbox::{Sandbox, Speed};

/// How fast a simulated account's clock runs beside a real one, if nobody says.
pub const SPEED: f64 = 60.0;

/// An account that was reached.
pub struct Way {
    /// The account.
    pub cloud: Arc<dyn Cloud>,
    /// Whoever lets time pass in it.
    pub driver: Arc<dyn Driver>,
    /// The same account, where it is a simulated one.
    pub sandbox: Option<Arc<Sandbox>>,
}

/// Goes ways to accounts. Its methods may block.
pub trait Ways: Send + Sync {
    /// Reaches an account. Asks it nothing yet.
    ///
    /// # Errors
    /// A sentence that says what to do; no part of a credential is in it.
    fn go(&self, how: &Connect, data_dir: &Path) -> Result<Way, NoConnection>;

    /// Every way, and whether this build can go it.
    fn on_offer(&self) -> Vec<Offer>;
}

/// Knows the simulated account and no other.
#[derive(Debug, Clone, Copy, Default)]
pub struct SandboxOnly;

impl Ways for SandboxOnly {
    fn go(&self, how: &Connect, data_dir: &Path) -> Result<Way, NoConnection> {
        match how {
            Connect::Sandbox { speed, .. } => sandbox(data_dir, *speed),
            _ => Err(NoConnection(NO_AWS.0.to_owned())),
        }
    }

    fn on_offer(&self) -> Vec<Offer> {
        let aws = |kind| Offer { kind, available: false, about: Words::new(NO_AWS.0, NO_AWS.1) };
        let kinds = [
            ConnectionKind::Keys,
            ConnectionKind::Profile,
            ConnectionKind::InstanceRole,
            ConnectionKind::Endpoint,
        ];
        [offer_of_sandbox()].into_iter().chain(kinds.map(aws)).collect()
    }
}

const NO_AWS: (&str, &str) = (
    "This build has no connection to Amazon Web Services. Start the server with ./run --aws to have one.",
    "Versi ini tidak punya sambungan ke Amazon Web Services. Jalankan server dengan ./run --aws.",
);

/// What there is to say of the simulated account.
pub fn offer_of_sandbox() -> Offer {
    Offer {
        kind: ConnectionKind::Sandbox,
        available: true,
        about: Words::new(
            "A simulated account on this machine: everything can be practised, nothing costs anything.",
            "Akun simulasi di mesin ini: semuanya bisa dicoba, tidak ada biaya apa pun.",
        ),
    }
}

/// The simulated account of a data directory.
///
/// # Errors
/// Its files cannot be used.
pub fn sandbox(data_dir: &Path, speed: Option<f64>) -> Result<Way, NoConnection> {
    let sandbox = Sandbox::open(&data_dir.join("sandbox"), clock_speed(speed));
    let sandbox = Arc::new(sandbox.map_err(|error| NoConnection(error.to_string()))?);
    Ok(Way { cloud: sandbox.clone(), driver: sandbox.clone(), sandbox: Some(sandbox) })
}

/// 0 is as fast as it can; what is no speed is the usual one.
pub fn clock_speed(speed: Option<f64>) -> Speed {
    match speed {
        Some(0.0) => Speed::Max,
        Some(times) if times.is_finite() && times > 0.0 => Speed::Times(times),
        _ => Speed::Times(SPEED),
    }
}
