//! A run: a plan being carried out. Told as numbered events, and folded to what a page shows.
//!
//! `GET /admin/api/runs/{id}` is [`RunView`] so far; `GET /admin/api/runs/{id}/events?after={last_seq}`
//! tells the rest. Folding all events from the first gives the same view. Between them, without a
//! number, comes `event: summary` with a [`RunSummary`] when somebody pauses, resumes or cancels.

use serde::{Deserialize, Serialize};

use super::plan::Action;
use crate::region::Region;
use crate::timestamp::Timestamp;

/// The body of `POST /admin/api/runs`: the approval of the plan that is stored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Approval {
    /// Of the plan that was read.
    pub digest: String,
    /// The stack's name, where the plan wants it typed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub typed: Option<String>,
}

/// What a run does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum RunKind {
    /// Builds or changes the stack.
    Apply,
    /// Removes it.
    Destroy,
}

/// Where a run stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum RunState {
    /// Under way.
    Running,
    /// Somebody paused it: calls on their way end, no new one is made.
    Paused,
    /// Its credentials have ended: connect again, and it goes on.
    Waiting,
    /// Somebody cancelled it; calls on their way are awaited.
    Cancelling,
    /// Everything is done.
    Done,
    /// It was cancelled; a new plan goes on from there.
    Cancelled,
    /// Something could not be done; a new plan goes on from there.
    Failed,
    /// The server died meanwhile; it can be resumed.
    Interrupted,
}

impl RunState {
    /// Whether more can come of this run.
    pub const fn is_live(self) -> bool {
        matches!(self, Self::Running | Self::Paused | Self::Waiting | Self::Cancelling)
    }
}

/// A run in a list: `GET /admin/api/runs`, newest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RunSummary {
    /// Its id.
    pub id: String,
    /// What it does.
    pub kind: RunKind,
    /// Where it stands.
    pub state: RunState,
    /// Tag of the stack.
    pub stack: String,
    /// Digest of the plan.
    pub plan: String,
    /// Whether the account is a simulation.
    pub simulated: bool,
    /// Who approved it: an address.
    pub started_by: String,
    /// When that was, by the server's clock.
    pub approved_at: Timestamp,
    /// When it began, by the cloud's clock, as all times of its events.
    pub started_at: Timestamp,
    /// When it ended, by the cloud's clock.
    pub ended_at: Option<Timestamp>,
    /// Steps done.
    pub done: usize,
    /// Of how many.
    pub of: usize,
    /// How long the rest will take, about, in seconds.
    pub left_seconds: u64,
    /// The run that this one goes on from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub resumes: Option<String>,
}

/// A run with everything that happened so far.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RunView {
    /// The line of the list.
    #[serde(flatten)]
    pub summary: RunSummary,
    /// Every step of the plan, in the plan's order.
    pub steps: Vec<RunStep>,
    /// What failed, is left to do or was left over, in sentences.
    pub left: Vec<String>,
    /// What somebody has to do for the run to go on; may be empty.
    pub message: String,
    /// How long it took or has taken, in seconds of the cloud's time.
    pub seconds: u64,
    /// Number of the last event that was folded in.
    pub last_seq: u64,
}

/// How far a step is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum StepState {
    /// What it needs is not there yet.
    Waiting,
    /// Under way.
    Running,
    /// Done.
    Done,
    /// It could not be done.
    Failed,
    /// Left out, because what it needs failed or the run was stopped.
    Skipped,
}

/// A step of a run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RunStep {
    /// `region/kind/name`, as in the plan and on the map.
    pub key: String,
    /// What is done.
    pub action: Action,
    /// CloudFormation's type name.
    pub kind: String,
    /// Its name.
    pub name: String,
    /// Where.
    pub region: Region,
    /// The part of the stack.
    pub component: String,
    /// How far it is.
    pub state: StepState,
    /// What is going on in it: `create called`, `pending`, `backing-up`, `throttled, again in 4 s`.
    pub detail: String,
    /// The physical id, once there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// When it began, by the cloud's clock.
    pub started_at: Option<Timestamp>,
    /// When it ended, by the cloud's clock.
    pub ended_at: Option<Timestamp>,
    /// How long it usually takes, in seconds.
    pub expected_seconds: u64,
    /// Whether it is on the longest way through the plan: the run takes as long as those do.
    pub critical: bool,
    /// What happened in it, oldest first; at most [`LOG_LINES`], the newest ones.
    pub log: Vec<StepLog>,
}

/// How many lines of a step are kept.
pub const LOG_LINES: usize = 200;

/// A line of a step's log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StepLog {
    /// When, by the cloud's clock.
    pub at: Timestamp,
    /// What.
    pub text: String,
    /// The cloud's id of the request.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub request_id: Option<String>,
}

/// An event with its place in the run. On the wire `seq` is also the `id` of the server-sent event.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RunEvent {
    /// Counted from 1 without gaps.
    pub seq: u64,
    /// When, by the cloud's clock.
    pub at: Timestamp,
    /// What happened.
    #[serde(flatten)]
    pub what: Happening,
}

