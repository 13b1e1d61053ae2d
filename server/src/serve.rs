//! `lks serve`: puts the parts together, serves until it is told to stop, and ends in order.

use std::future::IntoFuture;
use std::net::SocketAddr;
use std::sync::Arc;

use axum::Router;
use axum::extract::ConnectInfo;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use futures::FutureExt;
use lks_api::{ApiParts, ApiSettings, ApiState, JwksAuthenticator, KeySource};
use lks_domain::client_config::{ClientConfig, IdentityConfig, Mode, RegionConfig, Transport};
use lks_llm::Regions;
use lks_store::Store;
use lks_tutor::Tutor;
use metrics_exporter_prometheus::PrometheusHandle;
use tokio::net::TcpListener;

use crate::config::{Backend, Config};
use crate::console::{Console, ConsoleParts};
use crate::identity::clock;
use crate::identity::settings::{CLIENT_ID, POOL_ID, REGION};
use crate::identity::{Identity, Settings};
use crate::log_ring::LogRing;
use crate::models::Models;
use crate::stack::Stack;
use crate::{clouds, judge, page, regions, shutdown, telemetry};

/// The server cannot start; the sentence says why and what to do.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The address is taken or not ours.
    #[error("cannot listen on {0}: {1}. Choose another address with --addr or LKS_ADDR")]
    Listen(SocketAddr, std::io::Error),
    /// The database cannot be used: what is wrong, and where it was looked for.
    #[error("{0}. {1}")]
    Database(lks_store::StoreError, &'static str),
    /// The database failed at the start.
    #[error(transparent)]
    Store(#[from] lks_store::StoreError),
    /// A signing key cannot be used.
    #[error(transparent)]
    Key(#[from] crate::identity::KeyError),
    /// A setting of the mail server cannot be used.
    #[error(transparent)]
    Config(#[from] crate::config::ConfigError),
    /// The address of a worker cannot be used.
    #[error(transparent)]
    Worker(#[from] lks_llm::ConfigError),
    /// The network cannot be used to fetch models.
    #[error(transparent)]
    Models(#[from] lks_library::LibraryError),
    /// The address of the user pool's keys cannot be used.
    #[error(transparent)]
    Issuer(#[from] lks_issuer::IssuerError),
    /// Metrics cannot be collected.
    #[error("metrics cannot be collected: {0}")]
    Metrics(#[from] metrics_exporter_prometheus::BuildError),
    /// The server broke off.
    #[error("the server broke off: {0}")]
    Serve(std::io::Error),
}

/// Serves until the process is told to stop.
///
/// # Errors
/// [`StartError`], before the first request is answered; `Serve` afterwards.
pub async fn run(config: Config) -> Result<(), StartError> {
    let metrics = telemetry::start_metrics()?;
    let listener =
        TcpListener::bind(config.addr).await.map_err(|error| StartError::Listen(config.addr, error))?;
    if let Some(backend) = &config.backend {
        return serve_stack(&config, backend, listener, metrics).await;
    }
    let server = Server::assemble(&config, metrics).await?;
    if let Some(sentence) = page::missing_site(&config) {
        tracing::warn!("{sentence}");
    }
    tracing::info!("Sofya is ready at {}", config.base_url());
    let service = server.router.into_make_service_with_connect_info::<SocketAddr>();
    let stopping = shutdown::Stopping::new();
    // Open replies are closed beside the listener's end: their streams would keep it from ending.
    let closing = tokio::spawn(close_replies(server.api.clone(), stopping.clone()));
    let serving = axum::serve(listener, service).with_graceful_shutdown(stopping.clone().begun());
    // Streams last as long as their readers like: they are not waited for beyond a few seconds.
    let served = tokio::select! {
        served = serving.into_future() => served,
        () = stopping.overdue() => Ok(()),
    };
    closing.abort();
    server.api.shutdown().await;
    server.store.close().await;
    served.map_err(StartError::Serve)
}

/// Serves the pages of a stack in AWS. There is nothing to close: what is kept is kept there.
async fn serve_stack(
    config: &Config,
    backend: &Backend,
    listener: TcpListener,
    metrics: PrometheusHandle,
) -> Result<(), StartError> {
    let contract = Stack::new(backend, config.base_url())?
        .router()
        .route("/metrics", get(move |peer| render_metrics(peer, metrics.clone())))
        .fallback(lks_api::unknown_path);
    let router = page::router(config, contract);
    if let Some(sentence) = page::missing_site(config) {
        tracing::warn!("{sentence}");
    }
    tracing::info!("Sofya is ready at {}, with the back end {}", config.base_url(), backend.client.api);
    let stopping = shutdown::Stopping::new();
    let service = router.into_make_service_with_connect_info::<SocketAddr>();
    let serving = axum::serve(listener, service).with_graceful_shutdown(stopping.clone().begun());
    tokio::select! {
        served = serving.into_future() => served.map_err(StartError::Serve),
        () = stopping.overdue() => Ok(()),
    }
}

async fn close_replies(api: ApiState, stopping: shutdown::Stopping) {
    stopping.begun().await;
    api.shutdown().await;
}

struct Server {
    router: Router,
    api: ApiState,
    store: Store,
}

impl Server {
    async fn assemble(config: &Config, metrics: PrometheusHandle) -> Result<Self, StartError> {
        let store = Store::open(&config.database_url.0)
            .await
            .map_err(|error| StartError::Database(error, config.database_url.advice()))?;
        let interrupted = store.interrupt_open_turns(clock::now()).await?;
        if interrupted > 0 {
            tracing::info!(interrupted, "closed the replies that the last run had left open");
        }
        let tutor = Tutor::new();
        tokio::task::spawn_blocking(move || tutor.warm_up());
        let models = Models::start(config)?;
        let regions = Regions::new(&regions::configured(config, tutor, &models.stock()))?;
        regions.watch();
        let identity = Identity::open(store.clone(), identity_settings(config)?)?;
        let api = ApiState::new(ApiParts {
            store: store.clone(),
            regions: regions.clone(),
            tutor,
            authenticator: Arc::new(authenticator(&identity)),
            config: client_config(config),
            settings: ApiSettings { judges: judge::judges(&models), ..ApiSettings::default() },
        });
        let console = Console::open(ConsoleParts {
            store: store.clone(),
            regions,
            identity: identity.clone(),
            data_dir: config.data_dir.clone(),
            artifacts: config.artifacts.clone(),
            ways: clouds::ways(config),
            metrics: metrics_source(metrics.clone()),
            log: LogRing::of_process(),
        });
        let contract = lks_api::router(api.clone())
            .merge(identity.router())
            .merge(identity.admin_router())
            .merge(console.router())
            .merge(models.router())
            .route("/metrics", get(move |peer| render_metrics(peer, metrics.clone())))
            .fallback(lks_api::unknown_path);
        Ok(Self { router: page::router(config, contract), api, store })
    }
}

fn identity_settings(config: &Config) -> Result<Settings, StartError> {
    let mut settings = Settings::local(config.base_url(), config.data_dir.join("identity"));
    settings.require_confirmation = config.identity.confirm_sign_up;
    settings.smtp = config.smtp.as_ref().map(TryInto::try_into).transpose()?;
    Ok(settings)
}

fn authenticator(identity: &Identity) -> JwksAuthenticator {
    let (issuer, audience) = (identity.issuer().to_owned(), identity.audience());
    let identity = identity.clone();
    let keys: KeySource = Arc::new(move || {
        let keys = serde_json::to_string(&identity.keys()).map_err(|error| error.to_string());
        async move { keys }.boxed()
    });
    JwksAuthenticator::new(&issuer, audience, keys)
}

fn client_config(config: &Config) -> lks_api::ConfigSource {
    let base = config.base_url();
    let client = ClientConfig {
        mode: Mode::Local,
        identity: IdentityConfig {
            endpoint: format!("{base}/identity"),
            region: REGION.to_owned(),
            user_pool_id: POOL_ID.to_owned(),
            client_id: CLIENT_ID.to_owned(),
        },
        api: base,
        regions: RegionConfig::all(),
        transport: Transport::Service,
    };
    Arc::new(move |_| client.clone())
}

fn metrics_source(metrics: PrometheusHandle) -> crate::console::monitor::recorder::Source {
    Arc::new(move || metrics.render())
}

/// For a collector on this machine; there is nothing personal in it, but nobody else's business.
async fn render_metrics(ConnectInfo(peer): ConnectInfo<SocketAddr>, metrics: PrometheusHandle) -> Response {
    if !peer.ip().is_loopback() {
        return lks_api::unknown_path().await.into_response();
    }
    let text = [(header::CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")];
    (StatusCode::OK, text, metrics.render()).into_response()
}
