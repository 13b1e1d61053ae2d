//! `POST /admin/api/runs`.

use axum::extract::State;
use axum::response::Response;
use lks_domain::console::run::Approval;
use lks_store::audit::Deed;

use crate::console::Console;
use crate::console::answer::created;
use crate::console::body::Body;
use crate::console::error::ConsoleError;
use crate::console::role::Admin;

/// Approves a plan and begins to carry it out.
pub async fn start(
    State(console): State<Console>,
    admin: Admin,
    Body(approval): Body<Approval>,
) -> Result<Response, ConsoleError> {
    let plan = approval.digest.chars().take(64).collect();
    admin.records_more(Deed { what: "run.approve".into(), plan, ..Deed::default() }).await?;
    let by = admin.email().to_owned();
    Ok(created(console.on_desk(move |desk| desk.start(&approval, &by)).await?))
}
