//! The runs of a stack: `runs/NUMBER/` has the plan exactly as it was approved and the events as they came.
//! How a run ended is its last event, and in short `ending.json`; one without an end that nobody works on
//! was interrupted.

use std::fs::{self, File};
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use lks_domain::timestamp::Timestamp;
use serde::{Deserialize, Serialize};

use super::directory::{failed, read_json, write_json};
use super::{Deployment, DeploymentError, Proposal, Verb};
use crate::apply::Pace;
use crate::event::{Ending, Event, Happening};

/// How many runs are kept.
const RUNS_KEPT: usize = 50;
/// How many of the last runs tell how long things take.
const RUNS_THAT_TEACH: usize = 5;

/// A run's number, counted from 1 in each stack.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct RunId(pub u32);

impl std::fmt::Display for RunId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

/// How far a run is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum RunState {
    /// Somebody works on it.
    Running,
    /// Everything was done.
    Done,
    /// It was stopped.
    Cancelled,
    /// Something could not be done.
    Failed,
    /// Its process died; [`Deployment::resume`] goes on from there.
    Interrupted,
}

impl From<Ending> for RunState {
    fn from(ending: Ending) -> Self {
        match ending {
            Ending::Done => Self::Done,
            Ending::Cancelled => Self::Cancelled,
            Ending::Failed => Self::Failed,
        }
    }
}

/// A run at a glance.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RunSummary {
    /// Its number.
    pub id: RunId,
    /// To build, or to remove.
    pub verb: Verb,
    /// The digest of the plan that was approved.
    pub plan: String,
    /// How far it is.
    pub state: RunState,
    /// When it began; `None`: it died before.
    pub began_at: Option<Timestamp>,
    /// When the last thing happened.
    pub last_at: Option<Timestamp>,
    /// The number of the last event.
    pub last_seq: u64,
    /// Steps done, and of how many.
    pub done: usize,
    /// All steps.
    pub of: usize,
    /// What is left to do or was left over, in sentences.
    pub left: Vec<String>,
}

impl Deployment {
    /// All runs that are kept, the last one first.
    ///
    /// # Errors
    /// A file cannot be read.
    pub fn runs(&self) -> Result<Vec<RunSummary>, DeploymentError> {
        self.run_ids()?.into_iter().rev().map(|id| self.run_summary(id)).collect()
    }

    /// One run.
    ///
    /// # Errors
    /// There is no such run, or a file cannot be read.
    pub fn run_summary(&self, id: RunId) -> Result<RunSummary, DeploymentError> {
        if let Some(ended) = read_json(&self.run_directory(id).join("ending.json"))? {
            return Ok(ended);
        }
        let plan = self.run_plan(id)?;
        let mut summary = RunSummary::of(id, &plan);
        events_of(&self.run_directory(id))?.iter().for_each(|event| summary.fold(event));
        let is_last = self.run_ids()?.last() == Some(&id);
        if summary.state == RunState::Interrupted && is_last && self.is_busy() {
            summary.state = RunState::Running;
        }
        Ok(summary)
    }

    /// The last run.
    ///
    /// # Errors
    /// A file cannot be read.
    pub fn last_run(&self) -> Result<Option<RunSummary>, DeploymentError> {
        self.run_ids()?.last().map(|id| self.run_summary(*id)).transpose()
    }

    /// The plan of a run, exactly as it was approved.
    ///
    /// # Errors
    /// There is no such run, or the file cannot be read.
    pub fn run_plan(&self, id: RunId) -> Result<Proposal, DeploymentError> {
        read_json(&self.run_directory(id).join("plan.json"))?.ok_or(DeploymentError::UnknownRun(id))
    }

    /// The events of a run after number `after`, as far as they are written.
    ///
    /// # Errors
    /// There is no such run, or the file cannot be read.
    pub fn events(&self, id: RunId, after: u64) -> Result<Vec<Event>, DeploymentError> {
        let directory = self.run_directory(id);
        if !directory.exists() {
            return Err(DeploymentError::UnknownRun(id));
        }
        let mut events = events_of(&directory)?;
        events.retain(|event| event.seq > after);
        Ok(events)
    }

    /// How long things took in the last runs.
    pub(super) fn pace(&self) -> Pace {
        let ids = self.run_ids().unwrap_or_default();
        let last = ids.iter().rev().take(RUNS_THAT_TEACH);
        let events = last.flat_map(|id| events_of(&self.run_directory(*id)).unwrap_or_default());
        Pace::learnt(events.filter_map(|event| match event.what {
            Happening::StepDone { action, subject, seconds, .. } => Some((subject.kind, action, seconds)),
            _ => None,
        }))
    }

    fn runs_directory(&self) -> PathBuf {
        self.directory.path().join("runs")
    }

