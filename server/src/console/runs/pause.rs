//! `POST /admin/api/runs/{id}/pause`.

use axum::extract::{Path, State};
use lks_domain::console::run::RunSummary;

use crate::console::Console;
use crate::console::answer::{Answer, data};
use crate::console::role::Admin;

/// Holds a run: calls on their way end, no new one is made.
pub async fn pause(
    State(console): State<Console>,
    admin: Admin,
    Path(id): Path<String>,
) -> Answer<RunSummary> {
    admin.records("run.pause", &id).await?;
    let why = format!("paused by {}", admin.email());
    Ok(data(console.desk().word(&id, |live| live.control.pause(why))?))
}
