//! Work that takes longer than a page should wait, and `GET /admin/api/jobs/{id}?wait=`.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::extract::{Path, State};
use lks_domain::console::job::{Job, JobKind, JobState};
use serde::Deserialize;
use tokio::sync::watch;
use uuid::Uuid;

use super::Console;
use super::answer::{Answer, data};
use super::body::Query;
use super::error::ConsoleError;
use super::role::Viewer;
use crate::identity::clock;

/// Jobs that are remembered.
const REMEMBERED: usize = 200;
/// Longest wait of one request.
const PATIENCE: Duration = Duration::from_secs(30);

/// All jobs. Cheap to clone.
#[derive(Clone, Default)]
pub struct Jobs(Arc<Mutex<VecDeque<watch::Receiver<Job>>>>);

impl Jobs {
    /// Does the work on a thread that may block. It goes on when nobody asks.
    pub fn begin(
        &self,
        kind: JobKind,
        result: &'static str,
        work: impl FnOnce() -> Result<(), ConsoleError> + Send + 'static,
    ) -> Job {
        let job = Job {
            id: Uuid::now_v7(),
            kind,
            state: JobState::Running,
            started_at: clock::now(),
            problem: None,
            result: None,
        };
        let (told, watched) = watch::channel(job.clone());
        let mut jobs = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        jobs.push_front(watched);
        jobs.truncate(REMEMBERED);
        tokio::task::spawn_blocking(move || {
            let outcome = work();
            told.send_modify(|job| end(job, outcome, result));
        });
        job
    }

    fn find(&self, id: Uuid) -> Option<watch::Receiver<Job>> {
        let jobs = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        jobs.iter().find(|job| job.borrow().id == id).cloned()
    }
}

fn end(job: &mut Job, outcome: Result<(), ConsoleError>, result: &str) {
    match outcome {
        Ok(()) => (job.state, job.result) = (JobState::Done, Some(result.to_owned())),
        Err(error) => (job.state, job.problem) = (JobState::Failed, Some(error.message().to_owned())),
    }
}

/// How long to wait.
#[derive(Debug, Deserialize)]
pub struct Wait {
    #[serde(default)]
    wait: u64,
}

/// How a job stands, now or once it has ended.
pub async fn get(
    State(console): State<Console>,
    _viewer: Viewer,
    Path(id): Path<Uuid>,
    Query(Wait { wait }): Query<Wait>,
) -> Answer<Job> {
    let unknown = || ConsoleError::not_found("There is no such job any more. Begin it again.");
    let mut job = console.jobs().find(id).ok_or_else(unknown)?;
    {
        let ended = job.wait_for(|job| job.state != JobState::Running);
        let _still_running = tokio::time::timeout(Duration::from_secs(wait).min(PATIENCE), ended).await;
    }
    // Whoever did the work is gone without a word: it panicked.
    let abandoned = job.has_changed().is_err();
    let mut job = job.borrow().clone();
    if abandoned && job.state == JobState::Running {
        end(&mut job, Err(ConsoleError::internal()), "");
    }
    Ok(data(job))
}