    fn run_directory(&self, id: RunId) -> PathBuf {
        self.runs_directory().join(id.to_string())
    }

    /// In the order in which they began. One whose process died before its plan was written never was.
    fn run_ids(&self) -> Result<Vec<RunId>, DeploymentError> {
        let directory = self.runs_directory();
        let entries = match fs::read_dir(&directory) {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
            other => other.map_err(|error| failed(&directory, error))?,
        };
        let id = |entry: fs::DirEntry| Some(RunId(entry.file_name().to_str()?.parse().ok()?));
        let mut ids: Vec<RunId> = entries.filter_map(|entry| id(entry.ok()?)).collect();
        ids.retain(|id| self.run_directory(*id).join("plan.json").exists());
        ids.sort_unstable();
        Ok(ids)
    }

    /// A new run of this plan; only with the lock.
    pub(super) fn begin_run(&self, plan: &Proposal) -> Result<Log, DeploymentError> {
        let ids = self.run_ids()?;
        for old in ids.iter().rev().skip(RUNS_KEPT - 1) {
            let _harmless = fs::remove_dir_all(self.run_directory(*old));
        }
        let id = RunId(ids.last().map_or(1, |last| last.0 + 1));
        let directory = self.run_directory(id);
        write_json(&directory.join("plan.json"), plan)?;
        let path = directory.join("events.ndjson");
        let file =
            File::options().create(true).append(true).open(&path).map_err(|error| failed(&path, error))?;
        self.show_as_last(id);
        Ok(Log { id, directory, file: Mutex::new(file) })
    }

    /// Keeps what there is to say of a run that has ended; without it that is read from the events again.
    pub(super) fn close_run(&self, id: RunId) {
        let kept = self
            .run_summary(id)
            .and_then(|summary| write_json(&self.run_directory(id).join("ending.json"), &summary));
        if let Err(error) = kept {
            tracing::warn!(%error, run = id.0, "how the run ended could not be kept");
        }
    }

    /// `events.ndjson` beside the journal shows the last run, for those who look there. Where there are no
    /// links, it does not.
    fn show_as_last(&self, id: RunId) {
        #[cfg(unix)]
        {
            let (fresh, link) =
                (self.directory.path().join("events.new"), self.directory.path().join("events.ndjson"));
            let _harmless = fs::remove_file(&fresh);
            let target = Path::new("runs").join(id.to_string()).join("events.ndjson");
            let _only_for_convenience =
                std::os::unix::fs::symlink(target, &fresh).and_then(|()| fs::rename(&fresh, link));
        }
        #[cfg(not(unix))]
        let _ = id;
    }
}

/// The events of the run under way, as they come.
pub(super) struct Log {
    pub(super) id: RunId,
    directory: PathBuf,
    file: Mutex<File>,
}

impl Log {
    /// Adds an event, its line in one piece. A full disk stops the run at the journal, not here.
    pub(super) fn write(&self, event: &Event) {
        let Ok(mut line) = serde_json::to_vec(event) else { return };
        line.push(b'\n');
        let mut file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        if let Err(error) = file.write_all(&line) {
            tracing::warn!(%error, seq = event.seq, "an event could not be kept");
        }
    }

    /// The run was refused before anything happened: there is nothing to remember.
    pub(super) fn discard(self) {
        let _harmless = fs::remove_dir_all(&self.directory);
    }
}

/// Every whole line; the last may be torn, or being written.
fn events_of(directory: &Path) -> Result<Vec<Event>, DeploymentError> {
    let path = directory.join("events.ndjson");
    let file = match File::open(&path) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        other => other.map_err(|error| failed(&path, error))?,
    };
    let lines = BufReader::new(file).lines();
    let mut events = Vec::new();
    for line in lines {
        let line = line.map_err(|error| failed(&path, error))?;
        match serde_json::from_str(&line) {
            Ok(event) => events.push(event),
            Err(_) => break,
        }
    }
    Ok(events)
}

impl RunSummary {
    fn of(id: RunId, plan: &Proposal) -> Self {
        Self {
            id,
            verb: plan.verb,
            plan: plan.digest.clone(),
            state: RunState::Interrupted,
            began_at: None,
            last_at: None,
            last_seq: 0,
            done: 0,
            of: plan.steps.len(),
            left: Vec::new(),
        }
    }

    fn fold(&mut self, event: &Event) {
        self.began_at.get_or_insert(event.at);
        self.last_at = Some(event.at);
        self.last_seq = event.seq;
        match &event.what {
            Happening::Started { steps, .. } => self.of = *steps,
            Happening::StepDone { done, of, .. } => (self.done, self.of) = (*done, *of),
            Happening::Finished { outcome, left, .. } => {
                self.state = (*outcome).into();
                self.left.clone_from(left);
            }
            _ => {}
        }
    }
}
