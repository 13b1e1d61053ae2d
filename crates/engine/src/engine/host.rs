//! The thread that holds one model: loads it for the first job, serves, and lets it go when idle.

use std::collections::VecDeque;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant, SystemTime};

use super::{Residence, backend};
use crate::error::EngineError;
use crate::facts::Facts;
use crate::job::{Job, Work};
use crate::room::{Interruptions, Room, write};
use crate::settings::EngineSettings;

/// Splitting a long text by regular expressions goes deep in the C++ library.
const STACK_BYTES: usize = 16 << 20;

/// What the thread needs to know.
pub(super) struct House {
    file: PathBuf,
    /// Length and time of change when the file was checked.
    seen: (u64, Option<SystemTime>),
    settings: EngineSettings,
    facts: Arc<Facts>,
    residence: Arc<Mutex<Option<Residence>>>,
}

impl House {
    pub(super) fn new(
        file: &Path,
        settings: EngineSettings,
        facts: &Arc<Facts>,
        residence: &Arc<Mutex<Option<Residence>>>,
    ) -> Result<Self, EngineError> {
        let (facts, residence) = (Arc::clone(facts), Arc::clone(residence));
        Ok(Self { file: file.to_owned(), seen: state(file)?, settings, facts, residence })
    }

    /// The file was checked when it was opened; another one in its place was not.
    fn is_unchanged(&self) -> Result<(), EngineError> {
        if state(&self.file)? == self.seen { Ok(()) } else { Err(EngineError::Changed(self.file.clone())) }
    }

    fn tell(&self, residence: Option<Residence>) {
        *self.residence.lock().unwrap_or_else(PoisonError::into_inner) = residence;
    }
}

fn state(file: &Path) -> Result<(u64, Option<SystemTime>), EngineError> {
    let metadata = std::fs::metadata(file);
    let metadata = metadata.map_err(|error| EngineError::Unreadable(file.to_owned(), error.to_string()))?;
    Ok((metadata.len(), metadata.modified().ok()))
}

/// Starts the thread; it ends when nobody can send it jobs any more.
pub(super) fn start(house: House, jobs: Receiver<Job>) -> Result<(), EngineError> {
    let builder = std::thread::Builder::new().name("lks-engine".to_owned()).stack_size(STACK_BYTES);
    let run = move || {
        while let Ok(first) = jobs.recv() {
            if !matches!(first.work, Work::Rest) {
                stay(&house, first, &jobs);
                house.tell(None);
            }
        }
    };
    builder.spawn(run).map(drop).map_err(|error| EngineError::Failed(error.to_string()))
}

/// From loading the model to letting it go.
fn stay(house: &House, first: Job, jobs: &Receiver<Job>) {
    let begun = Instant::now();
    let loaded = house.is_unchanged().and_then(|()| backend::load(&house.file));
    let (model, backend) = match loaded.and_then(|model| Ok((model, backend::backend()?))) {
        Ok(loaded) => loaded,
        Err(error) => return first.refuse(error),
    };
    tracing::debug!(ms = begun.elapsed().as_millis(), "engine.loaded");
    let mut room = Room::new(&model, backend, &house.facts, &house.settings);
    let mut desk = Desk { house, jobs, waiting: VecDeque::from([first]), until: None, leave: false };
    while let Some(job) = desk.next() {
        let keep = job.keep;
        // Before as well: whoever has his answer may ask at once whether the model is there.
        desk.keep(keep, &room);
        let done = catch_unwind(AssertUnwindSafe(|| desk.serve(job, &mut room)));
        if done.is_err() {
            tracing::error!("the model's thread panicked; the model is unloaded");
            return;
        }
        desk.keep(keep, &room);
    }
    tracing::debug!("engine.unloaded");
}

/// What lies on the thread's desk while the model is in memory.
struct Desk<'h> {
    house: &'h House,
    jobs: &'h Receiver<Job>,
    waiting: VecDeque<Job>,
    /// When the model goes; none: never.
    until: Option<Instant>,
    leave: bool,
}

impl Desk<'_> {
    /// The next job; none when it is time to go.
    fn next(&mut self) -> Option<Job> {
        if let Some(job) = self.waiting.pop_front() {
            return Some(job);
        }
        let left = match self.until {
            _ if self.leave => Duration::ZERO,
            Some(until) => until.saturating_duration_since(Instant::now()),
            None => return self.jobs.recv().ok().filter(|job| !matches!(job.work, Work::Rest)),
        };
        match self.jobs.recv_timeout(left) {
            Ok(job) if matches!(job.work, Work::Rest) => None,
            Ok(job) => {
                self.leave = false;
                Some(job)
            }
            Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => None,
        }
    }

    fn serve(&mut self, job: Job, room: &mut Room<'_>) {
        match job.work {
            Work::Ask(question) => question(Ok(room)),
            Work::Write(writing) => write(room, self, &writing),
            Work::Rest => self.leave = true,
        }
    }

    /// A use that says how long has the last word; one that does not only puts the end off.
    fn keep(&mut self, keep: Option<Duration>, room: &Room<'_>) {
        let now = Instant::now();
        let usual = now.checked_add(self.house.settings.keep_alive);
        self.until = match keep {
            Some(keep) => now.checked_add(keep),
            None => usual.map(|usual| self.until.map_or(usual, |until| until.max(usual))),
        };
        let left = self.until.map(|until| until.saturating_duration_since(now));
        let until = left.and_then(|left| SystemTime::now().checked_add(left));
        self.house.tell(Some(Residence { bytes: room.bytes(), context: room.context(), until }));
    }
}

impl Interruptions for Desk<'_> {
    fn attend(&mut self, room: &mut Room<'_>) {
        while let Ok(job) = self.jobs.try_recv() {
            match job.work {
                Work::Ask(question) => question(Ok(room)),
                Work::Write(_) => self.waiting.push_back(job),
                Work::Rest => self.leave = true,
            }
        }
    }
}
