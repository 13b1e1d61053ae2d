//! `DELETE /classes/{code}`, for learners.

use axum::extract::{Path, State};
use lks_domain::console::class::{Membership, code};

use crate::console::Console;
use crate::console::answer::{Answer, data};
use crate::console::role::Learner;

/// Leaves a class; leaving twice does no harm.
pub async fn leave(
    State(console): State<Console>,
    Learner(id): Learner,
    Path(typed): Path<String>,
) -> Answer<Vec<Membership>> {
    console.store().leave_class(&code(&typed)?, &id).await?;
    Ok(data(console.store().memberships(&id).await?))
}
