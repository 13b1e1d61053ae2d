//! `POST /conversations/{uid}`.

use axum::Json;
use axum::extract::State;
use lks_domain::conversation::NewConversation;

use crate::answer::{Said, said};
use crate::authentication::Owner;
use crate::body::Body;
use crate::error::ApiError;
use crate::openapi::Refusals;
use crate::state::{ApiState, now};

/// Creates a conversation, or replaces the one with the same id.
#[utoipa::path(
    post,
    path = "/conversations/{uid}",
    operation_id = "createConversation",
    tag = "conversations",
    params(("uid" = String, Path, description = "The token's `sub`")),
    request_body = NewConversation,
    responses((status = 200, description = "Stored", body = Said), Refusals)
)]
#[tracing::instrument(name = "http.conversations.create", skip_all)]
pub async fn create(
    State(api): State<ApiState>,
    owner: Owner,
    Body(new): Body<NewConversation>,
) -> Result<Json<Said>, ApiError> {
    new.validate()?;
    api.store().put_conversation(owner.id(), &new, now()).await?;
    if new.embedding.is_none() {
        api.vectors().refresh(owner.id(), new.id, None);
    }
    Ok(said("Conversation created successfully"))
}
