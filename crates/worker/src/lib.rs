//! The embedded worker: Ollama's API over the models that are inside the program.
//!
//! It knows HTTP, models and the tutor; it must not know regions, users, conversations or SQL.
//! A request passes: `fields` (what was sent) -> `catalog` (which model) -> `queue` (when)
//! -> `completion` or `embedding` (the work) -> `api` or `openai` (how it is written).

mod api;
mod catalog;
mod completion;
mod config;
mod embedding;
mod error;
mod fields;
mod format;
mod hashing;
mod loaded;
pub mod model;
mod observe;
mod openai;
mod options;
mod origin;
mod queue;
mod tokens;
mod transcript;

use std::sync::Arc;

use lks_tutor::Tutor;

pub use crate::config::WorkerConfig;
pub use crate::observe::describe_metrics;

use crate::catalog::Catalog;
use crate::loaded::Loaded;
use crate::queue::Queue;

/// A worker: its models, its queue and what is loaded. Cheap to clone; clones are the same worker.
#[derive(Clone)]
pub struct Worker(Arc<Parts>);

struct Parts {
    config: WorkerConfig,
    catalog: Catalog,
    queue: Queue,
    loaded: Loaded,
}

impl Worker {
    /// A worker with the built-in models and their aliases.
    pub fn new(tutor: Tutor, config: WorkerConfig) -> Self {
        Self::with_catalog(Catalog::built_in(tutor), config)
    }

    /// A worker with the built-in models and one more, under its own name.
    pub fn with_model(tutor: Tutor, model: Arc<dyn model::Model>, config: WorkerConfig) -> Self {
        let mut catalog = Catalog::built_in(tutor);
        catalog.add(model);
        Self::with_catalog(catalog, config)
    }

    fn with_catalog(catalog: Catalog, config: WorkerConfig) -> Self {
        let queue = Queue::new(config.parallel, config.queue, &config.name);
        Self(Arc::new(Parts { config, catalog, queue, loaded: Loaded::default() }))
    }

    fn config(&self) -> &WorkerConfig {
        &self.0.config
    }

    fn catalog(&self) -> &Catalog {
        &self.0.catalog
    }

    fn queue(&self) -> &Queue {
        &self.0.queue
    }

    fn loaded(&self) -> &Loaded {
        &self.0.loaded
    }
}

/// The whole API: `/`, `/api/*` as Ollama has it, `/v1/*` as OpenAI's clients want it.
pub fn router(worker: Worker) -> axum::Router {
    axum::Router::new()
        .merge(api::routes())
        .nest("/v1", openai::routes())
        .fallback(api::unknown_path)
        .method_not_allowed_fallback(api::wrong_method)
        .layer(axum::middleware::from_fn(origin::check))
        .layer(axum::middleware::from_fn(openai::errors))
        .layer(axum::middleware::from_fn_with_state(worker.clone(), observe::request))
        .with_state(worker)
}
