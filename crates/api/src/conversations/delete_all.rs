//! `DELETE /conversations/{uid}`.

use axum::Json;
use axum::extract::State;

use crate::answer::{Said, said};
use crate::authentication::Owner;
use crate::error::ApiError;
use crate::openapi::Refusals;
use crate::state::ApiState;

/// Deletes all conversations of the user.
#[utoipa::path(
    delete,
    path = "/conversations/{uid}",
    operation_id = "deleteConversations",
    tag = "conversations",
    params(("uid" = String, Path, description = "The token's `sub`")),
    responses((status = 200, description = "Says how many", body = Said), Refusals)
)]
#[tracing::instrument(name = "http.conversations.delete_all", skip_all)]
pub async fn delete_all(State(api): State<ApiState>, owner: Owner) -> Result<Json<Said>, ApiError> {
    let count = api.store().delete_conversations(owner.id()).await?;
    Ok(said(format!("{count} conversations deleted successfully for user {}", owner.id())))
}
