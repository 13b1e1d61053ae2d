//! Runs: begun, held, stopped, gone on with, and those of the past.

use std::sync::Arc;
use std::sync::mpsc::{self, RecvTimeoutError};
use std::time::Duration;

use lks_domain::console::plan::PlanView;
use lks_domain::console::run::{Approval, RunState, RunSummary, RunView};
use lks_domain::timestamp::Timestamp;
use lks_provision::deployment::{
    Deployment, DeploymentError, Proposal, RunEnd, RunId, RunState as KeptState, RunSummary as Kept,
};
use lks_provision::event::Event;

use super::Desk;
use super::papers::RunNote;
use crate::console::error::ConsoleError;
use crate::console::plan::view;
use crate::console::run::{Line, Live, Steps, wire};
use crate::identity::clock;

/// How long to wait for the first word of a run, so that one that is refused is refused at once.
const FIRST_WORD: Duration = Duration::from_secs(20);

/// What the run's thread says to whoever began it.
enum Word {
    Begun,
    Ended(Result<RunEnd, DeploymentError>),
}

impl Desk {
    /// Approves the plan that is stored, and begins to carry it out.
    ///
    /// # Errors
    /// Another run is under way; the plan is not the one that was read, is stale, blocked or empty;
    /// what must be typed was not.
    pub fn start(&self, approval: &Approval, by: &str) -> Result<RunSummary, ConsoleError> {
        self.refuse_while_running()?;
        let deployment = self.deployment()?;
        let plan = deployment.proposal(&approval.digest)?;
        confirmed(&plan, &deployment.stack().name, approval.typed.as_deref())?;
        let digest = plan.digest.clone();
        self.launch(&deployment, &plan, by, None, move |deployment, live| {
            deployment.run(&digest, &live.control, &|event: &Event| hear(deployment, live, event))
        })
    }

    /// Goes on with a run whose process died: as a new run, with a new plan for the same end.
    ///
    /// # Errors
    /// Another run is under way, or this one was not the last or was not interrupted.
    pub fn go_on(&self, id: &str, by: &str) -> Result<RunSummary, ConsoleError> {
        self.refuse_while_running()?;
        let deployment = self.deployment_as_built()?;
        let number = number(id)?;
        if deployment.interrupted()?.is_none_or(|run| run.id != number) {
            return Err(ConsoleError::conflict(
                "nothing_to_resume",
                "This run was not interrupted, or another one came after it. Make a new plan.",
            ));
        }
        let approved = deployment.run_plan(number)?;
        let plan = deployment.plan(approved.verb)?;
        no_more_than(&approved, &plan, &deployment.stack().name)?;
        let digest = plan.digest.clone();
        self.launch(&deployment, &plan, by, Some(id.to_owned()), move |deployment, live| {
            deployment.run(&digest, &live.control, &|event: &Event| hear(deployment, live, event))
        })
    }

    fn launch(
        &self,
        deployment: &Arc<Deployment>,
        plan: &Proposal,
        by: &str,
        resumes: Option<String>,
        work: impl FnOnce(&Deployment, &Live) -> Result<RunEnd, DeploymentError> + Send + 'static,
    ) -> Result<RunSummary, ConsoleError> {
        let note = RunNote { by: by.to_owned(), approved_at: clock::now(), resumes };
        let steps = Steps::of(plan, deployment.graph());
        let live = Arc::new(Live::new(beginning(plan, deployment, &note), steps));
        {
            let mut inner = self.inner();
            if inner.live.as_ref().is_some_and(|live| live.is_live()) {
                drop(inner);
                return Err(DeploymentError::Busy(deployment.stack().id.clone()).into());
            }
            inner.live = Some(live.clone());
        }
        let (says, words) = mpsc::channel();
        let thread = {
            let (deployment, live) = (deployment.clone(), live.clone());
            std::thread::Builder::new().name("lks-run".to_owned()).spawn(move || {
                let begun = says.clone();
                live.when_told(Box::new(move || drop(begun.send(Word::Begun))));
                let ended = work(&deployment, &live);
                live.end();
                let _nobody_waits_any_more = says.send(Word::Ended(ended));
            })
        };
        thread.map_err(|error| super::choices::unusable(&error))?;
        match words.recv_timeout(FIRST_WORD) {
            Ok(Word::Begun) | Err(RecvTimeoutError::Timeout) => {}
            Ok(Word::Ended(Ok(_))) => {}
            Ok(Word::Ended(Err(error))) => {
                self.inner().live = None;
                return Err(error.into());
            }
            Err(RecvTimeoutError::Disconnected) => return Err(ConsoleError::internal()),
        }
        if live.id().is_empty() {
            identify(deployment, &live);
        }
        self.keep_run_note(deployment, live.id(), &note);
        Ok(live.summary())
    }

