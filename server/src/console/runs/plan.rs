//! `GET /admin/api/runs/{id}/plan`.

use axum::extract::{Path, State};
use lks_domain::console::plan::PlanView;

use crate::console::Console;
use crate::console::answer::{Answer, data};
use crate::console::role::Viewer;

/// The plan of a run, exactly as it was approved.
pub async fn plan(
    State(console): State<Console>,
    _viewer: Viewer,
    Path(id): Path<String>,
) -> Answer<PlanView> {
    Ok(data(console.on_desk(move |desk| desk.run_plan(&id)).await?))
}
