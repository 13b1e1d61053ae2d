//! The two regions of this process: which workers are embedded, which are Ollama servers.

use lks_domain::region::{Region, WorkerKind};
use lks_llm::{InProcess, Origin, RegionSpec, RegionsConfig, Role, Timing, WorkerSpec};
use lks_tutor::Tutor;
use lks_worker::{Stock, Worker, WorkerConfig};

use crate::config::Config;

/// Every region with one worker of each kind and its backup, and the Ollama server that may be there.
pub fn configured(config: &Config, tutor: Tutor, stock: &Stock) -> RegionsConfig {
    let regions = Region::ALL
        .into_iter()
        .map(|region| RegionSpec { region, workers: workers(config, tutor, stock, region) });
    RegionsConfig { regions: regions.collect(), timing: Timing::default() }
}

fn workers(config: &Config, tutor: Tutor, stock: &Stock, region: Region) -> Vec<WorkerSpec> {
    let places = [false, true].into_iter().flat_map(|backup| WorkerKind::ALL.map(|kind| (kind, backup)));
    let mut workers: Vec<WorkerSpec> =
        places.map(|(kind, backup)| worker(config, tutor, stock, region, kind, backup)).collect();
    workers.extend(config.ollama_url.as_ref().map(|url| WorkerSpec {
        name: "ollama".to_owned(),
        role: Role::Extra,
        origin: Origin::Address(url.clone()),
    }));
    workers
}

fn worker(
    config: &Config,
    tutor: Tutor,
    stock: &Stock,
    region: Region,
    kind: WorkerKind,
    backup: bool,
) -> WorkerSpec {
    let name = if backup { format!("{kind}-backup") } else { kind.to_string() };
    let replaced = config
        .workers
        .iter()
        .find(|worker| (worker.region, worker.kind, worker.backup) == (region, kind, backup));
    let origin = match replaced {
        Some(worker) => Origin::Address(worker.url.clone()),
        None => embedded(config, tutor, stock, &format!("{region}/{name}")),
    };
    WorkerSpec { name, role: Role::Kind(kind), origin }
}

fn embedded(config: &Config, tutor: Tutor, stock: &Stock, name: &str) -> Origin {
    let settings = WorkerConfig {
        name: name.to_owned(),
        tokens_per_second: config.tokens_per_second,
        ..WorkerConfig::default()
    };
    Origin::InProcess(InProcess::new(lks_worker::router(Worker::with_stock(tutor, stock.clone(), settings))))
}
