//! `POST /admin/api/runs/{id}/cancel`.

use axum::extract::{Path, State};
use lks_domain::console::run::RunSummary;

use crate::console::Console;
use crate::console::answer::{Answer, data};
use crate::console::role::Admin;

/// Stops a run: calls on their way are awaited. A new plan goes on from there.
pub async fn cancel(
    State(console): State<Console>,
    admin: Admin,
    Path(id): Path<String>,
) -> Answer<RunSummary> {
    admin.records("run.cancel", &id).await?;
    Ok(data(console.desk().word(&id, |live| live.control.cancel())?))
}
