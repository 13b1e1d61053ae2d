//! The function: its parts, put together at the first chance, and one invocation after the other.

use std::convert::Infallible;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use axum::Router;
use futures::FutureExt as _;
use http::{HeaderValue, Method, Response, StatusCode, header};
use lambda_http::aws_lambda_events::apigw::ApiGatewayProxyResponse;
use lks_api::{
    ApiParts, ApiSettings, ApiState, Authenticate, JwksAuthenticator, KeySource, Origins, kept_router,
    unknown_path,
};
use lks_domain::client_config::{ClientConfig, IdentityConfig, Mode, RegionConfig, Transport};
use lks_domain::error::ErrorBody;
use lks_issuer::PublishedKeys;
use lks_llm::{Regions, RegionsConfig, Timing};
use lks_store::Store;
use lks_tutor::Tutor;
use tokio::sync::OnceCell;
use tower::ServiceExt as _;

use crate::invocation::{self, Asked};
use crate::metering;
use crate::settings::{Issuer, Settings};

/// Whoever waits behind API Gateway is answered by it after 29 seconds.
const ANSWER_TIMEOUT: Duration = Duration::from_secs(25);
/// When to come back while the database cannot be used.
const RETRY_AFTER_SECONDS: u16 = 5;

/// One instance of the function.
pub struct Function {
    settings: Settings,
    authenticator: Arc<JwksAuthenticator>,
    router: OnceCell<Router>,
    /// How long the start took in microseconds, until the first request has told it.
    start: AtomicU64,
}

impl Function {
    /// With these settings; connects nowhere yet.
    pub fn new(settings: Settings) -> Self {
        let authenticator = Arc::new(authenticator(&settings.issuer));
        Self { settings, authenticator, router: OnceCell::new(), start: AtomicU64::new(0) }
    }

    /// Connects, migrates and fetches the keys while nobody waits. What fails is tried again when a
    /// request comes: a database that is not there yet must not keep the function from starting.
    pub async fn prepare(&self) {
        let began = Instant::now();
        let (router, ()) = tokio::join!(self.router(), self.authenticator.prefetch());
        let took = began.elapsed();
        let micros = u64::try_from(took.as_micros()).unwrap_or(u64::MAX);
        self.start.store(micros, Ordering::Relaxed);
        tracing::info!(ready = router.is_some(), took_ms = micros / 1000, "started");
    }

    /// Answers one invocation. Never fails: the Lambda service would start the instance anew.
    ///
    /// # Errors
    /// None.
    pub async fn answer(&self, event: &str, id: &str) -> Result<ApiGatewayProxyResponse, Infallible> {
        let Some(asked) = invocation::read(event) else {
            tracing::debug!(bytes = event.len(), "an event that is no request");
            return Ok(invocation::acknowledged());
        };
        Ok(invocation::written(self.handle(asked, id).await))
    }

    async fn handle(&self, asked: Asked, id: &str) -> Response<String> {
        let began = Instant::now();
        let method = asked.request.method().clone();
        let mut answer = match self.router().await {
            Some(router) => {
                let Ok(answer) = router.clone().oneshot(asked.request).await;
                invocation::whole(answer).await
            }
            None => self.unavailable(),
        };
        if invocation::is_too_large(&answer) {
            answer = self.too_large(answer);
        }
        let start = match self.start.swap(0, Ordering::Relaxed) {
            0 => None,
            micros => Some(Duration::from_micros(micros)),
        };
        let request = metering::Request {
            id,
            method: known(&method),
            route: &asked.route,
            status: answer.status().as_u16(),
            took: began.elapsed(),
            bytes: answer.body().len(),
            start,
        };
        request.report();
        answer
    }

    /// The router, if the database can be used.
    async fn router(&self) -> Option<&Router> {
        let assembled = self.router.get_or_try_init(|| async {
            let store = Store::open_single(&self.settings.database.url()).await?;
            let authenticator = Arc::clone(&self.authenticator) as Arc<dyn Authenticate>;
            Ok::<_, FunctionError>(assemble(&self.settings, store, authenticator)?)
        });
        assembled.await.inspect_err(|error| tracing::error!(%error, "the function cannot answer")).ok()
    }

    fn unavailable(&self) -> Response<String> {
        let sentence = "The database cannot be reached. Nothing was changed; try again in a moment";
        let mut answer = self.error(StatusCode::SERVICE_UNAVAILABLE, sentence);
        answer.headers_mut().insert(header::RETRY_AFTER, RETRY_AFTER_SECONDS.into());
        answer
    }

    /// The answer that the Lambda service would refuse, as an error with the same headers for other origins.
    fn too_large(&self, answer: Response<String>) -> Response<String> {
        tracing::error!(bytes = answer.body().len(), "an answer is larger than the Lambda service takes");
        let sentence = "There is too much for one answer; delete some conversations or open them one by one";
        self.error(StatusCode::INTERNAL_SERVER_ERROR, sentence)
    }

    /// An error of the contract's shape that no router made, so that its CORS header is made here.
    fn error(&self, status: StatusCode, message: &'static str) -> Response<String> {
        let body = serde_json::to_string(&ErrorBody::new(message)).unwrap_or_default();
        let mut answer = Response::new(body);
        *answer.status_mut() = status;
        answer.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
        let origin = match &self.settings.origins {
            Origins::Any => Some("*"),
            Origins::Only(origins) => origins.first().map(String::as_str),
        };
        if let Some(origin) = origin.and_then(|origin| HeaderValue::from_str(origin).ok()) {
            answer.headers_mut().insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin);
        }
        answer
    }
}

/// Why the function cannot answer.
#[derive(Debug, thiserror::Error)]
enum FunctionError {
    #[error(transparent)]
    Store(#[from] lks_store::StoreError),
    #[error(transparent)]
    Regions(#[from] lks_llm::ConfigError),
}

fn assemble(
    settings: &Settings,
    store: Store,
    authenticator: Arc<dyn Authenticate>,
) -> Result<Router, lks_llm::ConfigError> {
    // No worker can be reached from here; clients send a vector or do without.
    let regions = Regions::new(&RegionsConfig { regions: Vec::new(), timing: Timing::default() })?;
    let state = ApiState::new(ApiParts {
        store,
        regions,
        tutor: Tutor::new(),
        authenticator,
        config: Arc::new(|_| nowhere()),
        settings: ApiSettings {
            origins: settings.origins.clone(),
            answer_timeout: ANSWER_TIMEOUT,
            ..ApiSettings::default()
        },
    });
    Ok(kept_router(state).fallback(unknown_path))
}

/// `/config.json` lies beside the client's files, not here.
fn nowhere() -> ClientConfig {
    let identity = IdentityConfig {
        endpoint: String::new(),
        region: String::new(),
        user_pool_id: String::new(),
        client_id: String::new(),
    };
    let regions = RegionConfig::all();
    ClientConfig { mode: Mode::Aws, api: String::new(), identity, regions, transport: Transport::Direct }
}

fn authenticator(issuer: &Issuer) -> JwksAuthenticator {
    let published = PublishedKeys::at(&issuer.keys).map_err(|error| error.to_string());
    let keys: KeySource = Arc::new(move || {
        let published = published.clone();
        async move { published?.fetch().await.map_err(|error| error.to_string()) }.boxed()
    });
    JwksAuthenticator::new(&issuer.name, &issuer.audience, keys)
}

/// The method as a word: clients can make up methods without end.
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
