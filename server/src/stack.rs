//! Aws mode: the contract of a stack in AWS instead of the embedded one. The pages are ours; whoever
//! signs in does so at the stack's Cognito, and what the contract has is handed on to the stack's API.
//!
//! Handing on spares the stack from letting browsers in from wherever this server runs. Tokens are
//! checked here first, by the keys that the user pool publishes.

use std::sync::Arc;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{Request, State};
use axum::response::Response;
use axum::routing::{any, get};
use futures::FutureExt;
use lks_api::{ApiError, Authenticate, JwksAuthenticator, KeySource, bearer};
use lks_domain::client_config::{ClientConfig, Transport};
use lks_domain::limits;
use lks_domain::region::Region;
use lks_issuer::PublishedKeys;
use lks_llm::{Gateway, StackRequest, Timing};

use crate::config::Backend;
use crate::serve::StartError;

/// What the routes work with.
#[derive(Clone)]
pub struct Stack {
    gateway: Gateway,
    authenticator: Arc<dyn Authenticate>,
    client: ClientConfig,
}

impl Stack {
    /// Prepares the way to the stack; asks nothing yet. `base` is the address of this server.
    ///
    /// # Errors
    /// [`StartError`] if an address cannot be used.
    pub fn new(backend: &Backend, base: String) -> Result<Self, StartError> {
        let gateway = Gateway::new(&backend.client.api, Timing::default())?;
        let authenticator = Arc::new(authenticator(backend)?);
        // The stack has no turn service: the browser drives the steps over the contract.
        let client = ClientConfig { api: base, transport: Transport::Direct, ..backend.client.clone() };
        Ok(Self { gateway, authenticator, client })
    }

    /// The contract: `config.json` from here, all else from the stack.
    pub fn router(self) -> Router {
        let client = self.client.clone();
        let kept = ["/conversations/{uid}", "/conversations/{uid}/{id}", "/corrections"].map(str::to_owned);
        let regions = Region::ALL.map(|region| format!("/{region}/{{*path}}"));
        let paths = kept.into_iter().chain(regions);
        paths
            .fold(Router::new(), |router, path| router.route(&path, any(hand_on)))
            .route("/config.json", get(async move || axum::Json(client)))
            .with_state(self)
    }
}

#[tracing::instrument(name = "http.stack.forward", skip_all)]
async fn hand_on(State(stack): State<Stack>, request: Request) -> Result<Response<Body>, ApiError> {
    bearer(request.headers(), &*stack.authenticator).await?;
    let (parts, body) = request.into_parts();
    let target = parts.uri.path_and_query().map_or_else(|| "/".to_owned(), ToString::to_string);
    let (method, headers, body) = (parts.method, parts.headers, whole(body).await?);
    let answer = stack.gateway.forward(StackRequest { method, target, headers, body }).await;
    answer.map_err(|_| ApiError::bad_gateway("The stack's API cannot be reached. Try again"))
}

async fn whole(body: Body) -> Result<Bytes, ApiError> {
    axum::body::to_bytes(body, limits::BODY_BYTES).await.map_err(|_| ApiError::too_large())
}

fn authenticator(backend: &Backend) -> Result<JwksAuthenticator, StartError> {
    let published = PublishedKeys::at(&backend.keys_url())?;
    let keys: KeySource = Arc::new(move || {
        let published = published.clone();
        async move { published.fetch().await.map_err(|error| error.to_string()) }.boxed()
    });
    Ok(JwksAuthenticator::new(&backend.issuer(), &backend.client.identity.client_id, keys))
}
