//! `POST /admin/api/drift`.

use axum::extract::State;
use axum::response::Response;
use lks_domain::console::job::JobKind;

use super::view;
use crate::console::Console;
use crate::console::answer::begun;
use crate::console::desk::Desk;
use crate::console::error::ConsoleError;
use crate::console::role::Admin;

/// Reads the account and looks for drift; changes nothing in it.
pub async fn look(State(console): State<Console>, admin: Admin) -> Result<Response, ConsoleError> {
    admin.records("drift.look", "").await?;
    let desk = console.desk().clone();
    Ok(begun(console.jobs().begin(JobKind::Drift, "/admin/api/drift", move || again(&desk))))
}

/// Looks, and keeps what is found.
pub(super) fn again(desk: &Desk) -> Result<(), ConsoleError> {
    let deployment = desk.deployment_as_built()?;
    let (drift, holdings) = (deployment.drift()?, deployment.holdings()?);
    desk.keep_drift(&deployment, &view::of(&drift, &holdings, &deployment))
}
