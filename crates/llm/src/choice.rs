//! Which workers a request is offered to, and in which order. Pure: asks nobody.

use std::sync::Arc;

use lks_domain::region::WorkerKind;
use serde_json::Value;

use crate::config::Role;
use crate::worker::Worker;

/// What a request needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Need {
    /// The kind of worker that its path names.
    pub kind: WorkerKind,
    /// The model that its body names.
    pub model: Option<String>,
    /// Whether it brings a model, which a server of its own can do best, whatever it has now.
    pub brings: bool,
}

impl Need {
    /// Reads it off the path below `/api/` and the body.
    pub fn of(path: &str, body: &[u8]) -> Self {
        let brings = matches!(path.trim_end_matches('/'), "pull" | "create");
        Self { kind: WorkerKind::for_path(path), model: named_model(body), brings }
    }
}

/// The body's `model`, or `name` as older clients write it.
fn named_model(body: &[u8]) -> Option<String> {
    let body: Value = serde_json::from_slice(body).ok()?;
    let name = body.get("model").or_else(|| body.get("name"))?.as_str()?.trim();
    (!name.is_empty()).then(|| name.to_owned())
}

/// Whether some worker that would be asked has the model.
pub fn known(workers: &[Arc<Worker>], need: &Need) -> bool {
    let Some(model) = &need.model else { return true };
    workers.iter().any(|worker| worker.serves(need.kind) && worker.inventory.has(model))
}

/// The workers to ask, best first. Those that have the model go before all others, usable ones
/// before those that are down, servers of their own before built-in ones, and then the one with the
/// least to do; equals stay in the order of the configuration, primaries first. A worker without
/// the model is asked only if nobody has it: its own words then say so.
pub fn candidates(workers: &[Arc<Worker>], need: &Need) -> Vec<Arc<Worker>> {
    let model = need.model.as_deref().filter(|_| known(workers, need) && !need.brings);
    let mut chosen: Vec<_> = workers.iter().filter(|worker| fits(worker, need, model)).cloned().collect();
    chosen.sort_by_key(|worker| (!worker.health.usable(), !worker.explicit, worker.pending()));
    chosen
}

fn fits(worker: &Worker, need: &Need, model: Option<&str>) -> bool {
    match model {
        Some(model) => worker.serves(need.kind) && worker.inventory.has(model),
        None => match worker.role {
            Role::Kind(kind) => kind == need.kind,
            Role::Extra => need.brings && !worker.inventory.models().is_empty(),
        },
    }
}
