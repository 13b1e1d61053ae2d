//! Carrying an approved plan out, one run a stack at a time.

use super::{Deployment, DeploymentError, Lock, Proposal, RunId, RunState, Verb};
use crate::apply::{self, Report, RunError};
use crate::connection::ConnectionError;
use crate::control::Control;
use crate::event::{Ending, Event, Events, Happening, Sink};

/// How often a plan is made anew when the world moves between plan and run.
const ATTEMPTS: usize = 3;

/// A run that has ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RunEnd {
    /// Its number.
    pub id: RunId,
    /// What came of it.
    pub report: Report,
}

impl Deployment {
    /// Carries out the plan with this digest, exactly as it was shown.
    ///
    /// # Errors
    /// A run is at work; there is no such plan; the policy forbids it; the world has moved since; the
    /// journal or the account cannot be used. Failed steps are no error but part of the report.
    pub fn run(&self, digest: &str, control: &Control, sink: Sink<'_>) -> Result<RunEnd, DeploymentError> {
        let lock = self.directory.lock()?;
        let plan = self.proposal(digest)?;
        self.carry_out(&lock, &plan, control, sink)
    }

    /// Plans, asks, and carries out; plans and asks again if the world has moved meanwhile. `None`: somebody
    /// said no. `approve` sees every plan, those too that must not be carried out and will be refused.
    ///
    /// # Errors
    /// As [`Deployment::run`], and whatever `approve` says.
    pub fn run_anew<E: From<DeploymentError>>(
        &self,
        verb: Verb,
        mut approve: impl FnMut(&Proposal) -> Result<bool, E>,
        control: &Control,
        sink: Sink<'_>,
    ) -> Result<Option<RunEnd>, E> {
        let lock = self.directory.lock()?;
        for attempt in 1.. {
            let plan = self.plan(verb)?;
            if !approve(&plan)? {
                return Ok(None);
            }
            plan.allowed()?;
            match self.carry_out(&lock, &plan, control, sink) {
                Err(DeploymentError::Run(RunError::Stale)) if attempt < ATTEMPTS => {}
                done => return Ok(Some(done?)),
            }
        }
        Ok(None)
    }

    /// Goes on with the last run, if its process died: plans anew what that was for, and carries it out.
    ///
    /// # Errors
    /// As [`Deployment::run`]; [`DeploymentError::NothingToResume`].
    pub fn resume(&self, control: &Control, sink: Sink<'_>) -> Result<RunEnd, DeploymentError> {
        let verb = self.interrupted()?.ok_or(DeploymentError::NothingToResume)?.verb;
        let yes = |_: &Proposal| Ok::<_, DeploymentError>(true);
        self.run_anew(verb, yes, control, sink)?.ok_or(DeploymentError::NothingToResume)
    }

    /// The last run, if its process died.
    ///
    /// # Errors
    /// A file cannot be read.
    pub fn interrupted(&self) -> Result<Option<super::RunSummary>, DeploymentError> {
        let last = self.last_run()?;
        Ok(last.filter(|run| run.state == RunState::Interrupted))
    }

    fn carry_out(
        &self,
        _only_one: &Lock,
        plan: &Proposal,
        control: &Control,
        sink: Sink<'_>,
    ) -> Result<RunEnd, DeploymentError> {
        plan.allowed()?;
        let pace = self.pace();
        let journal = self.directory.journal()?;
        let log = self.begin_run(plan)?;
        let clock = self.connection.cloud().clock();
        let began = clock.now();
        let logged = |event: &Event| {
            log.write(event);
            sink(event);
        };
        let events = Events::new(&logged);
        let site = self.site(&journal, control, &events, &pace);
        let run = async {
            match plan.verb {
                Verb::Apply => apply::apply(site, &plan.digest).await,
                Verb::Destroy => apply::destroy(site, &plan.digest).await,
            }
        };
        let done = self.connection.block(run).map_err(DeploymentError::from).and_then(|done| Ok(done?));
        match done {
            Ok(report) => {
                self.close_run(log.id);
                Ok(RunEnd { id: log.id, report })
            }
            // The process is simulated to have died: it says nothing more.
            Err(error @ DeploymentError::Connection(ConnectionError::Stopped)) => Err(error),
            Err(error) if events.told() == 0 => {
                log.discard();
                Err(error)
            }
            Err(error) => {
                let (outcome, left) = (Ending::Failed, vec![error.to_string()]);
                let at = clock.now();
                let seconds = u64::try_from((at.millis() - began.millis()) / 1000).unwrap_or(0);
                events.tell(at, Happening::Finished { outcome, seconds, left });
                self.close_run(log.id);
                Err(error)
            }
        }
    }
}
