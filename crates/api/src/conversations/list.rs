//! `GET /conversations/{uid}`.

use axum::Json;
use axum::extract::State;
use lks_domain::conversation::Conversation;

use crate::answer::{Data, data};
use crate::authentication::Owner;
use crate::error::ApiError;
use crate::openapi::Refusals;
use crate::state::ApiState;

/// All conversations of the user, whole, newest first.
#[utoipa::path(
    get,
    path = "/conversations/{uid}",
    operation_id = "listConversations",
    tag = "conversations",
    params(("uid" = String, Path, description = "The token's `sub`")),
    responses((status = 200, description = "Newest first", body = Data<Vec<Conversation>>), Refusals)
)]
#[tracing::instrument(name = "http.conversations.list", skip_all)]
pub async fn list(
    State(api): State<ApiState>,
    owner: Owner,
) -> Result<Json<Data<Vec<Conversation>>>, ApiError> {
    Ok(data(api.store().list_conversations(owner.id()).await?))
}
