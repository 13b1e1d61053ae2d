//! `PUT /conversations/{uid}/{id}`.

use axum::Json;
use axum::extract::State;
use lks_domain::conversation::ConversationPatch;

use super::ConversationId;
use crate::answer::{Said, said};
use crate::authentication::Owner;
use crate::body::Body;
use crate::error::ApiError;
use crate::openapi::Refusals;
use crate::state::{ApiState, now};

/// Changes the given fields of a conversation.
#[utoipa::path(
    put,
    path = "/conversations/{uid}/{id}",
    operation_id = "updateConversation",
    tag = "conversations",
    params(
        ("uid" = String, Path, description = "The token's `sub`"),
        ("id" = uuid::Uuid, Path, description = "The conversation")
    ),
    request_body = ConversationPatch,
    responses((status = 200, description = "Stored", body = Said), Refusals)
)]
#[tracing::instrument(name = "http.conversations.update", skip_all)]
pub async fn update(
    State(api): State<ApiState>,
    owner: Owner,
    ConversationId(id): ConversationId,
    Body(patch): Body<ConversationPatch>,
) -> Result<Json<Said>, ApiError> {
    patch.validate()?;
    if !api.store().patch_conversation(owner.id(), id, &patch, now()).await? {
        return Err(ApiError::no_conversation());
    }
    if patch.conversation.is_some() && patch.embedding.is_none() {
        api.vectors().refresh(owner.id(), id, None);
    }
    Ok(said("Conversation updated successfully"))
}
