//! `GET /conversations/{uid}/{id}/turns/latest`.

use axum::Json;
use axum::extract::State;
use lks_domain::turn::Turn;

use crate::answer::{Data, data};
use crate::authentication::Owner;
use crate::conversations::ConversationId;
use crate::error::ApiError;
use crate::openapi::Refusals;
use crate::state::ApiState;

/// The turn that was opened last, so that a page that was reloaded can follow it; null if there is
/// none.
#[utoipa::path(
    get,
    path = "/conversations/{uid}/{id}/turns/latest",
    operation_id = "getLatestTurn",
    tag = "turns",
    params(
        ("uid" = String, Path, description = "The token's `sub`"),
        ("id" = uuid::Uuid, Path, description = "The conversation")
    ),
    responses((status = 200, description = "The turn or null", body = Data<Option<Turn>>), Refusals)
)]
#[tracing::instrument(name = "http.turns.latest", skip_all)]
pub async fn latest(
    State(api): State<ApiState>,
    owner: Owner,
    ConversationId(conversation): ConversationId,
) -> Result<Json<Data<Option<Turn>>>, ApiError> {
    Ok(data(api.turns().latest(owner.id(), conversation).await?))
}
