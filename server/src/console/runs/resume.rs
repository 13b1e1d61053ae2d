//! `POST /admin/api/runs/{id}/resume`.

use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};

use crate::console::Console;
use crate::console::answer::{created, data};
use crate::console::error::ConsoleError;
use crate::console::role::Admin;

/// Lets a paused run go on; goes on with an interrupted one, as a new run.
pub async fn resume(
    State(console): State<Console>,
    admin: Admin,
    Path(id): Path<String>,
) -> Result<Response, ConsoleError> {
    admin.records("run.resume", &id).await?;
    let by = admin.email().to_owned();
    if console.desk().live().is_some_and(|live| live.id() == id) {
        let why = format!("resumed by {by}");
        return Ok(data(console.desk().word(&id, |live| live.control.resume(why))?).into_response());
    }
    Ok(created(console.on_desk(move |desk| desk.go_on(&id, &by)).await?))
}
