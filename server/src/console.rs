//! The admin console's API, `/admin/api/…` (docs/CONSOLE.md): the path is the file.
//!
//! Handlers look and hand on; what they hand to is in [`Console`]. Nothing here blocks the runtime:
//! what reads an account runs on threads that may block, and pages ask for its result.

pub mod account;
mod answer;
pub mod audit;
mod body;
pub mod classes;
mod csv;
mod desk;
pub mod drift;
mod error;
pub mod jobs;
pub mod me;
pub mod models;
pub mod monitor;
pub mod overview;
pub mod plan;
mod role;
mod routes;
mod run;
pub mod runs;
pub mod stack;
pub mod users;
pub mod verify;
pub mod ways;

use std::path::PathBuf;
use std::sync::Arc;

use axum::Router;
use axum::http::{HeaderValue, header};
use lks_llm::Regions;
use lks_store::Store;
use tower_http::set_header::SetResponseHeaderLayer;

use crate::identity::Identity;
use crate::log_ring::LogRing;
use desk::Desk;
use jobs::Jobs;
use models::pulls::Pulls;
use monitor::cloudwatch::CloudWatch;
use monitor::recorder::{Recorder, Source};
use routes::Routes;
use ways::Ways;

pub use error::ConsoleError;
pub use routes::Route;

/// What the console is made of.
pub struct ConsoleParts {
    /// Accounts, classes, the audit log.
    pub store: Store,
    /// The workers.
    pub regions: Regions,
    /// Who is asking.
    pub identity: Identity,
    /// Where the simulated account, the stacks and the console keep their files.
    pub data_dir: PathBuf,
    /// Where the build puts what the stack is given.
    pub artifacts: PathBuf,
    /// The ways to an account that this build knows.
    pub ways: Arc<dyn Ways>,
    /// Gives this server's metrics as Prometheus' text.
    pub metrics: Source,
    /// The newest lines of the log.
    pub log: LogRing,
}

/// The console. Cheap to clone.
#[derive(Clone)]
pub struct Console(Arc<Inner>);

struct Inner {
    store: Store,
    regions: Regions,
    identity: Identity,
    log: LogRing,
    recorder: Recorder,
    cloudwatch: Arc<CloudWatch>,
    jobs: Jobs,
    pulls: Pulls,
    desk: Desk,
}

impl Console {
    /// Puts the console together and begins to sample metrics. Call it within a tokio runtime.
    pub fn open(parts: ConsoleParts) -> Self {
        let ConsoleParts { store, regions, identity, data_dir, artifacts, ways, metrics, log } = parts;
        Self(Arc::new(Inner {
            store,
            regions,
            identity,
            log,
            recorder: Recorder::start(metrics),
            cloudwatch: Arc::default(),
            jobs: Jobs::default(),
            pulls: Pulls::default(),
            desk: Desk::new(data_dir, artifacts, ways),
        }))
    }

    /// All routes, absolute from the root. What an admin sees is kept by nobody in between.
    pub fn router(&self) -> Router {
        let no_store = HeaderValue::from_static("no-store");
        table()
            .into_router()
            .layer(SetResponseHeaderLayer::if_not_present(header::CACHE_CONTROL, no_store))
            .with_state(self.clone())
    }

    /// What is routed, for tests that ask every route who may call it.
    pub fn routes() -> Vec<Route> {
        table().known().to_vec()
    }

