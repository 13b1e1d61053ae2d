//! `POST /conversations/{uid}/{id}/turns/{turn}/stop`.

use axum::Json;
use axum::extract::State;

use super::TurnId;
use crate::answer::{Said, said};
use crate::authentication::Owner;
use crate::conversations::ConversationId;
use crate::error::ApiError;
use crate::openapi::Refusals;
use crate::state::ApiState;
use crate::turn::TurnKey;

/// Stops a reply; what had arrived is kept. One that has ended is left as it is.
#[utoipa::path(
    post,
    path = "/conversations/{uid}/{id}/turns/{turn}/stop",
    operation_id = "stopTurn",
    tag = "turns",
    params(
        ("uid" = String, Path, description = "The token's `sub`"),
        ("id" = uuid::Uuid, Path, description = "The conversation"),
        ("turn" = uuid::Uuid, Path, description = "The turn")
    ),
    responses((status = 200, description = "It has ended", body = Said), Refusals)
)]
#[tracing::instrument(name = "http.turns.stop", skip_all)]
pub async fn stop(
    State(api): State<ApiState>,
    owner: Owner,
    ConversationId(conversation): ConversationId,
    TurnId(turn): TurnId,
) -> Result<Json<Said>, ApiError> {
    api.turns().stop(TurnKey { user: owner.id().clone(), conversation, turn }).await?;
    Ok(said("Turn stopped"))
}
