//! `GET /config.json`: what any client needs before it signs in.

use axum::Json;
use axum::extract::State;
use http::HeaderMap;
use lks_domain::client_config::ClientConfig;

use crate::state::ApiState;

/// Mode, addresses and regions. Needs no token.
#[utoipa::path(
    get,
    path = "/config.json",
    operation_id = "getConfig",
    tag = "configuration",
    security(()),
    responses((status = 200, description = "The same for everyone", body = ClientConfig))
)]
#[tracing::instrument(name = "http.config.get", skip_all)]
pub async fn get(State(api): State<ApiState>, headers: HeaderMap) -> Json<ClientConfig> {
    Json(api.config(&headers))
}
