//! `GET /summaries/{uid}`: the history's list for our own pages, without the conversations.

use axum::Json;
use axum::extract::State;
use lks_domain::timestamp::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::answer::{Data, data};
use crate::authentication::Owner;
use crate::error::ApiError;
use crate::openapi::Refusals;
use crate::state::ApiState;

/// One line of the history.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Summary {
    /// Unique for its user.
    pub id: Uuid,
    /// May be empty.
    pub title: String,
    /// When it was last changed.
    #[schema(value_type = String, format = DateTime)]
    pub updated_at: Timestamp,
}

/// Ids, titles and times of all conversations, newest first.
#[utoipa::path(
    get,
    path = "/summaries/{uid}",
    operation_id = "listSummaries",
    tag = "conversations",
    params(("uid" = String, Path, description = "The token's `sub`")),
    responses((status = 200, description = "Newest first", body = Data<Vec<Summary>>), Refusals)
)]
#[tracing::instrument(name = "http.summaries.list", skip_all)]
pub async fn list(State(api): State<ApiState>, owner: Owner) -> Result<Json<Data<Vec<Summary>>>, ApiError> {
    let stored = api.store().conversation_summaries(owner.id()).await?;
    let lines = stored.into_iter().map(|s| Summary { id: s.id, title: s.title, updated_at: s.updated_at });
    Ok(data(lines.collect()))
}