    /// Has a word with the run under way.
    ///
    /// # Errors
    /// This run is not under way here.
    pub fn word(&self, id: &str, say: impl FnOnce(&Live)) -> Result<RunSummary, ConsoleError> {
        let live = self.live().filter(|live| live.id() == id);
        let live = live.ok_or_else(|| {
            ConsoleError::conflict("run_over", "This run is not under way any more. Load the page again.")
        })?;
        say(&live);
        live.had_a_word();
        Ok(live.summary())
    }

    /// All runs of the stack, newest first.
    ///
    /// # Errors
    /// Nothing is connected, or a file cannot be read.
    pub fn runs(&self) -> Result<Vec<RunSummary>, ConsoleError> {
        let deployment = self.deployment()?;
        let runs = deployment.runs()?;
        Ok(runs.into_iter().map(|run| self.summary(&deployment, run)).collect())
    }

    /// One run with everything that happened in it.
    ///
    /// # Errors
    /// There is no such run.
    pub fn run_view(&self, id: &str) -> Result<RunView, ConsoleError> {
        if let Some(live) = self.live_run(id) {
            return Ok(live.view());
        }
        let deployment = self.deployment()?;
        let kept = deployment.run_summary(number(id)?)?;
        let state = kept.state;
        let mut view =
            RunView::new(RunSummary { state: RunState::Running, ..self.summary(&deployment, kept) });
        let (steps, events) = told(&deployment, number(id)?, 0)?;
        events.iter().for_each(|event| view.apply(&steps.wire(event)));
        if state == KeptState::Interrupted {
            let at = events.last().map_or(view.summary.started_at, |event| event.at);
            view.apply(&wire::interrupted(view.last_seq + 1, at));
        }
        Ok(view)
    }

    /// The plan of a run, exactly as it was approved.
    ///
    /// # Errors
    /// There is no such run.
    pub fn run_plan(&self, id: &str) -> Result<PlanView, ConsoleError> {
        let deployment = self.deployment()?;
        let plan = deployment.run_plan(number(id)?)?;
        let by = self.run_note(&deployment, id).map(|note| note.by).unwrap_or_default();
        Ok(view::of(&plan, &deployment, &by))
    }

    /// Events of a run that is not live here, behind a number, and how the run stands.
    ///
    /// # Errors
    /// There is no such run.
    pub fn stored_lines(&self, id: &str, after: u64) -> Result<(Vec<Line>, RunState), ConsoleError> {
        let deployment = self.deployment()?;
        // The state first: what is written between the two is then seen the next time.
        let kept = deployment.run_summary(number(id)?)?;
        let (steps, events) = told(&deployment, number(id)?, after)?;
        let mut lines: Vec<Line> = events.iter().map(|event| Line::from(&steps.wire(event))).collect();
        if kept.state == KeptState::Interrupted && after <= kept.last_seq {
            let at = kept.last_at.unwrap_or_else(clock::now);
            lines.push(Line::from(&wire::interrupted(kept.last_seq + 1, at)));
        }
        Ok((lines, wire::state(kept.state)))
    }

