//! `PATCH /admin/api/account`.

use axum::extract::State;
use lks_domain::console::account::{AccountView, SandboxChange};

use crate::console::Console;
use crate::console::answer::{Answer, data};
use crate::console::body::Body;
use crate::console::role::Admin;

/// Changes the speed of the simulated clock, under a run too.
pub async fn change(
    State(console): State<Console>,
    admin: Admin,
    Body(SandboxChange { speed }): Body<SandboxChange>,
) -> Answer<AccountView> {
    admin.records("account.speed", speed.to_string()).await?;
    let changed = console.on_desk(move |desk| desk.change_speed(speed).map(|()| desk.account()));
    Ok(data(changed.await?))
}
