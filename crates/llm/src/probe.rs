//! Asks a worker for its models again and again, which tells its health as well.

use std::sync::{Arc, Weak};

use lks_domain::live::WorkerState;
use lks_domain::region::Region;
use tokio::time::MissedTickBehavior;

use crate::config::Timing;
use crate::worker::Worker;

/// Probes the worker until nobody needs it any more.
pub fn watch(region: Region, worker: &Arc<Worker>, timing: Timing) {
    let worker = Arc::downgrade(worker);
    tokio::spawn(async move {
        let mut ticks = tokio::time::interval(timing.interval);
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            ticks.tick().await;
            if !once(region, &worker, timing).await {
                return;
            }
        }
    });
}

async fn once(region: Region, worker: &Weak<Worker>, timing: Timing) -> bool {
    let Some(worker) = worker.upgrade() else { return false };
    let before = worker.health.state();
    worker.probe(timing).await;
    let after = worker.health.state();
    if before != after {
        tracing::info!(%region, worker = worker.name, state = ?after, "llm.worker");
    }
    let up = if after == WorkerState::Up { 1.0 } else { 0.0 };
    metrics::gauge!("llm_worker_up", "region" => region.id(), "worker" => worker.name.clone()).set(up);
    true
}
