//! `GET /admin/api/verify/history`.

use axum::extract::State;
use lks_domain::console::sheet::SheetSummary;

use super::view;
use crate::console::Console;
use crate::console::answer::{Answer, data};
use crate::console::role::Viewer;

/// All sheets, newest first.
pub async fn history(State(console): State<Console>, _viewer: Viewer) -> Answer<Vec<SheetSummary>> {
    let sheets = console.on_desk(|desk| desk.sheets()).await?;
    Ok(data(sheets.iter().map(view::summary).collect()))
}
