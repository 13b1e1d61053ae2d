//! `/conversations/{uid}` and `/conversations/{uid}/{id}`: one verb a file.

pub mod create;
pub mod delete;
pub mod delete_all;
pub mod get;
pub mod list;
pub mod update;

use axum::extract::{FromRequestParts, RawPathParams};
use http::request::Parts;
use uuid::Uuid;

use crate::error::ApiError;

/// The conversation that the path names; what is no UUID names none.
#[derive(Debug, Clone, Copy)]
pub struct ConversationId(pub Uuid);

impl<S: Send + Sync> FromRequestParts<S> for ConversationId {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, ApiError> {
        uuid(parts, state, "id").await.map(Self).ok_or_else(ApiError::no_conversation)
    }
}

/// The path's parameter of this name, if it is a UUID.
pub async fn uuid<S: Send + Sync>(parts: &mut Parts, state: &S, name: &str) -> Option<Uuid> {
    let params = RawPathParams::from_request_parts(parts, state).await.ok()?;
    let value = params.iter().find(|(key, _)| *key == name).map(|(_, value)| value)?;
    Uuid::parse_str(value).ok()
}
