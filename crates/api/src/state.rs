//! What the routers work with; the server and the Lambda put it together.

use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use http::HeaderMap;
use lks_domain::client_config::ClientConfig;
use lks_domain::timestamp::Timestamp;
use lks_llm::Regions;
use lks_store::Store;
use lks_tutor::Tutor;
use tokio_util::task::TaskTracker;

use crate::authentication::Authenticate;
use crate::corrections::Corrector;
use crate::judges::Judges;
use crate::rates::{RateLimits, Rates};
use crate::turn::{TurnLimits, Turns};
use crate::vectors::Vectors;

/// How long the work beside the requests may take to end.
const SHUTDOWN_PATIENCE: Duration = Duration::from_secs(15);

/// Makes the answer of `GET /config.json` from the request's headers, since addresses in it may
/// depend on the name under which the server was reached.
pub type ConfigSource = Arc<dyn Fn(&HeaderMap) -> ClientConfig + Send + Sync>;

/// Which origins of web pages may use the API.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Origins {
    /// Any: the token is in a header, there are no cookies.
    #[default]
    Any,
    /// These only, as `https://host`.
    Only(Vec<String>),
}

/// Bounds and durations.
#[derive(Debug, Clone)]
pub struct ApiSettings {
    /// Which origins of web pages may use the API.
    pub origins: Origins,
    /// How often one user may ask.
    pub rates: RateLimits,
    /// How many replies may be written at once.
    pub turns: TurnLimits,
    /// Longest time for an answer that is not streamed.
    pub answer_timeout: Duration,
    /// The models that can judge corrections.
    pub judges: Judges,
}

impl Default for ApiSettings {
    fn default() -> Self {
        Self {
            origins: Origins::Any,
            rates: RateLimits::default(),
            turns: TurnLimits::default(),
            answer_timeout: Duration::from_secs(30),
            judges: Judges::default(),
        }
    }
}

/// What the API is made of.
#[derive(Clone)]
pub struct ApiParts {
    /// Where conversations are kept.
    pub store: Store,
    /// The way to the workers.
    pub regions: Regions,
    /// Corrects and scores.
    pub tutor: Tutor,
    /// Checks tokens.
    pub authenticator: Arc<dyn Authenticate>,
    /// Makes `/config.json`.
    pub config: ConfigSource,
    /// Bounds and durations.
    pub settings: ApiSettings,
}

/// The state of all routers. Cheap to clone.
#[derive(Clone)]
pub struct ApiState(Arc<Inner>);

struct Inner {
    parts: ApiParts,
    rates: Rates,
    corrector: Corrector,
    vectors: Vectors,
    turns: Turns,
    tasks: TaskTracker,
}

impl ApiState {
    /// Puts the parts together.
    pub fn new(parts: ApiParts) -> Self {
        let tasks = TaskTracker::new();
        let rates = Rates::new(parts.settings.rates);
        let corrector = Corrector::new(parts.tutor, parts.settings.judges.clone());
        let vectors = Vectors::new(parts.store.clone(), parts.regions.clone(), tasks.clone());
        let turns = Turns::new(
            parts.store.clone(),
            parts.regions.clone(),
            corrector.clone(),
            vectors.clone(),
            tasks.clone(),
            parts.settings.turns,
        );
        Self(Arc::new(Inner { parts, rates, corrector, vectors, turns, tasks }))
    }

    pub(crate) fn store(&self) -> &Store {
        &self.0.parts.store
    }

    pub(crate) fn regions(&self) -> &Regions {
        &self.0.parts.regions
    }

    pub(crate) fn authenticator(&self) -> &dyn Authenticate {
        &*self.0.parts.authenticator
    }

    pub(crate) fn config(&self, headers: &HeaderMap) -> ClientConfig {
        (self.0.parts.config)(headers)
    }

    pub(crate) fn settings(&self) -> &ApiSettings {
        &self.0.parts.settings
    }

    pub(crate) fn rates(&self) -> &Rates {
        &self.0.rates
    }

    pub(crate) fn corrector(&self) -> &Corrector {
        &self.0.corrector
    }

    pub(crate) fn vectors(&self) -> &Vectors {
        &self.0.vectors
    }

    pub(crate) fn turns(&self) -> &Turns {
        &self.0.turns
    }

    /// Closes every reply that is being written, with what had arrived, and waits for all that runs
    /// beside the requests. Call it when the server is told to stop, beside the graceful shutdown of
    /// its listener: the streams of these replies, which that waits for, end with this. Close the
    /// store afterwards.
    pub async fn shutdown(&self) {
        self.0.turns.end();
        self.0.tasks.close();
        if tokio::time::timeout(SHUTDOWN_PATIENCE, self.0.tasks.wait()).await.is_err() {
            tracing::warn!("some work did not end in time; what was left open is closed at the next start");
        }
    }
}

impl std::fmt::Debug for ApiState {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("ApiState")
    }
}

/// The moment of now.
pub(crate) fn now() -> Timestamp {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    Timestamp::from_millis(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
}
