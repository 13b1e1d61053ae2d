//! `DELETE /admin/api/models/pulls/{id}`.

use axum::extract::{Path, State};
use lks_domain::console::models::Pull;
use uuid::Uuid;

use super::subject;
use crate::console::Console;
use crate::console::answer::{Answer, data};
use crate::console::error::ConsoleError;
use crate::console::role::Admin;

/// Stops a pull; what has arrived stays on the worker, which goes on from there the next time.
pub async fn cancel(State(console): State<Console>, admin: Admin, Path(id): Path<Uuid>) -> Answer<Pull> {
    let unknown = || ConsoleError::not_found("There is no such pull any more.");
    let pull = console.pulls().get(id).ok_or_else(unknown)?;
    admin.records("model.pull.cancel", subject(&pull.what)).await?;
    Ok(data(console.pulls().cancel(id).ok_or_else(unknown)?))
}
