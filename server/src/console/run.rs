//! A run under way in this process: its events in memory, and word to all who follow it.

mod critical;
pub mod feed;
mod steps;
pub mod wire;

use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use lks_domain::console::run::{RunEvent, RunState, RunSummary, RunView};
use lks_domain::timestamp::Timestamp;
use lks_provision::control::Control;
use lks_provision::event::Event;
use tokio::sync::watch;

pub use steps::{Steps, key};

/// One live run. Only its thread publishes; anybody may read it.
pub struct Live {
    id: OnceLock<String>,
    steps: Steps,
    /// How it is held or stopped.
    pub control: Control,
    told: Mutex<Told>,
    /// Called once, with the first event.
    first: Mutex<Option<Box<dyn FnOnce() + Send>>>,
    /// Changes with every event and with every word of an admin.
    changes: watch::Sender<Change>,
}

struct Told {
    events: Vec<Arc<Line>>,
    view: RunView,
    /// When the last event was.
    at: Timestamp,
}

/// An event as it is sent.
#[derive(Debug)]
pub struct Line {
    /// Its place in the run.
    pub seq: u64,
    /// Its name.
    pub name: &'static str,
    /// The whole of it as JSON.
    pub json: String,
}

/// How far a live run is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Change {
    /// Number of the last event.
    pub last: u64,
    /// How often an admin paused, resumed or cancelled it.
    pub words: u64,
    /// Whether nothing more will come.
    pub ended: bool,
}

impl From<&RunEvent> for Line {
    fn from(event: &RunEvent) -> Self {
        // Our own types cannot fail to be written.
        let json = serde_json::to_string(event).unwrap_or_default();
        Self { seq: event.seq, name: event.what.name(), json }
    }
}

impl Live {
    /// A run that is about to begin.
    pub fn new(summary: RunSummary, steps: Steps) -> Self {
        Self {
            id: OnceLock::new(),
            steps,
            control: Control::default(),
            told: Mutex::new(Told {
                events: Vec::new(),
                at: summary.started_at,
                view: RunView::new(summary),
            }),
            first: Mutex::default(),
            changes: watch::Sender::new(Change::default()),
        }
    }

    /// Has somebody called with the first event.
    pub fn when_told(&self, first: Box<dyn FnOnce() + Send>) {
        *self.first.lock().unwrap_or_else(PoisonError::into_inner) = Some(first);
    }

    /// Its number, as soon as it has one; empty before.
    pub fn id(&self) -> &str {
        self.id.get().map_or("", String::as_str)
    }

    /// Gives it its number, once.
    pub fn identify(&self, id: &str) {
        if self.id.set(id.to_owned()).is_ok() {
            id.clone_into(&mut self.told().view.summary.id);
        }
    }

    /// Takes an event of the engine in. Never waits.
    pub fn tell(&self, event: &Event) {
        self.publish(&self.steps.wire(event));
    }

    /// Nothing more will come. A run that said no last word was interrupted.
    pub fn end(&self) {
        let (silent, seq, at) = {
            let told = self.told();
            let live = told.view.summary.state.is_live();
            (live && !told.events.is_empty(), told.view.last_seq + 1, told.at)
        };
        if silent {
            self.publish(&wire::interrupted(seq, at));
        }
        self.changes.send_modify(|change| change.ended = true);
    }

    fn publish(&self, event: &RunEvent) {
        let line = Arc::new(Line::from(event));
        {
            let mut told = self.told();
            told.view.apply(event);
            told.events.push(line);
            told.at = event.at;
        }
        self.changes.send_modify(|change| change.last = event.seq);
        let first = self.first.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(first) = first {
            first();
        }
    }

    /// Says that an admin had a word with the run.
    pub fn had_a_word(&self) {
        self.changes.send_modify(|change| change.words += 1);
    }

    /// Whether it is under way.
    pub fn is_live(&self) -> bool {
        !self.changes.borrow().ended
    }

    /// Its line in the list.
    pub fn summary(&self) -> RunSummary {
        let mut summary = self.told().view.summary.clone();
        if summary.state.is_live() && self.control.is_cancelled() {
            summary.state = RunState::Cancelling;
        }
        summary
    }

    /// Everything so far.
    pub fn view(&self) -> RunView {
        let summary = self.summary();
        RunView { summary, ..self.told().view.clone() }
    }

    /// At most `most` events behind this number.
    pub fn after(&self, seq: u64, most: usize) -> Vec<Arc<Line>> {
        let told = self.told();
        let known = usize::try_from(seq).unwrap_or(usize::MAX).min(told.events.len());
        told.events[known..].iter().take(most).cloned().collect()
    }

    /// Changes with every event and every word.
    pub fn follow(&self) -> watch::Receiver<Change> {
        self.changes.subscribe()
    }

    fn told(&self) -> MutexGuard<'_, Told> {
        self.told.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
