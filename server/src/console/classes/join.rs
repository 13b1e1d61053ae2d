//! `POST /classes`, for learners.

use axum::extract::State;
use lks_domain::console::class::{Joining, Membership, code};

use crate::console::Console;
use crate::console::answer::{Answer, data};
use crate::console::body::Body;
use crate::console::error::ConsoleError;
use crate::console::role::Learner;
use crate::identity::clock;

/// Joins a class, or changes the mind about sharing.
pub async fn join(
    State(console): State<Console>,
    Learner(id): Learner,
    Body(joining): Body<Joining>,
) -> Answer<Vec<Membership>> {
    let code = code(&joining.code)?;
    if !console.store().join_class(&code, &id, joining.share, clock::now()).await? {
        return Err(ConsoleError::not_found("There is no class with this code. Ask your teacher for it."));
    }
    Ok(data(console.store().memberships(&id).await?))
}
