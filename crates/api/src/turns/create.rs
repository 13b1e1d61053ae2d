//! `POST /conversations/{uid}/{id}/turns`.

use axum::extract::State;
use axum::response::Response;
use lks_domain::error::ErrorBody;
use lks_domain::turn::{ChatEvent, TurnRequest};

use super::server_sent;
use crate::authentication::Owner;
use crate::body::Body;
use crate::conversations::ConversationId;
use crate::error::ApiError;
use crate::openapi::Refusals;
use crate::state::ApiState;

/// Asks a question and streams what comes of it.
///
/// The question is stored before the first event. The reply is written to its end even if the
/// client leaves; `…/events` lets it come back. The same turn id again follows the same turn.
#[utoipa::path(
    post,
    path = "/conversations/{uid}/{id}/turns",
    operation_id = "createTurn",
    tag = "turns",
    params(
        ("uid" = String, Path, description = "The token's `sub`"),
        ("id" = uuid::Uuid, Path, description = "The conversation; created if it is not there")
    ),
    request_body = TurnRequest,
    responses(
        (status = 200, description = "Server-sent events: `id` is the number, `event` the name, `data` a ChatEvent", body = ChatEvent, content_type = "text/event-stream"),
        (status = 409, description = "Another reply of this conversation is being written", body = ErrorBody),
        Refusals
    )
)]
#[tracing::instrument(name = "http.turns.create", skip_all)]
pub async fn create(
    State(api): State<ApiState>,
    owner: Owner,
    ConversationId(conversation): ConversationId,
    Body(request): Body<TurnRequest>,
) -> Result<Response, ApiError> {
    request.validate()?;
    api.rates().work(owner.id())?;
    Ok(server_sent(api.turns().ask(&owner.0, conversation, request).await?))
}
