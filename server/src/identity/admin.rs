//! What an admin may see of identity: the outbox.

use axum::extract::{FromRequestParts, State};
use axum::http::StatusCode;
use axum::http::header::CACHE_CONTROL;
use axum::http::request::Parts;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Json, Router};
use lks_domain::error::ErrorBody;
use serde_json::json;

use super::{Identity, clock};

/// Messages that are shown, the newest first.
const SHOWN: u32 = 200;

/// The routes, absolute from the root.
pub fn router(identity: Identity) -> Router {
    Router::new().route("/admin/outbox", get(outbox)).with_state(identity)
}

async fn outbox(_admin: Admin, State(identity): State<Identity>) -> Response {
    match identity.store().outbox(SHOWN, clock::now()).await {
        Ok(mails) => {
            ([(CACHE_CONTROL, "no-store")], Json(json!({"status": "success", "data": mails}))).into_response()
        }
        Err(error) => {
            tracing::error!(%error, "the outbox cannot be read");
            refuse(StatusCode::SERVICE_UNAVAILABLE, "The outbox cannot be read just now. Please try again.")
        }
    }
}

/// The bearer of an ID token whose account is, at this moment, an enabled admin's.
struct Admin;

impl FromRequestParts<Identity> for Admin {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, identity: &Identity) -> Result<Self, Response> {
        let Some(bearer) = identity.bearer_of(&parts.headers) else {
            return Err(refuse(
                StatusCode::UNAUTHORIZED,
                "Sign in, and send the ID token as a bearer token.",
            ));
        };
        let user = identity.store().user(&bearer.sub).await.ok().flatten();
        let admin = user.is_some_and(|user| {
            user.enabled && user.groups.iter().any(|group| group == lks_domain::identity::ADMIN_GROUP)
        });
        if admin { Ok(Self) } else { Err(refuse(StatusCode::FORBIDDEN, "Only admins may do this.")) }
    }
}

fn refuse(status: StatusCode, message: &str) -> Response {
    (status, Json(ErrorBody::new(message))).into_response()
}
