//! `GET /admin/api/overview`: everything at a glance.

mod attention;
mod journey;
mod regions;
mod stack;

use axum::extract::State;
use lks_domain::console::overview::{Learners, Overview, Traffic};
use lks_domain::timestamp::Timestamp;

use super::Console;
use super::answer::{Answer, data};
use super::error::ConsoleError;
use super::monitor::recorder::Measure;
use super::role::Viewer;
use crate::identity::clock;

/// What counts as active: a message in the last quarter of an hour; as today: in the last day.
const ACTIVE_MILLIS: i64 = 15 * 60 * 1000;
const TODAY_MILLIS: i64 = 24 * 3600 * 1000;
/// What counts as traffic.
const TRAFFIC_MILLIS: i64 = 5 * 60 * 1000;

/// Regions, learners, traffic, the stack, and what needs attention.
pub async fn get(State(console): State<Console>, _viewer: Viewer) -> Answer<Overview> {
    let at = clock::now();
    let learners = learners(&console, at).await?;
    let regions = regions::of(console.regions());
    let glance = console.on_desk(|desk| Ok(stack::glance(desk))).await?;
    let mut attention = attention::of_regions(&regions);
    attention.extend(attention::of_stack(&glance));
    attention.extend(attention::of_learners(&learners));
    attention.sort_by_key(|attention| std::cmp::Reverse(attention.urgency));
    let journey = journey::of(&glance, &regions, &learners);
    let traffic = traffic(&console, at);
    Ok(data(Overview { at, regions, learners, traffic, stack: glance.stack, attention, journey }))
}

async fn learners(console: &Console, at: Timestamp) -> Result<Learners, ConsoleError> {
    let before = |millis| Timestamp::from_millis(at.millis() - millis);
    Ok(console.store().learners(before(ACTIVE_MILLIS), before(TODAY_MILLIS)).await?)
}

fn traffic(console: &Console, at: Timestamp) -> Traffic {
    let moments = console.recorder().since(Timestamp::from_millis(at.millis() - TRAFFIC_MILLIS), usize::MAX);
    let (Some(first), Some(last)) = (moments.first(), moments.last()) else { return Traffic::default() };
    let grown = |measure| (last.sum(measure) - first.sum(measure)).max(0.0).round() as u64;
    let errors = grown(Measure::WorkerErrors);
    Traffic {
        requests: grown(Measure::WorkerRequests) + errors,
        errors,
        replies_live: last.sum(Measure::RepliesLive).max(0.0).round() as u64,
    }
}
