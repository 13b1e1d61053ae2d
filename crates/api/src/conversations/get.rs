//! `GET /conversations/{uid}/{id}`.

use axum::Json;
use axum::extract::State;
use lks_domain::conversation::Conversation;

use super::ConversationId;
use crate::answer::{Data, data};
use crate::authentication::Owner;
use crate::error::ApiError;
use crate::openapi::Refusals;
use crate::state::ApiState;

/// One conversation.
#[utoipa::path(
    get,
    path = "/conversations/{uid}/{id}",
    operation_id = "getConversation",
    tag = "conversations",
    params(
        ("uid" = String, Path, description = "The token's `sub`"),
        ("id" = uuid::Uuid, Path, description = "The conversation")
    ),
    responses((status = 200, description = "The conversation", body = Data<Conversation>), Refusals)
)]
#[tracing::instrument(name = "http.conversations.get", skip_all)]
pub async fn get(
    State(api): State<ApiState>,
    owner: Owner,
    ConversationId(id): ConversationId,
) -> Result<Json<Data<Conversation>>, ApiError> {
    let found = api.store().conversation(owner.id(), id).await?;
    found.map(data).ok_or_else(ApiError::no_conversation)
}
