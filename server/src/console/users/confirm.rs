//! `POST /admin/api/users/{id}/confirm`.

use axum::extract::{Path, State};
use lks_domain::console::user::Account;

use super::account;
use crate::console::Console;
use crate::console::answer::{Answer, data};
use crate::console::role::Admin;
use crate::identity::clock;

/// Lets an account sign in without the code that was sent to it.
pub async fn confirm(
    State(console): State<Console>,
    admin: Admin,
    Path(id): Path<String>,
) -> Answer<Account> {
    let account = account(&console, &id).await?;
    admin.records("user.confirm", &account.email).await?;
    console.store().confirm_user(&account.id, false, clock::now()).await?;
    Ok(data(super::account(&console, &id).await?))
}
