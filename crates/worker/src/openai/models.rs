//! `GET /v1/models` and `GET /v1/models/{model}`.

use axum::Json;
use axum::extract::{Path, State};
use serde_json::{Value, json};
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

use crate::Worker;
use crate::api::tag_of;
use crate::catalog::Named;
use crate::error::ApiError;

/// `GET /v1/models`
pub(super) async fn list(State(worker): State<Worker>) -> Json<Value> {
    let models: Vec<_> = worker.catalog().names().iter().map(|named| model(&named.name, named)).collect();
    Json(json!({ "object": "list", "data": models }))
}

/// `GET /v1/models/{model}`
pub(super) async fn retrieve(
    State(worker): State<Worker>,
    Path(name): Path<String>,
) -> Result<Json<Value>, ApiError> {
    let named = worker.catalog().find(&name).ok_or_else(|| ApiError::no_model(&name))?;
    Ok(Json(model(&name, &named)))
}

fn model(name: &str, named: &Named) -> Value {
    let created = OffsetDateTime::parse(&tag_of(named).modified_at, &Rfc3339);
    let created = created.map_or(0, OffsetDateTime::unix_timestamp);
    json!({ "id": name, "object": "model", "created": created, "owned_by": "library" })
}
