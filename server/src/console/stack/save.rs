//! `PUT /admin/api/stack`.

use axum::extract::State;
use lks_domain::console::form::{StackChoices, StackForm};
use lks_store::audit::Deed;

use super::form;
use crate::console::Console;
use crate::console::answer::{Answer, data};
use crate::console::body::Body;
use crate::console::error::ConsoleError;
use crate::console::role::Admin;

/// Saves valid choices; the next plan is made from them.
pub async fn save(
    State(console): State<Console>,
    admin: Admin,
    Body(choices): Body<StackChoices>,
) -> Answer<StackForm> {
    let named: Vec<&str> = choices.values.keys().map(String::as_str).collect();
    let deed = Deed { what: "stack.save".into(), detail: named.join(", "), ..Deed::default() };
    admin.records_more(deed).await?;
    let saved = console.on_desk(move |desk| {
        let (form, stack) = form::of_choices(&choices, None);
        let Some(stack) = stack else {
            let sentences: Vec<&str> = form.problems.iter().map(|problem| problem.message.as_str()).collect();
            return Err(ConsoleError::refused("stack_invalid", sentences.join(" ")));
        };
        desk.save_stack(&stack)?;
        Ok(form::of_stack(&stack, desk.stack_saved_at()))
    });
    Ok(data(saved.await?))
}
