//! What is sent to the thread that holds a model, and what it sends back.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::Sender;
use std::time::{Duration, Instant};

use crate::error::EngineError;
use crate::generation::{Finished, Generation};
use crate::room::Room;

/// Something short, done between two tokens of a reply that is being written.
pub(crate) type Question = Box<dyn for<'a, 'm> FnOnce(Result<&'a mut Room<'m>, EngineError>) + Send>;

/// One piece of work.
pub(crate) struct Job {
    /// How long the model stays afterwards; none: as it is set.
    pub(crate) keep: Option<Duration>,
    pub(crate) work: Work,
}

pub(crate) enum Work {
    Ask(Question),
    Write(Box<Writing>),
    /// Give the memory back.
    Rest,
}

impl Job {
    /// Tells whoever waits that there is no model.
    pub(crate) fn refuse(self, error: EngineError) {
        match self.work {
            Work::Ask(question) => question(Err(error)),
            Work::Write(writing) => writing.tell(Event::End(Err(error))),
            Work::Rest => {}
        }
    }
}

/// A reply to write.
pub(crate) struct Writing {
    pub(crate) generation: Generation,
    pub(crate) asked: Instant,
    pub(crate) events: Sender<Event>,
    pub(crate) enough: Arc<AtomicBool>,
}

impl Writing {
    pub(crate) fn tell(&self, event: Event) {
        // Nobody listens any more: `enough` says so as well.
        let _ = self.events.send(event);
    }

    pub(crate) fn is_enough(&self) -> bool {
        self.enough.load(Ordering::Acquire)
    }
}

/// What happens while a reply is written.
pub(crate) enum Event {
    /// More of it; empty while the prompt is read.
    Text(String),
    /// The end; nothing comes after it.
    End(Result<Finished, EngineError>),
}
