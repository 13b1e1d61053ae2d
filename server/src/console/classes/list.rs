//! `GET /admin/api/classes`.

use axum::extract::State;
use lks_domain::console::class::Class;

use crate::console::Console;
use crate::console::answer::{Answer, data};
use crate::console::role::Viewer;

/// All classes, in order of name.
pub async fn list(State(console): State<Console>, _viewer: Viewer) -> Answer<Vec<Class>> {
    Ok(data(console.store().classes().await?))
}
