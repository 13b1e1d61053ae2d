//! A run as the page shows it: the events folded into the run, and of that only what changed put
//! into signals, so that one event touches one node of the map and one row of the timeline.

use std::collections::{HashMap, HashSet};
use std::pin::pin;
use std::sync::Arc;

use leptos::prelude::*;
use lks_app::browser::{self, Incoming};
use lks_app::client::Api;
use lks_app::client::problem::Problem;
use lks_app::transport::sse::{Frame, Frames};
use lks_app::transport::unless;
use lks_domain::console::run::{Happening, RunEvent, RunState, RunStep, RunSummary, RunView, StepState};
use lks_domain::timestamp::Timestamp;

use crate::client;
use crate::part::map::look::Look;

/// A connection that is silent for longer is dead: the server sends heartbeats every ten seconds.
const SILENCE_MS: u32 = 30_000;
/// An interrupted run may be resumed by somebody: it is looked at this often.
const LOOK_MS: u32 = 2_000;
/// Lines of the log that are kept.
pub const LOG_LINES: usize = 300;

/// What changes about a step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StepNow {
    pub state: StepState,
    pub detail: String,
    /// The physical id, once there is one.
    pub id: Option<String>,
    pub started_at: Option<Timestamp>,
    pub ended_at: Option<Timestamp>,
    /// How many lines its log has had; the lines themselves are read when they are shown.
    pub lines: usize,
}

impl StepNow {
    fn of(step: &RunStep) -> Self {
        Self {
            state: step.state,
            detail: step.detail.clone(),
            id: step.id.clone(),
            started_at: step.started_at,
            ended_at: step.ended_at,
            lines: step.log.len(),
        }
    }
}

/// A step: what stays, and a signal for what changes.
#[derive(Debug, Clone)]
pub struct Cell {
    /// As it was when the run was opened.
    pub step: Arc<RunStep>,
    /// As it is.
    pub now: RwSignal<StepNow>,
}

impl Cell {
    /// How it looks on the map.
    pub fn look(&self) -> Signal<Look> {
        let (action, now) = (self.step.action, self.now);
        Signal::derive(move || Look::of_step(action, now.with(|now| now.state)))
    }
}

/// A line of the run's log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogLine {
    /// Unique and in order.
    pub number: u64,
    pub at: Timestamp,
    /// Which step; empty for the run as a whole.
    pub name: String,
    pub text: String,
    pub request_id: Option<String>,
    pub bad: bool,
}

/// How the page hears of the run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hearing {
    /// Not yet.
    Opening,
    /// Events come as they happen.
    Live,
    /// The connection broke; it is being tried again.
    Broken,
    /// There is no more to come.
    Over,
}

/// The run of a page.
#[derive(Clone, Copy)]
pub struct Board {
    run: StoredValue<Option<RunView>>,
    cells: StoredValue<HashMap<String, Cell>>,
    /// Events that the next frame of the screen will show, and whether it was asked for.
    waiting: StoredValue<Vec<RunEvent>>,
    expects_frame: StoredValue<bool>,
    /// The steps, in the plan's order; changes only when the run has other steps.
    pub steps: RwSignal<Vec<Cell>>,
    /// The run's line.
    pub summary: RwSignal<Option<RunSummary>>,
    /// What somebody has to do, and what is left.
    pub message: RwSignal<String>,
    pub left: RwSignal<Vec<String>>,
    /// The newest lines of the log, oldest first.
    pub log: RwSignal<Vec<LogLine>>,
    /// Span of the account's time the run has taken so far.
    pub span: RwSignal<Option<(Timestamp, Timestamp)>>,
    /// The run that goes on from this one, which was interrupted.
    pub successor: RwSignal<Option<String>>,
    pub hearing: RwSignal<Hearing>,
    pub problem: RwSignal<Option<Problem>>,
}

impl Board {
    /// Of a run that is not known yet.
    pub fn new() -> Self {
        Self {
            run: StoredValue::new(None),
            cells: StoredValue::new(HashMap::new()),
            waiting: StoredValue::new(Vec::new()),
            expects_frame: StoredValue::new(false),
            steps: RwSignal::new(Vec::new()),
            summary: RwSignal::new(None),
            message: RwSignal::new(String::new()),
            left: RwSignal::new(Vec::new()),
            log: RwSignal::new(Vec::new()),
            span: RwSignal::new(None),
            successor: RwSignal::new(None),
            hearing: RwSignal::new(Hearing::Opening),
            problem: RwSignal::new(None),
        }
    }

    /// The log of one step, with its name.
    pub fn step(self, key: &str) -> Option<RunStep> {
        let find = |run: &Option<RunView>| run.as_ref()?.steps.iter().find(|step| step.key == key).cloned();
        self.run.try_with_value(find).flatten()
    }