/// What happens in a run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum Happening {
    /// The run begins.
    Started {
        /// Every step.
        steps: Vec<RunStep>,
        /// How long it will take, about, in seconds.
        seconds: u64,
    },
    /// A step begins.
    StepStarted {
        /// Key of the step.
        step: String,
    },
    /// Something happened within a step.
    StepNote {
        /// Key of the step.
        step: String,
        /// What, for `detail` and the log.
        text: String,
        /// The physical id, once there is one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        id: Option<String>,
        /// The cloud's id of the request.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        request_id: Option<String>,
    },
    /// A step is done.
    StepDone {
        /// Key of the step.
        step: String,
        /// The physical id.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        id: Option<String>,
        /// How long it took.
        seconds: u64,
        /// Steps done.
        done: usize,
        /// Of how many.
        of: usize,
        /// How long the rest will take, about.
        left_seconds: u64,
    },
    /// A step failed; what needs it is left out.
    StepFailed {
        /// Key of the step.
        step: String,
        /// Why, and what to do.
        message: String,
        /// The cloud's id of the request.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        request_id: Option<String>,
    },
    /// The run stands still: somebody paused it, or its credentials have ended.
    Paused {
        /// [`RunState::Paused`] or [`RunState::Waiting`].
        state: RunState,
        /// What to do.
        message: String,
    },
    /// It goes on.
    Resumed,
    /// The server died here.
    Interrupted,
    /// The run has ended.
    Finished {
        /// `Done`, `Cancelled` or `Failed`.
        state: RunState,
        /// How long it took.
        seconds: u64,
        /// What failed, is left to do or was left over, in sentences.
        left: Vec<String>,
    },
}

impl Happening {
    /// The event's name on the wire.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Started { .. } => "started",
            Self::StepStarted { .. } => "step_started",
            Self::StepNote { .. } => "step_note",
            Self::StepDone { .. } => "step_done",
            Self::StepFailed { .. } => "step_failed",
            Self::Paused { .. } => "paused",
            Self::Resumed => "resumed",
            Self::Interrupted => "interrupted",
            Self::Finished { .. } => "finished",
        }
    }

    /// Whether nothing comes after it (until somebody resumes the run).
    pub const fn is_last(&self) -> bool {
        matches!(self, Self::Finished { .. } | Self::Interrupted)
    }
}

impl RunView {
    /// A run of which nothing is known yet but its line in the list.
    pub const fn new(summary: RunSummary) -> Self {
        Self { summary, steps: Vec::new(), left: Vec::new(), message: String::new(), seconds: 0, last_seq: 0 }
    }

    /// Folds one event in. One that was seen already changes nothing, so that a stream may be
    /// replayed from any earlier point.
    pub fn apply(&mut self, event: &RunEvent) {
        if event.seq <= self.last_seq {
            return;
        }
        self.last_seq = event.seq;
        match &event.what {
            Happening::Started { steps, seconds } => self.start(event.at, steps, *seconds),
            Happening::StepStarted { step } => self.step(step, |step| step.start(event.at)),
            Happening::StepNote { step, text, id, request_id } => {
                self.step(step, |step| step.note(event.at, text, id.as_deref(), request_id.as_deref()));
            }
            Happening::StepDone { step, id, done, of, left_seconds, .. } => {
                (self.summary.done, self.summary.of) = (*done, *of);
                self.summary.left_seconds = *left_seconds;
                self.step(step, |step| step.end(event.at, StepState::Done, "done", id.as_deref(), None));
            }
            Happening::StepFailed { step, message, request_id } => {
                let request = request_id.as_deref();
                self.step(step, |step| step.end(event.at, StepState::Failed, message, None, request));
            }
            Happening::Paused { state, message } => {
                self.summary.state = *state;
                self.message.clone_from(message);
            }
            Happening::Resumed => self.live(RunState::Running),
            Happening::Interrupted => self.close(event.at, RunState::Interrupted),
            Happening::Finished { state, seconds, left } => {
                self.seconds = *seconds;
                self.left.clone_from(left);
                self.close(event.at, *state);
            }
        }
    }

    fn start(&mut self, at: Timestamp, steps: &[RunStep], seconds: u64) {
        self.summary.started_at = at;
        steps.clone_into(&mut self.steps);
        self.summary.of = self.steps.len();
        self.summary.left_seconds = seconds;
        self.summary.ended_at = None;
        self.live(RunState::Running);
    }

    fn live(&mut self, state: RunState) {
        self.summary.state = state;
        self.message.clear();
    }

    fn close(&mut self, at: Timestamp, state: RunState) {
        self.live(state);
        self.summary.ended_at = Some(at);
        self.summary.left_seconds = 0;
        if state == RunState::Interrupted {
            return;
        }
        let open = |step: &&mut RunStep| matches!(step.state, StepState::Waiting | StepState::Running);
        self.steps.iter_mut().filter(open).for_each(|step| step.state = StepState::Skipped);
    }

