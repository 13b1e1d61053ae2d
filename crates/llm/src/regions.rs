//! All regions with their workers: where a request finds the one that answers it.

use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::body::Body;
use futures::future::join_all;
use http::{HeaderValue, Method, Response, StatusCode, header};
use lks_domain::region::Region;
use tokio::sync::Mutex;

use crate::choice::{self, Need};
use crate::config::{RegionsConfig, Timing};
use crate::error::{ConfigError, LlmError};
use crate::probe;
use crate::relay;
use crate::transport::{Outgoing, SendError};
use crate::worker::Worker;

/// A model that nobody is known to have makes us ask all workers, at most this often.
const REFRESH_PAUSE: Duration = Duration::from_secs(1);
/// When to come back to workers that are all busy.
pub(crate) const RETRY_AFTER: Duration = Duration::from_secs(2);

/// All regions. Cheap to clone; all clones share what is known.
#[derive(Debug, Clone)]
pub struct Regions(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    regions: Vec<Workers>,
    timing: Timing,
}

#[derive(Debug)]
struct Workers {
    region: Region,
    workers: Vec<Arc<Worker>>,
    refreshed: Mutex<Option<Instant>>,
}

impl Regions {
    /// Prepares the way to every worker; asks none yet.
    ///
    /// # Errors
    /// [`ConfigError`] if an address cannot be used.
    pub fn new(config: &RegionsConfig) -> Result<Self, ConfigError> {
        let timing = config.timing;
        let mut regions = Vec::with_capacity(config.regions.len());
        for spec in &config.regions {
            let workers: Result<Vec<_>, _> =
                spec.workers.iter().map(|worker| Worker::new(worker, timing).map(Arc::new)).collect();
            regions.push(Workers { region: spec.region, workers: workers?, refreshed: Mutex::default() });
        }
        Ok(Self(Arc::new(Inner { regions, timing })))
    }

    /// Starts to probe every worker, now and at every interval, until the last clone is dropped.
    /// Must be called inside a tokio runtime.
    pub fn watch(&self) {
        for region in &self.0.regions {
            for worker in &region.workers {
                probe::watch(region.region, worker, self.0.timing);
            }
        }
    }

    /// Probes every worker once and returns when all have answered or failed to.
    pub async fn probe(&self) {
        let workers = self.0.regions.iter().flat_map(|region| &region.workers);
        join_all(workers.map(|worker| worker.probe(self.0.timing))).await;
    }

    pub(crate) fn timing(&self) -> &Timing {
        &self.0.timing
    }

    pub(crate) fn workers(&self, region: Region) -> &[Arc<Worker>] {
        self.entry(region).map_or(&[], |entry| &entry.workers)
    }

    fn entry(&self, region: Region) -> Option<&Workers> {
        self.0.regions.iter().find(|entry| entry.region == region)
    }

    /// Asks the region's workers for their models again, unless that was done just now.
    async fn refresh(&self, region: Region) {
        let Some(entry) = self.entry(region) else { return };
        let mut refreshed = entry.refreshed.lock().await;
        if refreshed.is_some_and(|at| at.elapsed() < REFRESH_PAUSE) {
            return;
        }
        let usable = entry.workers.iter().filter(|worker| worker.health.usable());
        join_all(usable.map(|worker| worker.probe(self.0.timing))).await;
        *refreshed = Some(Instant::now());
    }

    /// Brings a request to the best worker for it, or to the next one as long as none has begun
    /// to answer.
    pub(crate) async fn dispatch(
        &self,
        region: Region,
        need: &Need,
        request: Outgoing,
    ) -> Result<Response<Body>, LlmError> {
        if !choice::known(self.workers(region), need) {
            self.refresh(region).await;
        }
        let mut busy = None;
        for worker in choice::candidates(self.workers(region), need) {
            match self.attempt(region, &worker, request.clone()).await? {
                Some(answer) if answer.status() != StatusCode::SERVICE_UNAVAILABLE => return Ok(answer),
                Some(answer) => busy = busy.or(Some(answer)),
                None => {}
            }
        }
        busy.map(come_back_later).ok_or(LlmError::Unreachable(region))
    }

    /// One worker's answer; none if the request may go to another one.
    async fn attempt(
        &self,
        region: Region,
        worker: &Arc<Worker>,
        request: Outgoing,
    ) -> Result<Option<Response<Body>>, LlmError> {
        let began = Instant::now();
        let occupied = worker.occupy();
        // Only what changes nothing may be asked twice; anything else might be done twice.
        let harmless = request.method != Method::POST;
        let outcome = tokio::time::timeout(self.0.timing.idle, worker.send(request)).await;
        measure(region, worker, &outcome, began.elapsed());
        match outcome {
            Ok(Ok(answer)) => Ok(Some(relay::answer(answer, occupied, self.0.timing.idle))),
            Ok(Err(SendError::Unreached)) => Ok(None),
            Ok(Err(SendError::Broken)) if harmless => Ok(None),
            Ok(Err(SendError::Broken)) => Err(LlmError::Unreachable(region)),
            Err(_) => {
                worker.health.failed();
                Err(LlmError::Timeout(region))
            }
        }
    }
}

type Outcome = Result<Result<Response<Body>, SendError>, tokio::time::error::Elapsed>;

fn measure(region: Region, worker: &Worker, outcome: &Outcome, after: Duration) {
    let status = match outcome {
        Ok(Ok(answer)) => answer.status().as_u16(),
        Ok(Err(_)) => 502,
        Err(_) => 504,
    };
    tracing::debug!(%region, worker = worker.name, status, first_byte_ms = after.as_millis(), "llm.attempt");
    let labels =
        [("region", region.id().to_owned()), ("worker", worker.name.clone()), ("status", status.to_string())];
    metrics::counter!("llm_requests_total", &labels).increment(1);
    metrics::histogram!("llm_first_byte_seconds", "region" => region.id()).record(after.as_secs_f64());
}

fn come_back_later(mut answer: Response<Body>) -> Response<Body> {
    let seconds = HeaderValue::from(RETRY_AFTER.as_secs());
    answer.headers_mut().entry(header::RETRY_AFTER).or_insert(seconds);
    answer
}
