//! `POST /admin/api/users/{id}/reset`.

use axum::extract::{Path, State};
use lks_domain::console::user::Delivery;

use super::account;
use crate::console::Console;
use crate::console::answer::{Answer, data};
use crate::console::error::ConsoleError;
use crate::console::role::Admin;

/// Makes a code for a new password: by mail, or into the outbox.
pub async fn reset(State(console): State<Console>, admin: Admin, Path(id): Path<String>) -> Answer<Delivery> {
    let account = account(&console, &id).await?;
    if !account.enabled {
        return Err(ConsoleError::conflict("user_disabled", "This account is locked. Unlock it first."));
    }
    admin.records("user.reset", &account.email).await?;
    let mailed = console.identity().send_reset_code(&account.id).await?;
    Ok(data(if mailed { Delivery::Mailed } else { Delivery::Held }))
}
