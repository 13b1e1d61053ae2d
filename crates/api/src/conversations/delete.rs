//! `DELETE /conversations/{uid}/{id}`.

use axum::Json;
use axum::extract::State;

use super::ConversationId;
use crate::answer::{Said, said};
use crate::authentication::Owner;
use crate::error::ApiError;
use crate::openapi::Refusals;
use crate::state::ApiState;

/// Deletes one conversation.
#[utoipa::path(
    delete,
    path = "/conversations/{uid}/{id}",
    operation_id = "deleteConversation",
    tag = "conversations",
    params(
        ("uid" = String, Path, description = "The token's `sub`"),
        ("id" = uuid::Uuid, Path, description = "The conversation")
    ),
    responses((status = 200, description = "Deleted", body = Said), Refusals)
)]
#[tracing::instrument(name = "http.conversations.delete", skip_all)]
pub async fn delete(
    State(api): State<ApiState>,
    owner: Owner,
    ConversationId(id): ConversationId,
) -> Result<Json<Said>, ApiError> {
    if !api.store().delete_conversation(owner.id(), id).await? {
        return Err(ApiError::no_conversation());
    }
    Ok(said("Conversation deleted successfully"))
}
