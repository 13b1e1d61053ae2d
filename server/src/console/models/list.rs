//! `GET /admin/api/models`.

use axum::extract::State;
use lks_domain::console::models::ModelsView;

use super::view;
use crate::console::Console;
use crate::console::answer::{Answer, data};
use crate::console::role::Viewer;

/// What every worker has, and the pulls.
pub async fn list(State(console): State<Console>, _viewer: Viewer) -> Answer<ModelsView> {
    Ok(data(view(&console)))
}
