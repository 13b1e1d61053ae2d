//! What a run tells while it runs: numbered, so that a reader can go on where it was. Never a secret.

use std::sync::atomic::{AtomicU64, Ordering};

use lks_domain::region::Region;
use lks_domain::timestamp::Timestamp;
use serde::{Deserialize, Serialize};

use crate::cloud::Address;
use crate::journal::Verb;
use crate::plan::Action;
use crate::resource::{Kind, ResourceKey};

/// One thing that happened.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
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
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum Happening {
    /// The run begins.
    Started {
        /// What for.
        verb: Verb,
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
        /// Which.
        call: Call,
        /// For what.
        #[serde(flatten)]
        subject: Subject,
    },
    /// The call was answered: it has had its effect.
    Answered {
        /// Which.
        call: Call,
        /// For what.
        #[serde(flatten)]
        subject: Subject,
        /// The cloud's own number of the call.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        request_id: Option<String>,
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
        /// The cloud's own number of the call.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        request_id: Option<String>,
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
        /// The cloud's own number of the call that failed, if it was one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        request_id: Option<String>,
    },
    /// The run waits; calls on their way are answered, no new one is made.
    Paused {
        /// For whom.
        cause: Cause,
        /// Why, and what to do.
        message: String,
    },
    /// The run goes on.
    Resumed {
        /// Who had it wait.
        cause: Cause,
        /// Why it goes on.
        message: String,
    },
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

/// A mutating call.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Call {
    /// Makes a resource.
    Create,
    /// Sets some of its properties.
    Update,
    /// Removes it.
    Delete,
}

/// Who has a run wait.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Cause {
    /// The credentials have ended; new ones are awaited.
    Credentials,
    /// Somebody, by hand.
    Person,
}

/// How a run ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
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
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Subject {
    /// CloudFormation's type name.
    pub kind: Kind,
    /// The name in the specification, or the physical id.
    pub name: String,
    /// The region.
    pub region: Region,
    /// The physical id, once there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
}

impl Subject {
    /// A resource of the specification.
    pub fn of(key: &ResourceKey, address: Option<&Address>) -> Self {
        let id = address.map(|address| address.id.clone());
        Self { kind: key.kind, name: key.name.clone(), region: key.region, id }
    }

    /// A physical resource.
    pub fn at(address: &Address, name: &str) -> Self {
        let id = Some(address.id.clone());
        Self { kind: address.kind, name: name.to_owned(), region: address.region, id }
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

    /// How many were told.
    pub fn told(&self) -> u64 {
        self.next.load(Ordering::Relaxed) - 1
    }

    /// Tells it.
    pub fn tell(&self, at: Timestamp, what: Happening) {
        let seq = self.next.fetch_add(1, Ordering::Relaxed);
        (self.sink)(&Event { seq, at, what });
    }
}
