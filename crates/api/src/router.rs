//! All endpoints in one router, and what surrounds every one of them.

use std::any::Any;
use std::time::Instant;

use axum::extract::{DefaultBodyLimit, MatchedPath, Request, State};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Json, Router};
use http::Method;
use lks_domain::limits;
use tower_http::catch_panic::CatchPanicLayer;
use utoipa::OpenApi as _;
use utoipa_axum::router::{OpenApiRouter, UtoipaMethodRouter};
use utoipa_axum::routes;

use crate::error::ApiError;
use crate::openapi::{self, Document};
use crate::proxy::{us_east_1, us_west_2};
use crate::state::ApiState;
use crate::{client_config, conversations, corrections, cors, regions, summaries, turns};

/// The contract of SPEC section 4 and what our own pages need beside it.
///
/// It has no fallback, so that the server can add its pages; what the server has no page for should
/// go to [`unknown_path`]. It must not lie under a layer that compresses: streams of workers are
/// handed on as they are.
pub fn router(state: ApiState) -> Router {
    let answered = answered().route_layer(middleware::from_fn_with_state(state.clone(), in_time));
    let (router, document) = answered.merge(streamed()).split_for_parts();
    let document = openapi::refined(&document);
    let router = router
        .route("/openapi.json", get(move || async move { Json(document) }))
        .route("/us-east-1/", get(us_east_1::root))
        .route("/us-west-2/", get(us_west_2::root));
    surrounded(router, state)
}

/// The part of the contract that keeps conversations and corrects texts: what the Lambda answers.
/// The regions' paths, which a Lambda would be held for while a model writes, lead to their workers
/// directly there.
pub fn kept_router(state: ApiState) -> Router {
    let (router, _) =
        kept().route_layer(middleware::from_fn_with_state(state.clone(), in_time)).split_for_parts();
    surrounded(router, state)
}

/// What is around every endpoint.
fn surrounded(router: Router<ApiState>, state: ApiState) -> Router {
    let cors = cors::layer(&state.settings().origins);
    router
        .method_not_allowed_fallback(method_not_allowed)
        .route_layer(middleware::from_fn(measure))
        .layer(DefaultBodyLimit::max(limits::BODY_BYTES))
        .layer(CatchPanicLayer::custom(panicked))
        .layer(cors)
        .with_state(state)
}

/// Endpoints with an answer that is whole, and due in time.
fn answered() -> OpenApiRouter<ApiState> {
    let router = OpenApiRouter::with_openapi(Document::openapi())
        .routes(routes!(client_config::get))
        .routes(routes!(regions::list));
    [routes!(summaries::list), routes!(turns::latest::latest), routes!(turns::stop::stop)]
        .into_iter()
        .fold(router, with_slash)
        .merge(kept())
}

/// Conversations and corrections.
fn kept() -> OpenApiRouter<ApiState> {
    let router = OpenApiRouter::new().routes(routes!(corrections::create));
    [
        routes!(
            conversations::list::list,
            conversations::create::create,
            conversations::delete_all::delete_all
        ),
        routes!(conversations::get::get, conversations::update::update, conversations::delete::delete),
    ]
    .into_iter()
    .fold(router, with_slash)
}

/// Endpoints that answer for as long as there is something to tell.
fn streamed() -> OpenApiRouter<ApiState> {
    OpenApiRouter::new()
        .routes(routes!(turns::create::create))
        .routes(routes!(turns::events::events))
        .routes(routes!(us_east_1::root))
        .routes(routes!(us_west_2::root))
        .merge(proxied())
}

/// The document of all endpoints, as it is derived.
#[cfg(test)]
pub(crate) fn document() -> utoipa::openapi::OpenApi {
    answered().merge(streamed()).split_for_parts().1
}

/// The document of the contract's endpoints: those of existing clients.
#[cfg(test)]
pub(crate) fn contract_document() -> utoipa::openapi::OpenApi {
    OpenApiRouter::with_openapi(Document::openapi()).merge(kept()).merge(proxied()).split_for_parts().1
}

/// The answer for a path that nobody has.
pub async fn unknown_path() -> ApiError {
    ApiError::not_found("Unknown path. The endpoints are described at /openapi.json")
}

/// The workers' endpoints. In the document the path's rest is one parameter; in the router it may
/// hold slashes.
fn proxied() -> OpenApiRouter<ApiState> {
    let mut router = OpenApiRouter::new();
    for (path, (schemas, paths, methods)) in [
        ("/us-east-1/{*path}", routes!(us_east_1::get, us_east_1::post)),
        ("/us-west-2/{*path}", routes!(us_west_2::get, us_west_2::post)),
    ] {
        let documented: UtoipaMethodRouter<ApiState> = (schemas, paths, axum::routing::MethodRouter::new());
        let (_, document) = OpenApiRouter::new().routes(documented).split_for_parts();
        router.get_openapi_mut().merge(document);
        router = router.route(path, methods);
    }
    router
}

/// Adds routes under their path and under the same path with a slash behind it.
fn with_slash(
    router: OpenApiRouter<ApiState>,
    routes: UtoipaMethodRouter<ApiState>,
) -> OpenApiRouter<ApiState> {
    let slashed: Vec<String> = routes.1.paths.keys().map(|path| format!("{path}/")).collect();
    let methods = routes.2.clone();
    let router = router.routes(routes);
    slashed.iter().fold(router, |router, path| router.route(path, methods.clone()))
}

async fn method_not_allowed() -> ApiError {
    ApiError::method_not_allowed()
}

fn panicked(_panic: Box<dyn Any + Send>) -> Response {
    tracing::error!("a handler panicked");
    ApiError::internal().into_response()
}

async fn in_time(State(api): State<ApiState>, request: Request, next: Next) -> Response {
    match tokio::time::timeout(api.settings().answer_timeout, next.run(request)).await {
        Ok(response) => response,
        Err(_) => ApiError::timeout().into_response(),
    }
}

async fn measure(path: Option<MatchedPath>, request: Request, next: Next) -> Response {
    let began = Instant::now();
    let method = known(request.method());
    let response = next.run(request).await;
    let labels = [
        ("path", path.map_or_else(String::new, |path| path.as_str().to_owned())),
        ("method", method.to_owned()),
        ("status", response.status().as_u16().to_string()),
    ];
    metrics::counter!("http_requests_total", &labels).increment(1);
    metrics::histogram!("http_first_byte_seconds", &labels[..2]).record(began.elapsed().as_secs_f64());
    response
}

/// The method as a label: clients can make up methods without end.
fn known(method: &Method) -> &'static str {
    match *method {
        Method::GET => "GET",
        Method::HEAD => "HEAD",
        Method::POST => "POST",
        Method::PUT => "PUT",
        Method::DELETE => "DELETE",
        Method::OPTIONS => "OPTIONS",
        _ => "other",
    }
}
