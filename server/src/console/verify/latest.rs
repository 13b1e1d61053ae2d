//! `GET /admin/api/verify`.

use axum::extract::State;
use lks_domain::console::sheet::Sheet;

use super::view;
use crate::console::Console;
use crate::console::answer::{Answer, data};
use crate::console::role::Viewer;

/// The last sheet.
pub async fn latest(State(console): State<Console>, _viewer: Viewer) -> Answer<Sheet> {
    Ok(data(console.on_desk(|desk| Ok(view::of(&desk.sheet(None)?))).await?))
}
