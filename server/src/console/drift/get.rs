//! `GET /admin/api/drift`.

use axum::extract::State;
use lks_domain::console::drift::DriftView;

use crate::console::Console;
use crate::console::answer::{Answer, data};
use crate::console::error::ConsoleError;
use crate::console::role::Viewer;

/// What was found when it was last looked.
pub async fn get(State(console): State<Console>, _viewer: Viewer) -> Answer<DriftView> {
    let drift = console.on_desk(|desk| desk.last_drift()).await?;
    Ok(data(drift.ok_or_else(|| ConsoleError::not_found("Nobody has looked for drift yet. Look now."))?))
}
