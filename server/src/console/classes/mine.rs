//! `GET /classes`, for learners.

use axum::extract::State;
use lks_domain::console::class::Membership;

use crate::console::Console;
use crate::console::answer::{Answer, data};
use crate::console::role::Learner;

/// The classes that a learner has joined.
pub async fn mine(State(console): State<Console>, Learner(id): Learner) -> Answer<Vec<Membership>> {
    Ok(data(console.store().memberships(&id).await?))
}
