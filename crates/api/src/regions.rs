//! `GET /regions`: the live state of every region, for our own pages.

use axum::Json;
use axum::extract::State;
use lks_domain::live::RegionStatus;

use crate::answer::{Data, data};
use crate::authentication::Learner;
use crate::error::ApiError;
use crate::openapi::Refusals;
use crate::state::ApiState;

/// State, workers and models of every region.
#[utoipa::path(
    get,
    path = "/regions",
    operation_id = "listRegions",
    tag = "regions",
    responses((status = 200, description = "Both regions", body = Data<Vec<RegionStatus>>), Refusals)
)]
#[tracing::instrument(name = "http.regions.list", skip_all)]
pub async fn list(
    State(api): State<ApiState>,
    _learner: Learner,
) -> Result<Json<Data<Vec<RegionStatus>>>, ApiError> {
    Ok(data(api.regions().snapshot()))
}
