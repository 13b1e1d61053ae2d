//! The regions as this browser sees them: live state, latency, models; asked again every half minute.

use leptos::prelude::*;
use leptos::task::spawn_local;
use lks_domain::live::{RegionState, RegionStatus};
use lks_domain::region::Region;

use crate::browser;
use crate::catalog;
use crate::client::Api;
use crate::client::problem::Problem;

/// Time between two looks, in milliseconds.
const PAUSE_MS: u32 = 30_000;

/// How a region does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Health {
    /// Not asked yet.
    #[default]
    Unknown,
    /// It answers.
    Up,
    /// It answers, but some of its workers do not.
    Degraded,
    /// It does not answer.
    Down,
}

/// A region as seen last.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Sight {
    /// How it does.
    pub health: Health,
    /// Time to an answer, in milliseconds.
    pub latency_ms: Option<i64>,
    /// Its chat models.
    pub models: Vec<String>,
    /// Its models that make vectors.
    pub embedders: Vec<String>,
}

impl Sight {
    /// Adds what only the server knows: how the workers do, and which models can chat.
    fn refine(&mut self, status: RegionStatus) {
        self.health = match status.state {
            RegionState::Up => Health::Up,
            RegionState::Degraded => Health::Degraded,
            RegionState::Down => Health::Down,
        };
        let known = status.models.into_iter().filter(|model| model.chat).map(|model| model.name);
        let known: Vec<String> = known.collect();
        if !known.is_empty() {
            self.models = known;
        }
    }
}

/// Both regions, for the whole page.
#[derive(Clone, Copy)]
pub struct Atlas {
    east: RwSignal<Sight>,
    west: RwSignal<Sight>,
    api: Api,
}

impl Atlas {
    /// Provides regions of which nothing is known yet.
    pub fn provide(api: Api) -> Self {
        let atlas =
            Self { east: RwSignal::new(Sight::default()), west: RwSignal::new(Sight::default()), api };
        provide_context(atlas);
        atlas
    }

    fn signal(self, region: Region) -> RwSignal<Sight> {
        match region {
            Region::UsEast1 => self.east,
            Region::UsWest2 => self.west,
        }
    }

    /// A region as seen last; reactive.
    pub fn sight(self, region: Region) -> Sight {
        self.signal(region).get()
    }

    /// Looks at both regions now and then for as long as the calling component lives. Call in an effect.
    pub fn watch(self) {
        let alive = StoredValue::new(true);
        spawn_local(async move {
            while alive.try_get_value().is_some() {
                if browser::visible() {
                    self.look().await;
                }
                browser::sleep(PAUSE_MS).await;
            }
        });
    }

    /// Looks at both regions once.
    pub async fn look(self) {
        futures::join!(self.look_at(Region::UsEast1), self.look_at(Region::UsWest2));
        let Ok(statuses) = self.api.region_statuses().await else { return };
        for status in statuses {
            self.signal(status.id).update(|sight| sight.refine(status));
        }
    }

    async fn look_at(self, region: Region) {
        let signal = self.signal(region);
        match self.api.tags(region).await {
            Ok((tags, latency_ms)) => {
                let models = catalog::chat_models(&tags);
                let embedders = catalog::embedding_models(&tags);
                signal.set(Sight { health: Health::Up, latency_ms: Some(latency_ms), models, embedders });
            }
            Err(Problem::Expired) => {}
            Err(_) => signal.update(|sight| {
                sight.health = Health::Down;
                sight.latency_ms = None;
            }),
        }
    }
}

/// The regions of this page.
pub fn use_atlas() -> Atlas {
    expect_context()
}
