//! `GET /admin/api/stack`.

use axum::extract::State;
use lks_domain::console::form::StackForm;

use super::form;
use crate::console::Console;
use crate::console::answer::{Answer, data};
use crate::console::role::Viewer;

/// The form with what is chosen.
pub async fn get(State(console): State<Console>, _viewer: Viewer) -> Answer<StackForm> {
    let form = console.on_desk(|desk| Ok(form::of_stack(&desk.stack()?, desk.stack_saved_at()))).await?;
    Ok(data(form))
}
