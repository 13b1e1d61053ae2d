//! `POST /admin/api/stack/check`. Changes nothing, but only who may save has choices to try.

use axum::extract::State;
use lks_domain::console::form::{StackChoices, StackForm};

use super::form;
use crate::console::Console;
use crate::console::answer::{Answer, data};
use crate::console::body::Body;
use crate::console::role::Admin;

/// The form with these choices: problems and cost, nothing saved.
pub async fn check(
    State(console): State<Console>,
    _admin: Admin,
    Body(choices): Body<StackChoices>,
) -> Answer<StackForm> {
    let checked = console.on_desk(move |desk| Ok(form::of_choices(&choices, desk.stack_saved_at()).0));
    Ok(data(checked.await?))
}
