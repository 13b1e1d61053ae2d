//! `DELETE /admin/api/account`.

use axum::extract::State;
use lks_domain::console::account::AccountView;

use crate::console::Console;
use crate::console::answer::{Answer, data};
use crate::console::role::Admin;

/// Forgets the account and its credentials.
pub async fn disconnect(State(console): State<Console>, admin: Admin) -> Answer<AccountView> {
    admin.records("account.disconnect", "").await?;
    Ok(data(console.on_desk(|desk| desk.disconnect().map(|()| desk.account())).await?))
}
