//! A console with everything it needs, and a browser in front of it.

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{Method, Request, StatusCode};
use lks_domain::console::account::{Connect, Offer};
use lks_domain::region::{Region, WorkerKind};
use lks_llm::{InProcess, Origin, RegionSpec, Regions, RegionsConfig, Role, Timing, WorkerSpec};
use lks_provision::connection::NoConnection;
use lks_server::console::ways::{SandboxOnly, Way, Ways};
use lks_server::console::{Console, ConsoleParts};
use lks_server::log_ring::LogRing;
use lks_store::Store;
use lks_tutor::Tutor;
use lks_worker::{Worker, WorkerConfig};
use serde_json::{Value, json};

use crate::identity::service::Service;

pub const ADMIN: &str = "guru@example.com";
pub const VIEWER: &str = "juri@example.com";
pub const LEARNER: &str = "siti@example.com";

/// A console with an admin, a viewer and a learner.
pub struct House {
    pub identity: Service,
    pub console: Console,
    pub router: Router,
    pub admin: String,
    pub viewer: String,
    pub learner: String,
    pub store: Store,
    data: tempfile::TempDir,
}

/// What was answered.
#[derive(Debug)]
pub struct Answer {
    pub status: StatusCode,
    pub text: String,
}

impl Answer {
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or(Value::Null)
    }

    /// `data` of a success.
    #[track_caller]
    pub fn data(&self) -> Value {
        assert!(self.status.is_success(), "{} {}", self.status, self.text);
        self.json()["data"].take()
    }

    /// Status and code of a refusal.
    #[track_caller]
    pub fn refusal(&self) -> (u16, String) {
        let body = self.json();
        assert_eq!(body["status"], "error", "{} {}", self.status, self.text);
        assert!(body["message"].as_str().is_some_and(|message| !message.is_empty()));
        (self.status.as_u16(), body["code"].as_str().unwrap_or_default().to_owned())
    }
}

/// The simulated account, as fast as it can if nobody says how fast.
struct Fast;

impl Ways for Fast {
    fn go(&self, how: &Connect, data_dir: &Path) -> Result<Way, NoConnection> {
        match how {
            Connect::Sandbox { speed: None, ends_in_minutes } => {
                let how = Connect::Sandbox { speed: Some(0.0), ends_in_minutes: *ends_in_minutes };
                SandboxOnly.go(&how, data_dir)
            }
            other => SandboxOnly.go(other, data_dir),
        }
    }

    fn on_offer(&self) -> Vec<Offer> {
        SandboxOnly.on_offer()
    }
}

pub fn regions() -> Regions {
    let worker = |name: &str| {
        let config =
            WorkerConfig { name: name.to_owned(), tokens_per_second: 0.0, ..WorkerConfig::default() };
        Origin::InProcess(InProcess::new(lks_worker::router(Worker::new(Tutor::new(), config))))
    };
    let workers = |_| {
        let kinds = WorkerKind::ALL.into_iter();
        kinds
            .map(|kind| WorkerSpec {
                name: kind.to_string(),
                role: Role::Kind(kind),
                origin: worker(kind.name()),
            })
            .collect()
    };
    let regions = Region::ALL.map(|region| RegionSpec { region, workers: workers(region) });
    Regions::new(&RegionsConfig { regions: regions.into(), timing: Timing::default() }).unwrap()
}

impl House {
    pub async fn open(store: Store) -> Self {
        Self::with(store, regions()).await
    }

    pub async fn with(store: Store, regions: Regions) -> Self {
        regions.probe().await;
        let identity = Service::open(store.clone());
        let token = |answer: Value| answer["IdToken"].as_str().unwrap().to_owned();
        let admin = token(identity.learner(ADMIN).await);
        let viewer = token(identity.learner(VIEWER).await);
        let learner = token(identity.learner(LEARNER).await);
        let user = store.user_by_email(VIEWER).await.unwrap().unwrap();
        let now = crate::identity::outbox::now();
        store.set_groups(&user.id, &["lks-viewer".to_owned()], now).await.unwrap();
        let data = tempfile::tempdir().unwrap();
        let console = Console::open(ConsoleParts {
            store: store.clone(),
            regions,
            identity: identity.identity.clone(),
            data_dir: data.path().to_owned(),
            artifacts: data.path().join("artifacts"),
            ways: Arc::new(Fast),
            metrics: Arc::new(String::new),
            log: LogRing::default(),
        });
        let router = console.router();
        Self { identity, console, router, admin, viewer, learner, store, data }
    }

