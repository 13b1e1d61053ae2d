//! `GET /conversations/{uid}/{id}/turns/{turn}/events`.

use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::response::Response;
use http::HeaderMap;
use lks_domain::turn::ChatEvent;
use serde::Deserialize;

use super::{TurnId, server_sent};
use crate::authentication::Owner;
use crate::conversations::ConversationId;
use crate::error::ApiError;
use crate::openapi::Refusals;
use crate::state::ApiState;
use crate::turn::TurnKey;

/// From where to follow.
#[derive(Debug, Deserialize)]
pub struct After {
    after: Option<u64>,
}

/// Follows a turn from behind the last event that the client has: nothing is missed.
#[utoipa::path(
    get,
    path = "/conversations/{uid}/{id}/turns/{turn}/events",
    operation_id = "followTurn",
    tag = "turns",
    params(
        ("uid" = String, Path, description = "The token's `sub`"),
        ("id" = uuid::Uuid, Path, description = "The conversation"),
        ("turn" = uuid::Uuid, Path, description = "The turn"),
        ("after" = Option<u64>, Query, description = "Number of the last event that the client has; 0: none"),
        ("Last-Event-ID" = Option<u64>, Header, description = "The same, as browsers send it; goes before `after`")
    ),
    responses(
        (status = 200, description = "Server-sent events, as of the request that asked", body = ChatEvent, content_type = "text/event-stream"),
        Refusals
    )
)]
#[tracing::instrument(name = "http.turns.events", skip_all)]
pub async fn events(
    State(api): State<ApiState>,
    owner: Owner,
    ConversationId(conversation): ConversationId,
    TurnId(turn): TurnId,
    query: Result<Query<After>, QueryRejection>,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    let wrong = || ApiError::bad_input("Last-Event-ID or after is not the number of an event");
    let Query(After { after }) = query.map_err(|_| wrong())?;
    let after = match headers.get("last-event-id") {
        Some(last) => last.to_str().ok().and_then(|last| last.trim().parse().ok()).ok_or_else(wrong)?,
        None => after.unwrap_or_default(),
    };
    let key = TurnKey { user: owner.id().clone(), conversation, turn };
    Ok(server_sent(api.turns().follow(key, after).await?))
}
