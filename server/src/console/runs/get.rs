//! `GET /admin/api/runs/{id}`.

use axum::extract::{Path, State};
use lks_domain::console::run::RunView;

use crate::console::Console;
use crate::console::answer::{Answer, data};
use crate::console::role::Viewer;

/// A run with everything that happened so far.
pub async fn get(State(console): State<Console>, _viewer: Viewer, Path(id): Path<String>) -> Answer<RunView> {
    Ok(data(console.on_desk(move |desk| desk.run_view(&id)).await?))
}
