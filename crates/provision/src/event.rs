//! What a run tells while it runs: numbered, so that a reader can go on where it was. Never a secret.

use std::sync::atomic::{AtomicU64, Ordering};

use lks_domain::timestamp::Timestamp;
use serde::Serialize;

use crate::cloud::Address;
use crate::plan::Action;
use crate::resource::ResourceKey;

/// One thing that happened.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Event {
    /// Counted from 1 without gaps, over the whole run.
    pub seq: u64,
    /// When, by the cloud's clock.
    pub at: Timestamp,
    /// What.
    #[serde(flatten)]
    pub what: Happening,
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum Happening {
    /// The run begins.
    Started {
        /// How many steps there are.
        steps: usize,
        /// How long it will take, about.
        seconds: u64,
        /// Whether the account is a simulation.
        simulated: bool,
    },
    /// A step begins.
    StepStarted {
        /// What is done.
        action: Action,
        /// With what.
        #[serde(flatten)]
        subject: Subject,
    },
    /// A call to the cloud is made.
    Called {
        /// Create, update or delete.
        call: &'static str,
        /// For what.
        #[serde(flatten)]
        subject: Subject,
    },
    /// A call failed in a way that passes; it is made again.
    Retried {
        /// For what.
        #[serde(flatten)]
        subject: Subject,
        /// The cloud's code.
        code: String,
        /// How long until the next try.
        wait_seconds: u64,
    },
    /// A step is done.
    StepDone {
        /// What was done.
        action: Action,
        /// With what.
        #[serde(flatten)]
        subject: Subject,
        /// How long it took.
        seconds: u64,
        /// Steps done, and of how many.
        done: usize,
        /// All steps.
        of: usize,
        /// How long the rest will take, about.
        left_seconds: u64,
    },
    /// A step failed; what needs it is left out.
    StepFailed {
        /// With what.
        #[serde(flatten)]
        subject: Subject,
        /// Why, and what to do.
        message: String,
    },
    /// The credentials have ended; the run waits for new ones.
    Paused {
        /// What to do.
        message: String,
    },
    /// New credentials are there.
    Resumed,
    /// The run has ended.
    Finished {
        /// How.
        outcome: Ending,
        /// How long it took.
        seconds: u64,
        /// What is left to do or was left over, in sentences.
        left: Vec<String>,
    },
}

/// How a run ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Ending {
    /// Everything is done.
    Done,
    /// It was stopped; another run goes on from there.
    Cancelled,
    /// Something could not be done.
    Failed,
}

/// What an event is about.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Subject {
    /// CloudFormation's type name.
    pub kind: &'static str,
    /// The name in the specification, or the physical id.
    pub name: String,
    /// The region.
    pub region: &'static str,
    /// The physical id, once there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
}

impl Subject {
    /// A resource of the specification.
    pub fn of(key: &ResourceKey, address: Option<&Address>) -> Self {
        let id = address.map(|address| address.id.clone());
        Self { kind: key.kind.name(), name: key.name.clone(), region: key.region.id(), id }
    }

    /// A physical resource.
    pub fn at(address: &Address, name: &str) -> Self {
        let id = Some(address.id.clone());
        Self { kind: address.kind.name(), name: name.to_owned(), region: address.region.id(), id }
    }
}

/// Takes events.
pub type Sink<'a> = &'a (dyn Fn(&Event) + Send + Sync);

/// Numbers events and hands them on.
pub struct Events<'a> {
    sink: Sink<'a>,
    next: AtomicU64,
}

impl<'a> Events<'a> {
    /// To this sink, from number 1.
    pub fn new(sink: Sink<'a>) -> Self {
        Self { sink, next: AtomicU64::new(1) }
    }

    /// Tells it.
    pub fn tell(&self, at: Timestamp, what: Happening) {
        let seq = self.next.fetch_add(1, Ordering::Relaxed);
        (self.sink)(&Event { seq, at, what });
    }
}
