//! Runs tasks as soon as what they need is done, the longest remaining path first.

use std::collections::{BTreeMap, BTreeSet};

use futures::StreamExt;
use futures::future::BoxFuture;
use futures::stream::FuturesUnordered;
use lks_domain::timestamp::Timestamp;

use super::order::{Task, Tasks, Work};
use super::{Report, Run, RunError, StepError};
use crate::event::{Ending, Happening, Subject};
use crate::plan::{Action, Step};
use crate::resource::ResourceKey;

#[derive(Default)]
struct Progress {
    /// Tasks that have begun, and when.
    begun: BTreeMap<usize, Timestamp>,
    done: BTreeSet<usize>,
    failed: BTreeSet<usize>,
    left: Vec<String>,
    cancelled: bool,
}

/// Steps done, and of how many, over all rounds of a run.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Count {
    done: usize,
    of: usize,
}

type Running<'r> = FuturesUnordered<BoxFuture<'r, (usize, Result<(), StepError>)>>;

impl Run<'_> {
    pub(super) async fn carry_out_all(&self, tasks: Tasks) -> Result<Report, RunError> {
        self.count().of += tasks.steps();
        let mut progress = Progress::default();
        let mut running: Running<'_> = FuturesUnordered::new();
        loop {
            self.launch(&tasks, &mut progress, &mut running);
            let Some((index, result)) = running.next().await else { break };
            self.finish(&tasks, &mut progress, index, result)?;
        }
        Ok(self.report(&tasks, progress))
    }

    fn launch<'r>(&'r self, tasks: &Tasks, progress: &mut Progress, running: &mut Running<'r>) {
        progress.cancelled |= self.site.control.is_cancelled();
        if progress.cancelled {
            return;
        }
        let ready = |(index, task): &(usize, &Task)| {
            !progress.begun.contains_key(index) && task.needs.iter().all(|need| progress.done.contains(need))
        };
        let mut due: Vec<(usize, &Task)> = tasks.0.iter().enumerate().filter(ready).collect();
        due.sort_by_key(|(index, task)| (std::cmp::Reverse(task.path), *index));
        for (index, task) in due {
            progress.begun.insert(index, self.site.cloud.clock().now());
            let task = task.clone();
            running.push(Box::pin(async move { (index, self.perform(task).await) }));
        }
    }

    async fn perform(&self, task: Task) -> Result<(), StepError> {
        if let Some(step) = task.step() {
            self.tell(Happening::StepStarted { action: step.action, subject: subject(step) });
        }
        match &task.work {
            Work::Converge { key, present, step } => {
                self.perform_converge(key, present, step, task.path).await
            }
            Work::Remove { address, step } => self.remove(address, &step.name, task.path).await,
        }
    }

    async fn perform_converge(
        &self,
        key: &ResourceKey,
        present: &Option<crate::cloud::Address>,
        step: &Option<Step>,
        priority: u64,
    ) -> Result<(), StepError> {
        let unchanged = step.is_none()
            && self.live().get(key).is_some_and(|seen| seen.state == crate::cloud::State::Available);
        if unchanged {
            return Ok(());
        }
        let Some(resource) = self.site.graph.get(key) else { return Ok(()) };
        let adopt = step.as_ref().is_some_and(|step| step.action == Action::Adopt);
        self.converge(resource, present.clone(), adopt, priority).await.map(drop)
    }

    fn finish(
        &self,
        tasks: &Tasks,
        progress: &mut Progress,
        index: usize,
        result: Result<(), StepError>,
    ) -> Result<(), RunError> {
        match result {
            Ok(()) => {
                progress.done.insert(index);
                self.tell_done(tasks, progress, index);
            }
            Err(StepError::Journal(error)) => return Err(error.into()),
            Err(StepError::Cancelled) => progress.cancelled = true,
            Err(error) => self.fail(tasks, progress, index, &error),
        }
        Ok(())
    }

    fn tell_done(&self, tasks: &Tasks, progress: &mut Progress, index: usize) {
        let Some(step) = tasks.0[index].step() else { return };
        self.count().done += 1;
        let Count { done, of } = *self.count();
        let now = self.site.cloud.clock().now();
        let seconds = progress.begun.get(&index).map_or(0, |began| seconds_between(*began, now));
        tracing::debug!(kind = %step.kind, name = %step.name, duration_s = seconds, "step done");
        let subject = match &tasks.0[index].work {
            Work::Converge { key, .. } => Subject::of(key, self.live().get(key).map(|seen| &seen.address)),
            Work::Remove { .. } => subject(step),
        };
        self.tell(Happening::StepDone {
            action: step.action,
            subject,
            seconds,
            done,
            of,
            left_seconds: progress.left_seconds(tasks, now),
        });
    }

    fn fail(&self, tasks: &Tasks, progress: &mut Progress, index: usize, error: &StepError) {
        progress.failed.insert(index);
        let (subject, name) = match &tasks.0[index].work {
            Work::Converge { key, present, .. } => (Subject::of(key, present.as_ref()), key.to_string()),
            Work::Remove { address, step } => (Subject::at(address, &step.name), address.to_string()),
        };
        progress.left.push(format!("{name}: {error}"));
        let request_id = match error {
            StepError::Cloud(error) => error.request_id.clone(),
            _ => None,
        };
        self.tell(Happening::StepFailed { subject, message: error.to_string(), request_id });
    }

    fn report(&self, tasks: &Tasks, mut progress: Progress) -> Report {
        let all = progress.done.len() == tasks.0.len();
        let ending = if all {
            Ending::Done
        } else if progress.cancelled && progress.failed.is_empty() {
            Ending::Cancelled
        } else {
            Ending::Failed
        };
        let waiting = tasks.0.len() - progress.done.len() - progress.failed.len();
        if waiting > 0 {
            progress.left.push(format!("{waiting} resources were not reached; plan and apply again"));
        }
        Report { ending, left: progress.left, seconds: 0 }
    }
}

impl Progress {
    /// Seconds until the end, about: the longest way that is left, less what has passed of its first task.
    fn left_seconds(&self, tasks: &Tasks, now: Timestamp) -> u64 {
        let unfinished = tasks.0.iter().enumerate().filter(|(index, _)| !self.done.contains(index));
        let left = unfinished.map(|(index, task)| {
            let passed = self.begun.get(&index).map_or(0, |began| seconds_between(*began, now));
            task.path - passed.min(task.seconds)
        });
        left.max().unwrap_or(0)
    }
}

fn seconds_between(began: Timestamp, now: Timestamp) -> u64 {
    u64::try_from((now.millis() - began.millis()) / 1000).unwrap_or(0)
}

fn subject(step: &Step) -> Subject {
    let id = step.address.as_ref().map(|address| address.id.clone());
    Subject { kind: step.kind, name: step.name.clone(), region: step.region, id }
}