    pub fn data_dir(&self) -> &Path {
        self.data.path()
    }

    /// The same files and accounts with a process that has just started.
    pub fn restart(&mut self) {
        self.console = Console::open(ConsoleParts {
            store: self.store.clone(),
            regions: regions(),
            identity: self.identity.identity.clone(),
            data_dir: self.data.path().to_owned(),
            artifacts: self.data.path().join("artifacts"),
            ways: Arc::new(Fast),
            metrics: Arc::new(String::new),
            log: LogRing::default(),
        });
        self.router = self.console.router();
    }

    pub async fn call(&self, token: &str, method: Method, path: &str, body: Value) -> Answer {
        let mut request = Request::builder().method(method).uri(path);
        if !token.is_empty() {
            request = request.header("authorization", format!("Bearer {token}"));
        }
        let body = if body.is_null() { Body::empty() } else { Body::from(body.to_string()) };
        let response = tower::ServiceExt::oneshot(self.router.clone(), request.body(body).unwrap());
        let response = response.await.unwrap();
        let status = response.status();
        let bytes = to_bytes(response.into_body(), usize::MAX).await.unwrap();
        Answer { status, text: String::from_utf8(bytes.to_vec()).unwrap() }
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.call(&self.admin, Method::GET, path, Value::Null).await
    }

    pub async fn post(&self, path: &str, body: Value) -> Answer {
        self.call(&self.admin, Method::POST, path, body).await
    }

    pub async fn put(&self, path: &str, body: Value) -> Answer {
        self.call(&self.admin, Method::PUT, path, body).await
    }

    pub async fn delete(&self, path: &str, body: Value) -> Answer {
        self.call(&self.admin, Method::DELETE, path, body).await
    }

    /// Begins a job and waits for its end; gives what it says then.
    pub async fn job(&self, path: &str, body: Value) -> Value {
        let begun = self.post(path, body).await;
        assert_eq!(begun.status, 202, "{}", begun.text);
        let id = begun.data()["id"].as_str().unwrap().to_owned();
        let job = self.get(&format!("/admin/api/jobs/{id}?wait=30")).await.data();
        assert_ne!(job["state"], "running", "{job}");
        job
    }

    /// Begins a job that must succeed.
    #[track_caller]
    pub fn done(job: &Value) {
        assert_eq!(job["state"], "done", "{job}");
    }

    /// Makes a plan and gives it.
    pub async fn plan(&self, removal: bool) -> Value {
        Self::done(&self.job("/admin/api/plan", json!({ "removal": removal })).await);
        self.get("/admin/api/plan").await.data()
    }

    /// Approves a plan; the new run's id.
    pub async fn start(&self, plan: &Value) -> String {
        let typed = plan["confirmation"]["text"].clone();
        let answer = self.post("/admin/api/runs", json!({ "digest": plan["digest"], "typed": typed })).await;
        assert_eq!(answer.status, 201, "{}", answer.text);
        answer.data()["id"].as_str().unwrap().to_owned()
    }

    /// Waits until a run has left its live states.
    pub async fn ended(&self, id: &str) -> Value {
        self.until(id, |state| !["running", "paused", "waiting", "cancelling"].contains(&state)).await
    }

    /// Waits until the state of a run is as wanted; the run's view then.
    pub async fn until(&self, id: &str, wanted: impl Fn(&str) -> bool) -> Value {
        let until = Instant::now() + Duration::from_secs(120);
        loop {
            let view = self.get(&format!("/admin/api/runs/{id}")).await.data();
            if wanted(view["state"].as_str().unwrap_or_default()) {
                return view;
            }
            assert!(Instant::now() < until, "the run is still {}", view["state"]);
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// Builds the whole stack.
    pub async fn build(&self) -> Value {
        let plan = self.plan(false).await;
        let id = self.start(&plan).await;
        let view = self.ended(&id).await;
        assert_eq!(view["state"], "done", "{}", view["left"]);
        view
    }
}
