//! `/{region}/{path}`: Ollama's API of a region's workers, handed on untouched.

use axum::body::Body;
use axum::extract::{Request, State};
use axum::response::Response;
use http::Uri;
use lks_domain::error::ErrorBody;
use lks_domain::region::Region;
use lks_llm::Forward;

use crate::authentication::Learner;
use crate::body::whole;
use crate::error::ApiError;
use crate::openapi::RegionError;
use crate::state::ApiState;

/// What a region's root answers, as its load balancer in AWS does (SPEC 2.4).
pub const IT_WORKED: &str = "its worked!";

macro_rules! region {
    ($module:ident, $region:expr, $root:literal, $below:literal, $name:literal) => {
        /// One region's endpoints.
        pub mod $module {
            use super::*;

            /// Says that the region is there. Needs no token.
            #[utoipa::path(
                get,
                path = $root,
                operation_id = concat!("root", $name),
                tag = "regions",
                security(()),
                responses((status = 200, description = "`its worked!`", body = String, content_type = "text/plain"))
            )]
            pub async fn root() -> &'static str {
                IT_WORKED
            }

            /// A GET request of Ollama's API, such as `tags`.
            ///
            /// The answer is the worker's: status, body and errors as Ollama has them.
            #[utoipa::path(
                get,
                path = $below,
                operation_id = concat!("get", $name),
                tag = "regions",
                params(("path" = String, Path, description = "Below Ollama's `/api/`", example = "tags")),
                responses((status = "2XX", description = "The worker's answer"),
                    (status = 400, description = "The path is refused by us, or the request by the worker", body = RegionError),
                    (status = 401, description = "No token, an expired or an invalid one", body = ErrorBody),
                    (status = 404, description = "The worker knows no such path or model", body = RegionError),
                    (status = 405, description = "See the header Allow", body = RegionError),
                    (status = 413, description = "The body is larger than 1 MiB", body = ErrorBody),
                    (status = 429, description = "Too many requests; see the header Retry-After", body = ErrorBody),
                    (status = 500, description = "The worker failed", body = RegionError),
                    (status = 502, description = "No worker can be reached", body = ErrorBody),
                    (status = 503, description = "Every worker is busy; see the header Retry-After", body = RegionError),
                    (status = 504, description = "No worker answered in time", body = ErrorBody))
            )]
            pub async fn get(state: State<ApiState>, learner: Learner, request: Request) -> Result<Response, ApiError> {
                forward($region, state, learner, request).await
            }

            /// A POST request of Ollama's API, such as `chat`, `generate` or `embed`.
            ///
            /// The answer is the worker's, streamed as it is produced: one line of NDJSON a chunk.
            #[utoipa::path(
                post,
                path = $below,
                operation_id = concat!("post", $name),
                tag = "regions",
                params(("path" = String, Path, description = "Below Ollama's `/api/`", example = "chat")),
                request_body(content = Object, description = "As Ollama's API has it"),
                responses((status = "2XX", description = "The worker's answer"),
                    (status = 400, description = "The path is refused by us, or the request by the worker", body = RegionError),
                    (status = 401, description = "No token, an expired or an invalid one", body = ErrorBody),
                    (status = 404, description = "The worker knows no such path or model", body = RegionError),
                    (status = 405, description = "See the header Allow", body = RegionError),
                    (status = 413, description = "The body is larger than 1 MiB", body = ErrorBody),
                    (status = 429, description = "Too many requests; see the header Retry-After", body = ErrorBody),
                    (status = 500, description = "The worker failed", body = RegionError),
                    (status = 502, description = "No worker can be reached", body = ErrorBody),
                    (status = 503, description = "Every worker is busy; see the header Retry-After", body = RegionError),
                    (status = 504, description = "No worker answered in time", body = ErrorBody))
            )]
            pub async fn post(state: State<ApiState>, learner: Learner, request: Request) -> Result<Response, ApiError> {
                forward($region, state, learner, request).await
            }
        }
    };
}

region!(us_east_1, Region::UsEast1, "/us-east-1", "/us-east-1/{path}", "UsEast1");
region!(us_west_2, Region::UsWest2, "/us-west-2", "/us-west-2/{path}", "UsWest2");

#[tracing::instrument(name = "http.region.forward", skip_all, fields(%region))]
async fn forward(
    region: Region,
    State(api): State<ApiState>,
    Learner(learner): Learner,
    request: Request,
) -> Result<Response<Body>, ApiError> {
    api.rates().work(&learner.sub)?;
    let (parts, body) = request.into_parts();
    let path = below(region, &parts.uri);
    let query = parts.uri.query().map(ToOwned::to_owned);
    let (method, headers) = (parts.method.clone(), parts.headers.clone());
    let body = whole(Request::from_parts(parts, body), &api).await?;
    Ok(api.regions().forward(region, Forward { method, path, query, headers, body }).await?)
}

/// What stands behind the region, still percent-encoded.
fn below(region: Region, uri: &Uri) -> String {
    let path = uri.path().trim_start_matches('/');
    path.strip_prefix(region.id()).and_then(|path| path.strip_prefix('/')).unwrap_or_default().to_owned()
}
