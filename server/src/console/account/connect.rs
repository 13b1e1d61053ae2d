//! `POST /admin/api/account`.

use axum::extract::State;
use axum::response::Response;
use lks_domain::console::account::Connect;
use lks_domain::console::job::JobKind;

use crate::console::Console;
use crate::console::answer::begun;
use crate::console::body::Body;
use crate::console::error::ConsoleError;
use crate::console::role::Admin;

/// Connects an account, or renews the credentials of the run under way.
pub async fn connect(
    State(console): State<Console>,
    admin: Admin,
    Body(how): Body<Connect>,
) -> Result<Response, ConsoleError> {
    // The kind alone: nothing else of it may be written down.
    let kind = serde_json::to_value(how.kind()).unwrap_or_default();
    admin.records("account.connect", kind.as_str().unwrap_or_default()).await?;
    let (desk, by) = (console.desk().clone(), admin.email().to_owned());
    let work = move || desk.connect(&how, &by);
    Ok(begun(console.jobs().begin(JobKind::Connect, "/admin/api/account", work)))
}
