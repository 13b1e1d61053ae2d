//! `GET /admin/api/plan`.

use axum::extract::State;
use lks_domain::console::plan::PlanView;

use crate::console::Console;
use crate::console::answer::{Answer, data};
use crate::console::error::ConsoleError;
use crate::console::role::Viewer;

/// The plan that was made last.
pub async fn get(State(console): State<Console>, _viewer: Viewer) -> Answer<PlanView> {
    let plan = console.on_desk(|desk| desk.last_plan()).await?;
    Ok(data(plan.ok_or_else(|| ConsoleError::not_found("There is no plan yet. Make one."))?))
}