    /// Asks the desk something that may block, on a thread that may.
    async fn on_desk<T: Send + 'static>(
        &self,
        ask: impl FnOnce(&Desk) -> Result<T, ConsoleError> + Send + 'static,
    ) -> Result<T, ConsoleError> {
        let desk = self.0.desk.clone();
        let asked = tokio::task::spawn_blocking(move || ask(&desk)).await;
        asked.unwrap_or_else(|_panicked| Err(ConsoleError::internal()))
    }

    fn desk(&self) -> &Desk {
        &self.0.desk
    }

    fn store(&self) -> &Store {
        &self.0.store
    }

    fn regions(&self) -> &Regions {
        &self.0.regions
    }

    fn identity(&self) -> &Identity {
        &self.0.identity
    }

    fn log(&self) -> &LogRing {
        &self.0.log
    }

    fn recorder(&self) -> &Recorder {
        &self.0.recorder
    }

    fn cloudwatch(&self) -> Arc<CloudWatch> {
        self.0.cloudwatch.clone()
    }

    fn jobs(&self) -> &Jobs {
        &self.0.jobs
    }

    fn pulls(&self) -> &Pulls {
        &self.0.pulls
    }
}

fn table() -> Routes {
    Routes::default()
        .get("/admin/api/me", me::get)
        .get("/admin/api/overview", overview::get)
        .get("/admin/api/jobs/{id}", jobs::get)
        .get("/admin/api/account", account::get::get)
        .post("/admin/api/account", account::connect::connect)
        .patch("/admin/api/account", account::change::change)
        .delete("/admin/api/account", account::disconnect::disconnect)
        .get("/admin/api/stack", stack::get::get)
        .post("/admin/api/stack/check", stack::check::check)
        .put("/admin/api/stack", stack::save::save)
        .get("/admin/api/map", plan::draw::draw)
        .get("/admin/api/plan", plan::get::get)
        .post("/admin/api/plan", plan::make::make)
        .get("/admin/api/runs", runs::list::list)
        .post("/admin/api/runs", runs::start::start)
        .get("/admin/api/runs/{id}", runs::get::get)
        .get("/admin/api/runs/{id}/plan", runs::plan::plan)
        .get("/admin/api/runs/{id}/events", runs::events::events)
        .post("/admin/api/runs/{id}/pause", runs::pause::pause)
        .post("/admin/api/runs/{id}/resume", runs::resume::resume)
        .post("/admin/api/runs/{id}/cancel", runs::cancel::cancel)
        .get("/admin/api/verify", verify::latest::latest)
        .post("/admin/api/verify", verify::make::make)
        .get("/admin/api/verify/history", verify::history::history)
        .get("/admin/api/verify/{id}", verify::get::get)
        .get("/admin/api/verify/{id}/export", verify::export::export)
        .get("/admin/api/drift", drift::get::get)
        .post("/admin/api/drift", drift::look::look)
        .post("/admin/api/drift/choices", drift::choose::choose)
        .get("/admin/api/monitor", monitor::get::get)
        .get("/admin/api/logs", monitor::logs::list)
        .get("/admin/api/models", models::list::list)
        .delete("/admin/api/models", models::remove::remove)
        .post("/admin/api/models/pull", models::pull::pull)
        .delete("/admin/api/models/pulls/{id}", models::cancel::cancel)
        .post("/admin/api/models/try", models::attempt::attempt)
        .get("/admin/api/users", users::list::list)
        .post("/admin/api/users/{id}/confirm", users::confirm::confirm)
        .post("/admin/api/users/{id}/disable", users::disable::disable)
        .post("/admin/api/users/{id}/enable", users::enable::enable)
        .post("/admin/api/users/{id}/reset", users::reset::reset)
        .put("/admin/api/users/{id}/groups", users::groups::groups)
        .get("/admin/api/outbox", users::outbox::list)
        .get("/admin/api/classes", classes::list::list)
        .post("/admin/api/classes", classes::create::create)
        .get("/admin/api/classes/{code}", classes::get::get)
        .delete("/admin/api/classes/{code}", classes::delete::delete)
        .get("/admin/api/classes/{code}/export", classes::export::export)
        .get("/admin/api/audit", audit::list::list)
        .get("/admin/api/audit/export", audit::export::export)
        .get("/classes", classes::mine::mine)
        .post("/classes", classes::join::join)
        .delete("/classes/{code}", classes::leave::leave)
}
