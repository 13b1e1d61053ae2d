//! Which web pages may use the API, and what they may read of its answers.

use std::time::Duration;

use http::{HeaderName, HeaderValue, Method, header};
use tower_http::cors::{AllowHeaders, AllowOrigin, Any, CorsLayer};

use crate::state::Origins;

/// How long browsers may remember a preflight: two hours is the most that Chromium does.
const MAX_AGE: Duration = Duration::from_secs(7200);

/// The layer for these origins. A preflight is answered for any path that it lies on, without a
/// token.
pub fn layer(origins: &Origins) -> CorsLayer {
    let layer = CorsLayer::new()
        .allow_methods([
            Method::GET,
            Method::HEAD,
            Method::POST,
            Method::PUT,
            Method::DELETE,
            Method::OPTIONS,
        ])
        // `*` would not cover Authorization.
        .allow_headers(AllowHeaders::mirror_request())
        .expose_headers([
            header::RETRY_AFTER,
            header::ALLOW,
            header::WWW_AUTHENTICATE,
            HeaderName::from_static("x-request-id"),
        ])
        .max_age(MAX_AGE);
    match origins {
        Origins::Any => layer.allow_origin(Any),
        Origins::Only(origins) => {
            layer.allow_origin(AllowOrigin::list(origins.iter().filter_map(|origin| value(origin))))
        }
    }
}

fn value(origin: &str) -> Option<HeaderValue> {
    HeaderValue::from_str(origin.trim_end_matches('/')).ok()
}
