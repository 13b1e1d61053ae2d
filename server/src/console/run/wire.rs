//! From the engine's events to those that pages read: one for one, so that numbers stay.

use lks_domain::console::plan::Action;
use lks_domain::console::run::{Happening, RunEvent, RunKind, RunState};
use lks_domain::timestamp::Timestamp;
use lks_provision::deployment::{self, Verb};
use lks_provision::event::{self, Call, Cause, Ending, Event};
use lks_provision::plan;

use super::Steps;

impl Steps {
    /// The event as pages read it.
    pub fn wire(&self, event: &Event) -> RunEvent {
        RunEvent { seq: event.seq, at: event.at, what: self.happening(&event.what) }
    }

    fn happening(&self, what: &event::Happening) -> Happening {
        use event::Happening as Engine;
        match what {
            Engine::Started { seconds, .. } => {
                Happening::Started { steps: self.all().to_vec(), seconds: *seconds }
            }
            Engine::StepStarted { subject, .. } => Happening::StepStarted { step: self.key(subject) },
            Engine::Called { call, subject } => self.note(subject, format!("{} called", name(*call)), None),
            Engine::Answered { call, subject, request_id } => {
                self.note(subject, format!("{} answered", name(*call)), request_id.clone())
            }
            Engine::Retried { subject, code, wait_seconds, request_id } => {
                self.note(subject, format!("{code}, again in {wait_seconds} s"), request_id.clone())
            }
            Engine::StepDone { subject, seconds, done, of, left_seconds, .. } => Happening::StepDone {
                step: self.key(subject),
                id: subject.id.clone(),
                seconds: *seconds,
                done: *done,
                of: *of,
                left_seconds: *left_seconds,
            },
            Engine::StepFailed { subject, message, request_id } => Happening::StepFailed {
                step: self.key(subject),
                message: message.clone(),
                request_id: request_id.clone(),
            },
            Engine::Paused { cause, message } => {
                Happening::Paused { state: waiting_for(*cause), message: message.clone() }
            }
            Engine::Resumed { .. } => Happening::Resumed,
            Engine::Finished { outcome, seconds, left } => {
                Happening::Finished { state: ended(*outcome), seconds: *seconds, left: left.clone() }
            }
        }
    }

    fn note(&self, subject: &event::Subject, text: String, request_id: Option<String>) -> Happening {
        Happening::StepNote { step: self.key(subject), text, id: subject.id.clone(), request_id }
    }
}

/// The last event of a run whose process died.
pub fn interrupted(seq: u64, at: Timestamp) -> RunEvent {
    RunEvent { seq, at, what: Happening::Interrupted }
}

const fn name(call: Call) -> &'static str {
    match call {
        Call::Create => "create",
        Call::Update => "update",
        Call::Delete => "delete",
    }
}

const fn waiting_for(cause: Cause) -> RunState {
    match cause {
        Cause::Credentials => RunState::Waiting,
        Cause::Person => RunState::Paused,
    }
}

const fn ended(ending: Ending) -> RunState {
    match ending {
        Ending::Done => RunState::Done,
        Ending::Cancelled => RunState::Cancelled,
        Ending::Failed => RunState::Failed,
    }
}

/// What a run does.
pub const fn kind(verb: Verb) -> RunKind {
    match verb {
        Verb::Apply => RunKind::Apply,
        Verb::Destroy => RunKind::Destroy,
    }
}

/// Where a run of the history stands.
pub const fn state(state: deployment::RunState) -> RunState {
    match state {
        deployment::RunState::Running => RunState::Running,
        deployment::RunState::Done => RunState::Done,
        deployment::RunState::Cancelled => RunState::Cancelled,
        deployment::RunState::Failed => RunState::Failed,
        deployment::RunState::Interrupted => RunState::Interrupted,
    }
}

/// What a step does.
pub const fn action(action: plan::Action) -> Action {
    match action {
        plan::Action::Create => Action::Create,
        plan::Action::Change => Action::Change,
        plan::Action::Replace => Action::Replace,
        plan::Action::Delete => Action::Delete,
        plan::Action::Adopt => Action::Adopt,
        plan::Action::Blocked => Action::Blocked,
    }
}
