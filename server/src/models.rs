//! The language models of this process: which there are, how they come, and who is told.
//!
//! One task looks after the folder: it opens what lies there and gives it to all workers, fetches
//! Sofya's own model behind the running server, and notices what others put in or take out. Each model
//! has one engine, whoever uses it.

pub mod cli;
#[cfg(feature = "model")]
mod keeper;
mod supply;

use std::sync::Arc;

use axum::routing::get;
use axum::{Json, Router};
use lks_domain::arrival::{Arrival, ArrivalState};
use lks_library::{Library, LibraryError, PINNED, Source};
use lks_worker::Stock;
use tokio::sync::watch;

use crate::config::{Config, ModelConfig};

/// Bytes that may be fetched for one model when a worker is asked to pull it: what a laptop can hold.
const MOST_BYTES: u64 = 2 << 30;

/// Whether Sofya's own model is fetched.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fetch {
    /// At once, if it is not here.
    AtOnce,
    /// When somebody pulls it.
    WhenAsked,
}

/// The models of this process. Cheap to clone.
#[derive(Clone)]
pub struct Models(Arc<Parts>);

struct Parts {
    library: Library,
    source: Source,
    config: ModelConfig,
    models: lks_worker::Models,
    arrival: watch::Sender<Arrival>,
    /// Rung when something was put in or taken out.
    #[cfg(feature = "model")]
    changed: tokio::sync::Notify,
    /// One pull at a time: they share the line and the disk.
    pulling: Arc<tokio::sync::Mutex<()>>,
    /// Counts looks at the folder.
    #[cfg(feature = "model")]
    looked: watch::Sender<u64>,
    /// What was found there.
    #[cfg(feature = "model")]
    shelf: std::sync::Mutex<Vec<keeper::Placed>>,
}

impl Models {
    /// Looks after the folder from now on, and fetches Sofya's model if it is wanted and not here.
    ///
    /// # Errors
    /// [`LibraryError`] if the network cannot be used at all.
    pub fn start(config: &Config) -> Result<Self, LibraryError> {
        Self::open(config, Fetch::AtOnce)
    }

    /// As [`Models::start`], with a say in what is fetched.
    ///
    /// # Errors
    /// [`LibraryError`] if the network cannot be used at all.
    pub fn open(config: &Config, fetch: Fetch) -> Result<Self, LibraryError> {
        let (arrival, _) = watch::channel(told(ArrivalState::Off, 0, ""));
        let models = Self(Arc::new(Parts {
            library: Library::new(config.data_dir.join("models")),
            source: Source::new()?.with_most_bytes(MOST_BYTES),
            config: config.model.clone(),
            models: lks_worker::Models::default(),
            arrival,
            #[cfg(feature = "model")]
            changed: tokio::sync::Notify::new(),
            pulling: Arc::default(),
            #[cfg(feature = "model")]
            looked: watch::channel(0).0,
            #[cfg(feature = "model")]
            shelf: std::sync::Mutex::default(),
        }));
        models.begin(fetch);
        Ok(models)
    }

    #[cfg(feature = "model")]
    fn begin(&self, fetch: Fetch) {
        if self.0.config.wanted {
            tokio::spawn(keeper::keep(self.clone(), fetch));
        } else {
            self.tell(ArrivalState::Off, 0, "Sofya speaks by rules: LKS_MODEL is off");
        }
    }

    /// Without models there is nothing to wait for.
    #[cfg(not(feature = "model"))]
    async fn settle(&self) {}

    #[cfg(not(feature = "model"))]
    fn begin(&self, _: Fetch) {
        self.tell(
            ArrivalState::Off,
            0,
            "Sofya speaks by rules: this program was built without language models",
        );
    }

    /// What the workers have beside their built-in models.
    pub fn stock(&self) -> Stock {
        let supply = (cfg!(feature = "model") && self.0.config.wanted)
            .then(|| Arc::new(self.clone()) as Arc<dyn lks_worker::supply::Supply>);
        Stock { models: self.0.models.clone(), supply }
    }

    /// The engine of a model that is here, for whoever scores sentences.
    #[cfg(feature = "model")]
    pub fn engine(&self, name: &str) -> Option<lks_engine::Engine> {
        let shelf = self.0.shelf.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        shelf.iter().filter(|placed| placed.name == name).find_map(|placed| placed.engine.clone())
    }

    /// `GET /model.json`: how far Sofya's model is. Needs no token: there is nothing personal in it.
    pub fn router(&self) -> Router {
        let models = self.clone();
        Router::new().route("/model.json", get(async move || Json(models.arrival())))
    }

    /// How far Sofya's model is.
    pub fn arrival(&self) -> Arrival {
        self.0.arrival.borrow().clone()
    }

    fn tell(&self, state: ArrivalState, percent: u8, sentence: &str) {
        self.0.arrival.send_replace(told(state, percent, sentence));
    }
}

fn told(state: ArrivalState, percent: u8, sentence: &str) -> Arrival {
    Arrival { model: PINNED.name.to_owned(), state, percent, sentence: sentence.to_owned() }
}
