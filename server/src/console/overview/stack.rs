//! The stack in the connected account, as far as it is known without asking the account.

use std::collections::BTreeMap;

use lks_domain::console::account::Connection;
use lks_domain::console::overview::{StackOverview, StackState};
use lks_domain::console::run::{RunKind, RunState, RunSummary};
use lks_domain::console::sheet::Points;
use lks_domain::timestamp::Timestamp;
use lks_provision::cost;
use lks_provision::deployment::{Deployment, Holdings, RunId, RunState as KeptState};
use lks_provision::event::Happening;
use lks_provision::plan::Action;

use crate::console::desk::Desk;
use crate::console::error::ConsoleError;

/// What the overview needs of the desk.
pub struct Glance {
    /// The stack.
    pub stack: StackOverview,
    /// The account.
    pub connection: Option<Connection>,
    /// Whether a plan was ever made.
    pub planned: bool,
    /// Requirements that were not met when it was last looked.
    pub failed: usize,
}

/// Looks at the desk. What cannot be told is left out: an overview never fails.
pub fn glance(desk: &Desk) -> Glance {
    let connection = desk.account().connection;
    let known = desk.deployment().and_then(|deployment| known(desk, &deployment));
    let sheet = desk.sheet(None).ok();
    let failed = sheet.as_ref().map_or(0, |sheet| {
        let checks = &sheet.sheet.checks;
        checks.iter().filter(|check| check.status == lks_provision::verify::Status::Fail).count()
    });
    let points = sheet.map(|sheet| sheet.sheet.points);
    let stack = match known {
        Ok(stack) => StackOverview { points: points.map(|p| Points { got: p.got, of: p.of }), ..stack },
        Err(_) => unknown(desk),
    };
    let planned = desk.last_plan().is_ok_and(|plan| plan.is_some()) || stack.run.is_some();
    Glance { stack, connection, planned, failed }
}

fn known(desk: &Desk, deployment: &Deployment) -> Result<StackOverview, ConsoleError> {
    let mut holdings = deployment.holdings()?;
    // What AWS makes by itself for ours is in the journal too, until it is gone.
    holdings.owned.retain(|owned| deployment.graph().get(&owned.key).is_some());
    let run = desk
        .live_summary()
        .map_or_else(|| desk.runs().map(|runs| runs.into_iter().next()), |run| Ok(Some(run)))?;
    let prices = prices(deployment);
    let hourly =
        holdings.owned.iter().filter_map(|owned| prices.get(&owned.key.to_string())).sum::<f64>() + 0.0;
    let (resources, wanted) = (holdings.owned.len(), deployment.graph().len());
    Ok(StackOverview {
        id: deployment.stack().id.clone(),
        name: deployment.stack().name.clone(),
        state: state(resources, wanted, run.as_ref()),
        simulated: deployment.account().simulated,
        account: deployment.account().id.clone(),
        resources,
        wanted,
        hourly_usd: hourly,
        so_far_usd: so_far(desk, deployment, &holdings, &prices),
        run,
        points: None,
    })
}

fn unknown(desk: &Desk) -> StackOverview {
    let stack = desk.stack().unwrap_or_default();
    StackOverview {
        id: stack.id,
        name: stack.name,
        state: StackState::Unknown,
        simulated: false,
        account: String::new(),
        resources: 0,
        wanted: 0,
        hourly_usd: 0.0,
        so_far_usd: None,
        run: None,
        points: None,
    }
}

fn state(resources: usize, wanted: usize, run: Option<&RunSummary>) -> StackState {
    match run.map(|run| (run.state, run.kind)) {
        Some((state, _)) if state.is_live() => StackState::Working,
        Some((RunState::Done, RunKind::Destroy)) => StackState::Absent,
        _ if resources == 0 => StackState::Absent,
        Some((RunState::Done, RunKind::Apply)) if resources >= wanted => StackState::Standing,
        _ => StackState::Partial,
    }
}

/// USD an hour by key, of what costs anything.
fn prices(deployment: &Deployment) -> BTreeMap<String, f64> {
    let lines = cost::of_graph(deployment.graph()).lines;
    lines
        .into_iter()
        .map(|line| (format!("{}/{}/{}", line.region, line.kind, line.name), line.hourly_usd))
        .collect()
}

/// What stands has cost since it was made, by the hours of the cloud's clock. Nothing is known of
/// what was made before the runs that are kept, and a run counts once it has ended.
fn so_far(
    desk: &Desk,
    deployment: &Deployment,
    holdings: &Holdings,
    prices: &BTreeMap<String, f64>,
) -> Option<f64> {
    let last = deployment.runs().ok()?.into_iter().find(|run| run.state != KeptState::Running)?;
    let made = desk.made_by(last.id, || made(deployment, last.id))?;
    let now = deployment.connection().cloud().clock().now();
    let cost = |key: String| {
        let price = prices.get(&key)?;
        let hours = (now.millis() - made.get(&key)?.millis()) as f64 / 3_600_000.0;
        Some(price * hours.max(0.0))
    };
    Some(holdings.owned.iter().filter_map(|owned| cost(owned.key.to_string())).sum::<f64>() + 0.0)
}

/// When each resource was made, as the runs up to this one tell.
fn made(deployment: &Deployment, last: RunId) -> Option<BTreeMap<String, Timestamp>> {
    let mut made = BTreeMap::new();
    for run in deployment.runs().ok()?.into_iter().rev().filter(|run| run.id <= last) {
        for event in deployment.events(run.id, 0).ok()? {
            if let Happening::StepDone { action: Action::Create | Action::Replace, subject, .. } = event.what
            {
                made.insert(format!("{}/{}/{}", subject.region, subject.kind, subject.name), event.at);
            }
        }
    }
    Some(made)
}