    /// A run of the history, or the live one as it stands.
    fn summary(&self, deployment: &Deployment, run: Kept) -> RunSummary {
        let id = run.id.to_string();
        if let Some(live) = self.live_run(&id).filter(|live| live.is_live()) {
            return live.summary();
        }
        let note = self.run_note(deployment, &id).unwrap_or_default();
        let began = run.began_at.unwrap_or(note.approved_at);
        RunSummary {
            id,
            kind: wire::kind(run.verb),
            state: wire::state(run.state),
            stack: deployment.stack().id.clone(),
            plan: run.plan,
            simulated: deployment.account().simulated,
            started_by: note.by,
            approved_at: note.approved_at,
            started_at: began,
            ended_at: run.last_at.filter(|_| run.state != KeptState::Running),
            done: run.done,
            of: run.of,
            left_seconds: 0,
            resumes: note.resumes,
        }
    }
}

/// Hands an event on. With the first one the run has its number.
fn hear(deployment: &Deployment, live: &Live, event: &Event) {
    if live.id().is_empty() {
        identify(deployment, live);
    }
    live.tell(event);
}

fn identify(deployment: &Deployment, live: &Live) {
    match deployment.last_run() {
        Ok(Some(run)) => live.identify(&run.id.to_string()),
        Ok(None) => {}
        Err(error) => tracing::warn!(%error, "the run's number cannot be read"),
    }
}

fn told(deployment: &Deployment, id: RunId, after: u64) -> Result<(Steps, Vec<Event>), ConsoleError> {
    let plan = deployment.run_plan(id)?;
    Ok((Steps::of(&plan, deployment.graph()), deployment.events(id, after)?))
}

fn number(id: &str) -> Result<RunId, ConsoleError> {
    let number = id.parse().map_err(|_| ConsoleError::not_found("There is no such run of this stack."))?;
    Ok(RunId(number))
}

fn confirmed(plan: &Proposal, name: &str, typed: Option<&str>) -> Result<(), ConsoleError> {
    if plan.is_empty() {
        return Err(ConsoleError::conflict(
            "plan_empty",
            "There is nothing to do: everything is as it shall be.",
        ));
    }
    if !plan.can_be_applied() {
        let sentence = "This plan must not be carried out: see what blocks it, then make a new one.";
        return Err(ConsoleError::conflict("plan_blocked", sentence));
    }
    match view::confirmation(plan, name) {
        Some(needed) if typed.map(str::trim) != Some(needed.text.as_str()) => {
            let sentence = "This plan deletes or replaces something. Type the stack's name to approve it.";
            Err(ConsoleError::refused("name_not_typed", sentence))
        }
        _ => Ok(()),
    }
}

/// What was approved covers the rest of it, but no deletion that was not in it.
fn no_more_than(approved: &Proposal, plan: &Proposal, name: &str) -> Result<(), ConsoleError> {
    if view::confirmation(plan, name).is_some() && view::confirmation(approved, name).is_none() {
        return Err(ConsoleError::conflict(
            "plan_changed",
            "Going on would now delete or replace something that was not in the approved plan. Make a new plan.",
        ));
    }
    Ok(())
}

fn beginning(plan: &Proposal, deployment: &Deployment, note: &RunNote) -> RunSummary {
    RunSummary {
        id: String::new(),
        kind: wire::kind(plan.verb),
        state: RunState::Running,
        stack: deployment.stack().id.clone(),
        plan: plan.digest.clone(),
        simulated: plan.simulated,
        started_by: note.by.clone(),
        approved_at: note.approved_at,
        started_at: cloud_now(deployment),
        ended_at: None,
        done: 0,
        of: plan.steps.len(),
        left_seconds: plan.seconds,
        resumes: note.resumes.clone(),
    }
}

fn cloud_now(deployment: &Deployment) -> Timestamp {
    deployment.connection().cloud().clock().now()
}
