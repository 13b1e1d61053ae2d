//! `POST /admin/api/models/pull`.

use axum::extract::State;
use axum::response::Response;
use lks_domain::console::models::WorkerModel;

use super::{changeable, subject};
use crate::console::Console;
use crate::console::answer::begun;
use crate::console::body::Body;
use crate::console::error::ConsoleError;
use crate::console::role::Admin;

/// Has a worker pull a model; goes on when nobody looks.
pub async fn pull(
    State(console): State<Console>,
    admin: Admin,
    Body(what): Body<WorkerModel>,
) -> Result<Response, ConsoleError> {
    changeable(&console, &what)?;
    admin.records("model.pull", subject(&what)).await?;
    Ok(begun(console.pulls().begin(console.regions().clone(), what, admin.email())))
}
