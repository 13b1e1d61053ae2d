//! `GET /admin/api/verify/{id}`.

use axum::extract::{Path, State};
use lks_domain::console::sheet::Sheet;

use super::view;
use crate::console::Console;
use crate::console::answer::{Answer, data};
use crate::console::role::Viewer;

/// A sheet of the history.
pub async fn get(State(console): State<Console>, _viewer: Viewer, Path(id): Path<String>) -> Answer<Sheet> {
    Ok(data(console.on_desk(move |desk| Ok(view::of(&desk.sheet(Some(&id))?))).await?))
}
