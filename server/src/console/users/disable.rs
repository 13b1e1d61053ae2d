//! `POST /admin/api/users/{id}/disable`.

use axum::extract::{Path, State};
use lks_domain::console::user::Account;

use super::account;
use crate::console::Console;
use crate::console::answer::{Answer, data};
use crate::console::role::Admin;
use crate::identity::clock;

/// Locks an account and ends its sign-ins; the last admin stays.
pub async fn disable(
    State(console): State<Console>,
    admin: Admin,
    Path(id): Path<String>,
) -> Answer<Account> {
    let account = account(&console, &id).await?;
    admin.records("user.disable", &account.email).await?;
    console.store().lock_account(&account.id, clock::now()).await?;
    Ok(data(super::account(&console, &id).await?))
}
