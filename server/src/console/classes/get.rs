//! `GET /admin/api/classes/{code}`.

use axum::extract::{Path, State};
use lks_domain::console::class::ClassView;

use super::class;
use crate::console::Console;
use crate::console::answer::{Answer, data};
use crate::console::role::Viewer;

/// A class with the progress of those who share it.
pub async fn get(
    State(console): State<Console>,
    _viewer: Viewer,
    Path(code): Path<String>,
) -> Answer<ClassView> {
    let class = class(&console, &code).await?;
    Ok(data(console.store().class_progress(class).await?))
}
