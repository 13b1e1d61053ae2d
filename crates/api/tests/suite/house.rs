//! The API put together from its real parts, learners with real tokens, and their requests.

pub mod answer;
pub mod issuer;
pub mod learner;

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use http::{HeaderMap, Request};
use http_body_util::BodyExt as _;
use lks_api::{ApiParts, ApiSettings, ApiState, router, unknown_path};
use lks_domain::client_config::{ClientConfig, IdentityConfig, Mode, RegionConfig, Transport};
use lks_domain::region::{Region, WorkerKind};
use lks_llm::{InProcess, Origin, RegionSpec, Regions, RegionsConfig, Role, Timing, WorkerSpec};
use lks_store::Store;
use lks_tutor::Tutor;
use tower::ServiceExt as _;
use uuid::Uuid;

use crate::worker::Scripted;

pub use answer::{Answer, event};
pub use learner::Learner;

/// The API on a store.
#[derive(Clone)]
pub struct House {
    pub state: ApiState,
    pub store: Store,
    pub router: Router,
}

/// Workers of the same kind in both regions.
pub fn everywhere(origin: &Origin) -> Vec<RegionSpec> {
    let worker = |kind: WorkerKind, place: &str| WorkerSpec {
        name: format!("{kind}-{place}"),
        role: Role::Kind(kind),
        origin: origin.clone(),
    };
    Region::ALL
        .into_iter()
        .map(|region| RegionSpec {
            region,
            workers: WorkerKind::ALL
                .into_iter()
                .flat_map(|kind| [worker(kind, "a"), worker(kind, "b")])
                .collect(),
        })
        .collect()
}

impl House {
    /// On this store, with a worker that does as it is told.
    pub fn new(store: Store, worker: Scripted) -> Self {
        Self::with(store, everywhere(&Origin::InProcess(InProcess::new(worker.router()))), |_| {})
    }

    /// With these workers and settings.
    pub fn with(store: Store, regions: Vec<RegionSpec>, change: impl FnOnce(&mut ApiSettings)) -> Self {
        let timing = Timing {
            idle: Duration::from_millis(800),
            probe: Duration::from_millis(800),
            ..Timing::default()
        };
        let mut settings = ApiSettings::default();
        change(&mut settings);
        let state = ApiState::new(ApiParts {
            store: store.clone(),
            regions: Regions::new(&RegionsConfig { regions, timing }).unwrap(),
            tutor: Tutor::new(),
            authenticator: Arc::new(issuer::authenticator()),
            config: Arc::new(config),
            settings,
        });
        let router = router(state.clone()).fallback(unknown_path);
        Self { state, store, router }
    }

    /// Somebody who has never been here.
    pub fn learner(&self) -> Learner {
        let uid = Uuid::new_v4().to_string();
        Learner { token: issuer::id_token(&uid), uid, house: self.clone() }
    }

    /// Sends a request and reads the whole answer.
    pub async fn send(&self, request: Request<Body>) -> Answer {
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let body = body.collect().await.unwrap().to_bytes().to_vec();
        Answer { status: parts.status, headers: parts.headers, body }
    }

    /// Serves on a real address.
    pub async fn listen(&self) -> String {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let router = self.router.clone();
        tokio::spawn(async move { axum::serve(listener, router).await });
        address
    }
}

fn config(headers: &HeaderMap) -> ClientConfig {
    let host = headers.get("host").and_then(|host| host.to_str().ok()).unwrap_or("localhost");
    ClientConfig {
        mode: Mode::Local,
        api: format!("http://{host}"),
        identity: IdentityConfig {
            endpoint: format!("http://{host}/identity"),
            region: "us-east-1".into(),
            user_pool_id: "us-east-1_test".into(),
            client_id: issuer::AUDIENCE.into(),
        },
        regions: RegionConfig::all(),
        transport: Transport::Service,
    }
}

/// A client over real connections.
pub fn client() -> reqwest::Client {
    drop(rustls::crypto::ring::default_provider().install_default());
    reqwest::Client::builder().tls_certs_only([]).no_proxy().build().unwrap()
}

/// Waits until something is so.
pub async fn until<F: Future<Output = bool>>(mut so: impl FnMut() -> F) {
    for _ in 0..400 {
        if so().await {
            return;
        }
        tokio::time::sleep(Duration::from_millis(25)).await;
    }
    panic!("it did not happen within ten seconds");
}