    /// Shows a run as it was read. What did not change is not touched.
    pub fn show(self, run: RunView) {
        let known = self.cells.try_with_value(|cells| {
            cells.len() == run.steps.len() && run.steps.iter().all(|step| cells.contains_key(&step.key))
        });
        if known == Some(true) {
            run.steps.iter().for_each(|step| self.refresh(step));
        } else {
            let cells: Vec<Cell> = run.steps.iter().map(cell).collect();
            let by_key = cells.iter().map(|cell| (cell.step.key.clone(), cell.clone())).collect();
            self.cells.try_set_value(by_key);
            self.steps.try_set(cells);
        }
        self.log.try_set(log_of(&run));
        self.whole(&run);
        self.run.try_set_value(Some(run));
    }

    /// Keeps events for the next frame: however many come between two of them, the page is touched once. A page
    /// that is not looked at has no frames, and takes them in at once.
    fn collect(self, events: Vec<RunEvent>) {
        self.waiting.try_update_value(|waiting| waiting.extend(events));
        if !browser::visible() {
            return self.take_in();
        }
        let asked = self.expects_frame.try_update_value(|expects| std::mem::replace(expects, true));
        if asked == Some(false) {
            browser::after_layout(move || self.take_in());
        }
    }

    /// Folds in what waits.
    fn take_in(self) {
        self.expects_frame.try_set_value(false);
        let events = self.waiting.try_update_value(std::mem::take).unwrap_or_default();
        if !events.is_empty() {
            self.hear(events);
        }
    }

    /// Folds events in, those that came together at once.
    pub fn hear(self, events: Vec<RunEvent>) {
        let mut touched = HashSet::new();
        let mut lines = Vec::new();
        self.run.try_update_value(|run| {
            let Some(run) = run else { return };
            for event in &events {
                if event.seq <= run.last_seq {
                    continue;
                }
                run.apply(event);
                lines.push(line(run, event));
                match subject(&event.what) {
                    Some(step) => drop(touched.insert(step.to_owned())),
                    None => touched.extend(run.steps.iter().map(|step| step.key.clone())),
                }
            }
        });
        let others = self.run.try_with_value(|run| {
            let run = run.as_ref()?;
            let known =
                self.cells.try_with_value(|cells| run.steps.iter().all(|step| cells.contains_key(&step.key)));
            if known != Some(true) {
                return Some(run.clone());
            }
            run.steps.iter().filter(|step| touched.contains(&step.key)).for_each(|step| self.refresh(step));
            self.whole(run);
            None
        });
        if let Some(run) = others.flatten() {
            return self.show(run);
        }
        if !lines.is_empty() {
            self.log.try_update(|log| {
                log.extend(lines);
                let extra = log.len().saturating_sub(LOG_LINES);
                log.drain(..extra);
            });
        }
    }

    fn refresh(self, step: &RunStep) {
        let Some(now) =
            self.cells.try_with_value(|cells| cells.get(&step.key).map(|cell| cell.now)).flatten()
        else {
            return;
        };
        let fresh = StepNow::of(step);
        if now.try_with_untracked(|old| *old != fresh) == Some(true) {
            now.try_set(fresh);
        }
    }

    fn whole(self, run: &RunView) {
        set_if_new(self.summary, Some(run.summary.clone()));
        set_if_new(self.message, run.message.clone());
        set_if_new(self.left, run.left.clone());
        set_if_new(self.span, span(run));
    }

    /// Follows a run for as long as the page lives, over lost connections and dead servers.
    pub async fn follow(self, api: Api, id: String) {
        let mut attempt: u32 = 0;
        while self.run.try_get_value().is_some() {
            match client::run::run(api, &id).await {
                Ok(run) => {
                    let (state, seen) = (run.summary.state, run.last_seq);
                    self.show(run);
                    self.problem.try_set(None);
                    if state.is_live() {
                        self.listen(api, &id, seen, &mut attempt).await;
                    } else {
                        set_if_new(self.hearing, Hearing::Over);
                        if state == RunState::Interrupted {
                            self.await_successor(api, &id).await;
                        }
                        return;
                    }
                }
                Err(problem) if problem.is_passing() => {
                    set_if_new(self.hearing, Hearing::Broken);
                    attempt += 1;
                    browser::sleep(pause_ms(attempt)).await;
                }
                Err(problem) => {
                    self.problem.try_set(Some(problem));
                    return;
                }
            }
        }
    }

    /// Somebody may resume what was interrupted: it goes on as another run.
    async fn await_successor(self, api: Api, id: &str) {
        while self.run.try_get_value().is_some() {
            let runs = client::run::runs(api).await.unwrap_or_default();
            if let Some(next) = runs.into_iter().find(|run| run.resumes.as_deref() == Some(id)) {
                self.successor.try_set(Some(next.id));
                return;
            }
            browser::sleep(LOOK_MS).await;
        }
    }

    /// Takes from the run's line that it is being cancelled, which is no event. All else is told by events, and
    /// the line may be older than they are.
    fn line(self, line: &RunSummary) {
        self.run.try_update_value(|run| {
            if let Some(run) = run.as_mut().filter(|run| run.summary.state.is_live())
                && line.state == RunState::Cancelling
            {
                run.summary.state = RunState::Cancelling;
            }
        });
        self.run.try_with_value(|run| run.as_ref().map(|run| self.whole(run)));
    }

