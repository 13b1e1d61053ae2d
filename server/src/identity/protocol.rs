//! The wire: `POST` with `X-Amz-Target`, JSON 1.1, CORS for any origin, and the public keys.

use std::net::{IpAddr, SocketAddr};
use std::time::Duration;

use axum::body::{Body, to_bytes};
use axum::extract::{ConnectInfo, Request, State};
use axum::http::{HeaderName, HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Json, Router};
use serde_json::{Value, json};
use tower_http::cors::{AllowHeaders, Any, CorsLayer};
use tracing::Instrument;
use uuid::Uuid;

use super::Identity;
use super::operation::{Operation, run};
use super::parameters::Parameters;
use super::refusal::Refusal;
use super::settings::POOL_ID;

/// Largest body in bytes; the longest that is of any use has some 5 kB.
const BODY_BYTES: usize = 64 * 1024;
const SERVICE: &str = "AWSCognitoIdentityProviderService.";
const AMZ_JSON: HeaderValue = HeaderValue::from_static("application/x-amz-json-1.1");

/// The routes, absolute from the root.
pub fn router(identity: Identity) -> Router {
    let issuer = format!("/identity/{POOL_ID}/.well-known");
    Router::new()
        .route("/identity", axum::routing::any(call))
        .route("/identity/", axum::routing::any(call))
        .route(&format!("{issuer}/jwks.json"), get(jwks))
        .route(&format!("{issuer}/openid-configuration"), get(openid_configuration))
        .with_state(identity)
        .layer(cors())
}

fn cors() -> CorsLayer {
    let exposed = ["x-amzn-errortype", "x-amzn-errormessage", "x-amzn-requestid", "retry-after", "date"];
    CorsLayer::new()
        .allow_origin(Any)
        .allow_methods([Method::GET, Method::POST, Method::OPTIONS])
        .allow_headers(AllowHeaders::mirror_request())
        .expose_headers(exposed.map(HeaderName::from_static))
        .max_age(Duration::from_secs(3600))
}

async fn call(State(identity): State<Identity>, request: Request) -> Response {
    let request_id = Uuid::new_v4().to_string();
    let operation = target(&request);
    let name = operation.map_or("unknown", Operation::name);
    let span = tracing::info_span!("http.identity", operation = name, request_id);
    let answer = answer(&identity, operation, request).instrument(span).await;
    let mut response = match answer {
        Ok(body) => Json(body).into_response(),
        Err(refusal) => refusal.into_response(),
    };
    response.headers_mut().insert(header::CONTENT_TYPE, AMZ_JSON);
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    if let Ok(id) = HeaderValue::from_str(&request_id) {
        response.headers_mut().insert("x-amzn-requestid", id);
    }
    response
}

async fn answer(
    identity: &Identity,
    operation: Option<Operation>,
    request: Request,
) -> Result<Value, Refusal> {
    if request.method() != Method::POST {
        return Err(unknown("Send a POST with the header X-Amz-Target."));
    }
    let Some(operation) = operation else {
        return Err(unknown("X-Amz-Target must name an operation that this server has."));
    };
    let address = peer(&request);
    let body = to_bytes(request.into_body(), BODY_BYTES).await.map_err(|_| Refusal::TooLarge(BODY_BYTES))?;
    let parameters = Parameters::parse(&body)?;
    run(identity, operation, &parameters, address)
        .await
        .inspect_err(|refusal| tracing::debug!(refusal = refusal.type_name(), "refused"))
}

fn unknown(message: &str) -> Refusal {
    Refusal::UnknownOperation(message.to_owned())
}

fn target(request: &Request<Body>) -> Option<Operation> {
    let target = request.headers().get("x-amz-target")?.to_str().ok()?;
    Operation::parse(target.strip_prefix(SERVICE)?)
}

fn peer(request: &Request<Body>) -> Option<IpAddr> {
    request.extensions().get::<ConnectInfo<SocketAddr>>().map(|peer| peer.0.ip())
}

async fn jwks(State(identity): State<Identity>) -> Response {
    // Verifiers may ask before anyone has signed in; an empty set would be cached by them.
    match identity.signing_key().await {
        Ok(_) => ([(header::CACHE_CONTROL, "public, max-age=300")], Json(identity.keys())).into_response(),
        Err(refusal) => refusal.into_response(),
    }
}

async fn openid_configuration(State(identity): State<Identity>) -> (StatusCode, Json<Value>) {
    let issuer = identity.issuer();
    let document = json!({
        "issuer": issuer,
        "jwks_uri": format!("{issuer}/.well-known/jwks.json"),
        "id_token_signing_alg_values_supported": ["RS256"],
        "response_types_supported": ["code", "token"],
        "subject_types_supported": ["public"],
    });
    (StatusCode::OK, Json(document))
}
