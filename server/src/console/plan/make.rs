//! `POST /admin/api/plan`.

use axum::extract::State;
use axum::response::Response;
use lks_domain::console::job::JobKind;
use lks_domain::console::plan::PlanRequest;
use lks_provision::deployment::Verb;

use super::view;
use crate::console::Console;
use crate::console::answer::begun;
use crate::console::body::Body;
use crate::console::error::ConsoleError;
use crate::console::role::Admin;

/// Reads the account and plans; changes nothing in it.
pub async fn make(
    State(console): State<Console>,
    admin: Admin,
    Body(PlanRequest { removal }): Body<PlanRequest>,
) -> Result<Response, ConsoleError> {
    let (verb, what) = if removal { (Verb::Destroy, "plan.removal") } else { (Verb::Apply, "plan.make") };
    admin.records(what, "").await?;
    let (desk, by) = (console.desk().clone(), admin.email().to_owned());
    let job = console.jobs().begin(JobKind::Plan, "/admin/api/plan", move || {
        let deployment = desk.deployment_as_built()?;
        let proposal = deployment.plan(verb)?;
        desk.keep_plan(&deployment, &view::of(&proposal, &deployment, &by))
    });
    Ok(begun(job))
}
