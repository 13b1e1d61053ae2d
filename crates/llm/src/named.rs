//! One worker by its name, past the choice that learners' requests go through: what admins look at
//! and do with it.

use std::sync::Arc;

use axum::body::Body;
use http::{Method, Response};
use lks_domain::console::models::{InstalledModel, WorkerModels};
use lks_domain::ollama::ModelTag;
use lks_domain::region::Region;
use serde::Serialize;
use serde_json::Value;

use crate::chat;
use crate::config::Role;
use crate::error::LlmError;
use crate::regions::Regions;
use crate::relay;
use crate::worker::Worker;

impl Regions {
    /// Every worker that was ever found, with what it listed last; asks nobody.
    pub fn inventory(&self) -> Vec<WorkerModels> {
        let of_region = |region| self.workers(region).iter().map(move |worker| listed(region, worker));
        Region::ALL.into_iter().flat_map(of_region).flatten().collect()
    }

    /// Tokens a second that a worker wrote of late; none if it wrote nothing.
    pub fn tokens_per_second(&self, region: Region, worker: &str) -> Option<f64> {
        self.named(region, worker)?.pace.tokens_per_second()
    }

    /// Asks this worker and no other. The answer is handed on as it is produced; dropping its body
    /// stops the worker.
    ///
    /// # Errors
    /// [`LlmError::Worker`] if there is no such worker, [`LlmError::Unreachable`] and
    /// [`LlmError::Timeout`] if it did not begin to answer.
    #[tracing::instrument(name = "llm.ask_worker", skip_all, fields(%region, worker, target))]
    pub async fn ask_worker(
        &self,
        region: Region,
        worker: &str,
        method: Method,
        target: &str,
        body: &impl Serialize,
    ) -> Result<Response<Body>, LlmError> {
        let unknown = || LlmError::Worker { region, reason: "no worker of this name".to_owned() };
        let worker = self.named(region, worker).ok_or_else(unknown)?;
        let mut request = chat::post(target, body);
        request.method = method;
        let occupied = worker.occupy();
        let idle = self.timing().idle;
        match tokio::time::timeout(idle, worker.send(request)).await {
            Ok(Ok(answer)) => Ok(relay::answer(answer, occupied, idle)),
            Ok(Err(_)) => Err(LlmError::Unreachable(region)),
            Err(_) => Err(LlmError::Timeout(region)),
        }
    }

    /// Asks a worker for its models again.
    pub async fn look_again(&self, region: Region, worker: &str) {
        if let Some(worker) = self.named(region, worker) {
            worker.probe(*self.timing()).await;
        }
    }

    fn named(&self, region: Region, name: &str) -> Option<&Arc<Worker>> {
        self.workers(region).iter().find(|worker| worker.name == name)
    }
}

/// An extra server that never answered was not there to begin with.
fn listed(region: Region, worker: &Arc<Worker>) -> Option<WorkerModels> {
    let kind = match worker.role {
        Role::Kind(kind) => Some(kind),
        Role::Extra => None,
    };
    (kind.is_some() || worker.health.latency_ms().is_some()).then(|| WorkerModels {
        region,
        worker: worker.name.clone(),
        kind,
        state: worker.health.state(),
        pulls: worker.explicit,
        models: worker.inventory.models().iter().map(|listed| installed(&listed.tag)).collect(),
    })
}

fn installed(tag: &ModelTag) -> InstalledModel {
    let detail = |name: &str| tag.details.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
    InstalledModel {
        name: tag.name.clone(),
        family: tag.family().to_owned(),
        parameters: detail("parameter_size"),
        quantization: detail("quantization_level"),
        size: tag.size,
        digest: tag.digest.clone(),
        modified_at: tag.modified_at.clone(),
    }
}
