//! `GET /admin/api/account`.

use axum::extract::State;
use lks_domain::console::account::AccountView;

use crate::console::Console;
use crate::console::answer::{Answer, data};
use crate::console::role::Viewer;

/// What is connected, and how else one can connect.
pub async fn get(State(console): State<Console>, _viewer: Viewer) -> Answer<AccountView> {
    Ok(data(console.on_desk(|desk| Ok(desk.account())).await?))
}
