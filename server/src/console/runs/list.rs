//! `GET /admin/api/runs`.

use axum::extract::State;
use lks_domain::console::run::RunSummary;

use crate::console::Console;
use crate::console::answer::{Answer, data};
use crate::console::role::Viewer;

/// All runs of the stack, newest first.
pub async fn list(State(console): State<Console>, _viewer: Viewer) -> Answer<Vec<RunSummary>> {
    Ok(data(console.on_desk(|desk| desk.runs()).await?))
}
