//! What is known of every region now, for `/regions` and for people who watch.

use std::sync::Arc;

use lks_domain::live::{ModelStatus, RegionState, RegionStatus, WorkerState, WorkerStatus};
use lks_domain::ollama::ModelTag;
use lks_domain::region::{Region, WorkerKind};

use crate::config::Role;
use crate::regions::Regions;
use crate::worker::Worker;

/// The built-in models' own names; all others of the same digest are aliases.
const TRUE_NAMES: [&str; 2] = ["practice-rules", "hash-768"];
impl Regions {
    /// Health, load and models of every region, from what is known; asks nobody.
    pub fn snapshot(&self) -> Vec<RegionStatus> {
        Region::ALL.into_iter().map(|region| self.status(region)).collect()
    }

    fn status(&self, region: Region) -> RegionStatus {
        let workers = self.workers(region);
        RegionStatus {
            id: region,
            name: region.name().to_owned(),
            state: state(workers),
            workers: workers.iter().filter(|worker| found(worker)).map(status).collect(),
            models: self.distinct(region),
        }
    }

    /// Each model once: of names with the same digest the true one.
    fn distinct(&self, region: Region) -> Vec<ModelStatus> {
        let mut distinct: Vec<ModelTag> = Vec::new();
        for model in self.models(region) {
            match distinct.iter_mut().find(|other| same(other, &model)) {
                Some(other) if is_true_name(&model.name) => *other = model,
                Some(_) => {}
                None => distinct.push(model),
            }
        }
        distinct.into_iter().map(|model| self.model(region, &model)).collect()
    }

    fn model(&self, region: Region, model: &ModelTag) -> ModelStatus {
        let chats =
            |worker: &Arc<Worker>| worker.serves(WorkerKind::Chat) && worker.inventory.has(&model.name);
        ModelStatus {
            name: short(&model.name).to_owned(),
            family: model.family().to_owned(),
            digest: model.digest.clone(),
            chat: !model.makes_vectors() && self.workers(region).iter().any(chats),
        }
    }
}

fn state(workers: &[Arc<Worker>]) -> RegionState {
    let answers = |worker: &Arc<Worker>| match worker.role {
        Role::Extra => worker.health.state() == WorkerState::Up,
        Role::Kind(_) => worker.health.usable(),
    };
    if !workers.iter().any(|worker| worker.serves(WorkerKind::Chat) && answers(worker)) {
        RegionState::Down
    } else if workers.iter().all(|worker| worker.role == Role::Extra || answers(worker)) {
        RegionState::Up
    } else {
        RegionState::Degraded
    }
}

fn status(worker: &Arc<Worker>) -> WorkerStatus {
    WorkerStatus {
        kind: match worker.role {
            Role::Kind(kind) => Some(kind),
            Role::Extra => None,
        },
        name: worker.name.clone(),
        state: worker.health.state(),
        queue: worker.pending(),
        latency_ms: worker.health.latency_ms(),
    }
}

/// An extra server that never answered was not there to begin with.
fn found(worker: &Worker) -> bool {
    worker.role != Role::Extra || worker.health.latency_ms().is_some()
}

fn same(one: &ModelTag, other: &ModelTag) -> bool {
    !one.digest.is_empty() && one.digest == other.digest
}

fn is_true_name(name: &str) -> bool {
    TRUE_NAMES.contains(&short(name))
}

fn short(name: &str) -> &str {
    name.strip_suffix(":latest").unwrap_or(name)
}
