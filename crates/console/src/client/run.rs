//! Runs and their events.

use lks_app::browser::{Incoming, Outgoing};
use lks_app::client::Api;
use lks_app::client::problem::Problem;
use lks_domain::console::plan::PlanView;
use lks_domain::console::run::{Approval, RunSummary, RunView};

use super::{get, send};

/// All runs, newest first.
pub async fn runs(api: Api) -> Result<Vec<RunSummary>, Problem> {
    get(api, "/runs").await
}

/// A run so far.
pub async fn run(api: Api, id: &str) -> Result<RunView, Problem> {
    get(api, format!("/runs/{id}")).await
}

/// A run's plan, exactly as it was approved.
pub async fn run_plan(api: Api, id: &str) -> Result<PlanView, Problem> {
    get(api, format!("/runs/{id}/plan")).await
}

/// Approves the plan that was read.
pub async fn approve(api: Api, approval: &Approval) -> Result<RunSummary, Problem> {
    send(api, "POST", "/runs", approval).await
}

/// `pause`, `resume` or `cancel`. An interrupted run is resumed as a new one, which is the answer then.
pub async fn command(api: Api, id: &str, verb: &str) -> Result<RunSummary, Problem> {
    send(api, "POST", format!("/runs/{id}/{verb}"), &()).await
}

/// Opens the stream of a run's events behind `after`.
pub async fn events(api: Api, id: &str, after: u64) -> Result<Incoming, Problem> {
    let url = format!("/admin/api/runs/{id}/events?after={after}");
    api.open(Outgoing { method: "GET", url, ..Outgoing::default() }).await
}
