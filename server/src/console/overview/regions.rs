//! The regions that serve learners, with their workers.

use lks_domain::console::overview::{RegionOverview, WorkerOverview};
use lks_domain::live::{RegionStatus, WorkerStatus};
use lks_domain::region::Region;
use lks_llm::Regions;

/// How they are, from what is known; asks nobody.
pub fn of(regions: &Regions) -> Vec<RegionOverview> {
    let inventory = regions.inventory();
    let models = |region: Region, worker: &str| {
        let known = inventory.iter().find(|known| known.region == region && known.worker == worker);
        known.map_or(0, |known| known.models.len())
    };
    let worker = |region: Region, status: WorkerStatus| WorkerOverview {
        models: models(region, &status.name),
        tokens_per_second: regions.tokens_per_second(region, &status.name),
        zone: status.kind.map(|_| if is_backup(&status.name) { "b" } else { "a" }.to_owned()),
        backup: is_backup(&status.name),
        name: status.name,
        kind: status.kind,
        state: status.state,
        queue: status.queue,
        latency_ms: status.latency_ms,
    };
    let region = |RegionStatus { id, name, state, workers, .. }| {
        let workers = workers.into_iter().map(|status| worker(id, status)).collect();
        RegionOverview { id, name, state, workers }
    };
    regions.snapshot().into_iter().map(region).collect()
}

/// The backup of a kind stands in the second zone (SPEC 2.4); its name says so.
fn is_backup(name: &str) -> bool {
    name.ends_with("-backup")
}
