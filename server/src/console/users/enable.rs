//! `POST /admin/api/users/{id}/enable`.

use axum::extract::{Path, State};
use lks_domain::console::user::Account;

use super::account;
use crate::console::Console;
use crate::console::answer::{Answer, data};
use crate::console::role::Admin;
use crate::identity::clock;

/// Unlocks an account.
pub async fn enable(State(console): State<Console>, admin: Admin, Path(id): Path<String>) -> Answer<Account> {
    let account = account(&console, &id).await?;
    admin.records("user.enable", &account.email).await?;
    console.store().set_enabled(&account.id, true, clock::now()).await?;
    Ok(data(super::account(&console, &id).await?))
}