    fn step(&mut self, key: &str, change: impl FnOnce(&mut RunStep)) {
        if let Some(step) = self.steps.iter_mut().find(|step| step.key == key) {
            change(step);
        }
    }
}

impl RunStep {
    fn start(&mut self, at: Timestamp) {
        self.state = StepState::Running;
        self.started_at = Some(at);
        self.note(at, "begins", None, None);
    }

    fn end(&mut self, at: Timestamp, state: StepState, text: &str, id: Option<&str>, request: Option<&str>) {
        self.note(at, text, id, request);
        self.state = state;
        self.ended_at = Some(at);
    }

    fn note(&mut self, at: Timestamp, text: &str, id: Option<&str>, request_id: Option<&str>) {
        text.clone_into(&mut self.detail);
        if let Some(id) = id {
            self.id = Some(id.to_owned());
        }
        if self.log.len() >= LOG_LINES {
            self.log.remove(0);
        }
        self.log.push(StepLog { at, text: text.to_owned(), request_id: request_id.map(ToOwned::to_owned) });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn step(key: &str) -> RunStep {
        RunStep {
            key: key.into(),
            action: Action::Create,
            kind: "AWS::EC2::VPC".into(),
            name: key.into(),
            region: Region::UsEast1,
            component: "network".into(),
            state: StepState::Waiting,
            detail: String::new(),
            id: None,
            started_at: None,
            ended_at: None,
            expected_seconds: 5,
            critical: false,
            log: Vec::new(),
        }
    }

    fn summary() -> RunSummary {
        RunSummary {
            id: "1".into(),
            kind: RunKind::Apply,
            state: RunState::Running,
            stack: "lks".into(),
            plan: "d".into(),
            simulated: true,
            started_by: "a@example.com".into(),
            approved_at: Timestamp::from_millis(0),
            started_at: Timestamp::from_millis(0),
            ended_at: None,
            done: 0,
            of: 0,
            left_seconds: 0,
            resumes: None,
        }
    }

    fn events(happenings: impl IntoIterator<Item = Happening>) -> Vec<RunEvent> {
        let at = |seq: u64| Timestamp::from_millis(i64::try_from(seq).unwrap_or(0) * 1000);
        (1..).zip(happenings).map(|(seq, what)| RunEvent { seq, at: at(seq), what }).collect()
    }

    fn told() -> Vec<RunEvent> {
        let done = |step: &str, done| Happening::StepDone {
            step: step.into(),
            id: Some("vpc-1".into()),
            seconds: 1,
            done,
            of: 3,
            left_seconds: 4,
        };
        events([
            Happening::Started { steps: vec![step("a"), step("b"), step("c")], seconds: 9 },
            Happening::StepStarted { step: "a".into() },
            Happening::StepNote {
                step: "a".into(),
                text: "pending".into(),
                id: Some("vpc-1".into()),
                request_id: Some("r-1".into()),
            },
            done("a", 1),
            Happening::StepStarted { step: "b".into() },
            Happening::StepFailed { step: "b".into(), message: "no room".into(), request_id: None },
            Happening::Paused { state: RunState::Waiting, message: "connect again".into() },
            Happening::Resumed,
            Happening::Finished { state: RunState::Failed, seconds: 7, left: vec!["b".into()] },
        ])
    }

    #[test]
    fn a_view_folded_in_two_halves_and_twice_is_the_view_folded_once() {
        let events = told();
        let fold = |events: &mut dyn Iterator<Item = &RunEvent>| {
            let mut view = RunView::new(summary());
            events.for_each(|event| view.apply(event));
            view
        };
        let whole = fold(&mut events.iter());
        for cut in 0..events.len() {
            let mut view = fold(&mut events[..cut].iter());
            let wire = serde_json::to_string(&view).and_then(|text| serde_json::from_str(&text));
            assert_eq!(wire.ok(), Some(view.clone()));
            events.iter().for_each(|event| view.apply(event));
            assert_eq!(view, whole, "cut at {cut}");
        }
    }

    #[test]
    fn a_failed_run_says_what_was_done_what_failed_and_what_was_left_out() {
        let mut view = RunView::new(summary());
        told().iter().for_each(|event| view.apply(event));
        let states: Vec<_> = view.steps.iter().map(|step| step.state).collect();
        assert_eq!(states, [StepState::Done, StepState::Failed, StepState::Skipped]);
        assert_eq!(view.summary.state, RunState::Failed);
        assert_eq!(view.steps[0].id.as_deref(), Some("vpc-1"));
        assert_eq!(view.steps[0].log[1].request_id.as_deref(), Some("r-1"));
        assert_eq!(view.steps[1].detail, "no room");
        assert_eq!((view.summary.done, view.summary.of, view.seconds), (1, 3, 7));
        assert!(view.message.is_empty());
    }

    #[test]
    fn events_are_read_as_they_are_written() {
        for event in told() {
            let text = serde_json::to_string(&event).unwrap_or_default();
            assert_eq!(serde_json::from_str::<RunEvent>(&text).ok(), Some(event), "{text}");
        }
    }
}
