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
#[cfg(feature = "model")]
mod judge;
mod loaded;
pub mod model;
mod observe;
mod openai;
mod options;
mod origin;
mod queue;
pub mod supply;
mod tokens;
mod transcript;

use std::sync::Arc;

use lks_tutor::Tutor;

pub use crate::catalog::Models;
pub use crate::config::WorkerConfig;
#[cfg(feature = "model")]
pub use crate::judge::EngineJudge;
pub use crate::observe::describe_metrics;

use crate::catalog::Catalog;
use crate::loaded::Loaded;
use crate::queue::Queue;
use crate::supply::Supply;

/// A worker: its models, its queue and what is loaded. Cheap to clone; clones are the same worker.
#[derive(Clone)]
pub struct Worker(Arc<Parts>);

struct Parts {
    config: WorkerConfig,
    catalog: Catalog,
    supply: Option<Arc<dyn Supply>>,
    queue: Queue,
    loaded: Loaded,
}

/// What a worker has beside its built-in models.
#[derive(Clone, Default)]
pub struct Stock {
    /// Models that come and go.
    pub models: Models,
    /// Where others come from; none: nothing can be pulled.
    pub supply: Option<Arc<dyn Supply>>,
}

impl Worker {
    /// A worker with the built-in models and their aliases.
    pub fn new(tutor: Tutor, config: WorkerConfig) -> Self {
        Self::with_stock(tutor, Stock::default(), config)
    }

    /// A worker with the built-in models and one more, under its own name.
    pub fn with_model(tutor: Tutor, model: Arc<dyn model::Model>, config: WorkerConfig) -> Self {
        let stock = Stock::default();
        stock.models.put(model);
        Self::with_stock(tutor, stock, config)
    }

    /// A worker with the built-in models and those that come and go.
    pub fn with_stock(tutor: Tutor, stock: Stock, config: WorkerConfig) -> Self {
        let queue = Queue::new(config.parallel, config.queue, &config.name);
        let catalog = Catalog::new(tutor, stock.models);
        Self(Arc::new(Parts { config, catalog, supply: stock.supply, queue, loaded: Loaded::default() }))
    }

    fn config(&self) -> &WorkerConfig {
        &self.0.config
    }

    fn catalog(&self) -> &Catalog {
        &self.0.catalog
    }

    fn supply(&self) -> Option<&Arc<dyn Supply>> {
        self.0.supply.as_ref()
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