    /// Listens until the stream ends or breaks.
    async fn listen(self, api: Api, id: &str, seen: u64, attempt: &mut u32) {
        match client::run::events(api, id, seen).await {
            Ok(stream) => {
                set_if_new(self.hearing, Hearing::Live);
                let ended = self.read(stream).await;
                self.take_in();
                if ended {
                    *attempt = 0;
                    return;
                }
            }
            Err(problem) if problem.is_passing() => {}
            Err(problem) => {
                self.problem.try_set(Some(problem));
            }
        }
        set_if_new(self.hearing, Hearing::Broken);
        *attempt += 1;
        browser::sleep(pause_ms(*attempt)).await;
    }

    /// Reads until the stream ends or breaks; whether the last event of the run came.
    async fn read(self, mut stream: Incoming) -> bool {
        let mut frames = Frames::default();
        loop {
            let piece = unless(pin!(browser::sleep(SILENCE_MS)), pin!(stream.chunk())).await;
            let Some(Ok(Some(piece))) = piece else { return false };
            let (lines, events): (Vec<Frame>, Vec<Frame>) =
                frames.push(&piece).into_iter().partition(|frame| frame.name == "summary");
            let events: Vec<RunEvent> =
                events.iter().filter_map(|frame| serde_json::from_str(&frame.data).ok()).collect();
            let last = events.iter().any(|event| event.what.is_last());
            if !events.is_empty() {
                self.collect(events);
            }
            if let Some(line) = lines.last().and_then(|frame| serde_json::from_str(&frame.data).ok()) {
                self.line(&line);
            }
            if last || self.run.try_get_value().is_none() {
                return true;
            }
        }
    }
}

fn set_if_new<T: PartialEq + Send + Sync + 'static>(signal: RwSignal<T>, value: T) {
    if signal.try_with_untracked(|old| *old != value) == Some(true) {
        signal.try_set(value);
    }
}

fn cell(step: &RunStep) -> Cell {
    let bare = RunStep { log: Vec::new(), ..step.clone() };
    Cell { step: Arc::new(bare), now: RwSignal::new(StepNow::of(step)) }
}

fn subject(what: &Happening) -> Option<&str> {
    match what {
        Happening::StepStarted { step }
        | Happening::StepNote { step, .. }
        | Happening::StepDone { step, .. }
        | Happening::StepFailed { step, .. } => Some(step),
        _ => None,
    }
}

/// What an event is in the log.
fn line(run: &RunView, event: &RunEvent) -> LogLine {
    let name =
        |key: &str| run.steps.iter().find(|step| step.key == key).map_or(key, |step| &step.name).to_owned();
    let (step, text, request_id, bad) = match &event.what {
        Happening::StepStarted { step } => (step.as_str(), "begins".to_owned(), None, false),
        Happening::StepNote { step, text, request_id, .. } => {
            (step.as_str(), text.clone(), request_id.clone(), false)
        }
        Happening::StepDone { step, seconds, .. } => {
            (step.as_str(), format!("done, {seconds} s"), None, false)
        }
        Happening::StepFailed { step, message, request_id } => {
            (step.as_str(), message.clone(), request_id.clone(), true)
        }
        Happening::Paused { message, .. } => ("", message.clone(), None, true),
        Happening::Finished { left, .. } if !left.is_empty() => ("", left.join(" "), None, true),
        other => ("", other.name().to_owned(), None, false),
    };
    LogLine { number: event.seq, at: event.at, name: name(step), text, request_id, bad }
}

/// The log of a run that was read whole: its steps' lines by time. Their numbers stay below those of
/// the events that come after.
fn log_of(run: &RunView) -> Vec<LogLine> {
    let of_step = |step: &RunStep| {
        let (name, failed) = (step.name.clone(), step.state == StepState::Failed);
        let last = step.log.len().saturating_sub(1);
        let lines = step.log.iter().enumerate().map(move |(at, line)| LogLine {
            number: 0,
            at: line.at,
            name: name.clone(),
            text: line.text.clone(),
            request_id: line.request_id.clone(),
            bad: failed && at == last,
        });
        lines.collect::<Vec<_>>()
    };
    let mut lines: Vec<LogLine> = run.steps.iter().flat_map(of_step).collect();
    lines.sort_by_key(|line| line.at);
    lines.drain(..lines.len().saturating_sub(LOG_LINES));
    let first = (run.last_seq + 1).saturating_sub(lines.len() as u64);
    (first..).zip(lines).map(|(number, line)| LogLine { number, ..line }).collect()
}

/// From the first step's beginning to what was heard last.
fn span(run: &RunView) -> Option<(Timestamp, Timestamp)> {
    let begun = run.steps.iter().filter_map(|step| step.started_at).min()?;
    let moments = run.steps.iter().flat_map(|step| {
        let last = step.log.last().map(|line| line.at);
        [step.started_at, step.ended_at, last].into_iter().flatten()
    });
    Some((begun, moments.max()?))
}

/// Doubles from half a second to eight.
fn pause_ms(attempt: u32) -> u32 {
    250 << attempt.min(5)
}
