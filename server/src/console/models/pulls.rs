//! Pulls under way and those that ended lately. A pull goes on when nobody looks; it ends with the
//! server, and the worker goes on from there the next time.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::http::{Method, StatusCode};
use futures::StreamExt as _;
use lks_domain::console::models::{Pull, PullState, WorkerModel};
use lks_domain::ollama::Lines;
use lks_llm::Regions;
use serde::Deserialize;
use serde_json::json;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use crate::identity::clock;

/// Pulls that are remembered.
const REMEMBERED: usize = 50;

/// All pulls. Cheap to clone.
#[derive(Clone, Default)]
pub struct Pulls(Arc<Mutex<VecDeque<Entry>>>);

struct Entry {
    pull: Pull,
    stop: CancellationToken,
}

/// A line of `/api/pull`.
#[derive(Deserialize)]
struct Line {
    #[serde(default)]
    status: String,
    #[serde(default)]
    error: Option<String>,
    #[serde(default)]
    completed: u64,
    #[serde(default)]
    total: u64,
}

impl Pulls {
    /// All that are remembered, newest first.
    pub fn list(&self) -> Vec<Pull> {
        self.entries().iter().map(|entry| entry.pull.clone()).collect()
    }

    /// One of them.
    pub fn get(&self, id: Uuid) -> Option<Pull> {
        self.entries().iter().find(|entry| entry.pull.id == id).map(|entry| entry.pull.clone())
    }

    /// Begins one; a second one of the same model on the same worker is the first.
    pub fn begin(&self, regions: Regions, what: WorkerModel, by: &str) -> Pull {
        let mut entries = self.entries();
        let running = |entry: &&Entry| entry.pull.what == what && entry.pull.state == PullState::Running;
        if let Some(same) = entries.iter().find(running) {
            return same.pull.clone();
        }
        let pull = Pull {
            id: Uuid::now_v7(),
            what,
            state: PullState::Running,
            status: "begins".to_owned(),
            completed: 0,
            total: 0,
            started_at: clock::now(),
            by: by.to_owned(),
        };
        let stop = CancellationToken::new();
        entries.push_front(Entry { pull: pull.clone(), stop: stop.clone() });
        entries.truncate(REMEMBERED);
        drop(entries);
        tokio::spawn(self.clone().carry_out(regions, pull.clone(), stop));
        pull
    }

    /// Stops one.
    pub fn cancel(&self, id: Uuid) -> Option<Pull> {
        let mut entries = self.entries();
        let entry = entries.iter_mut().find(|entry| entry.pull.id == id)?;
        entry.stop.cancel();
        if entry.pull.state == PullState::Running {
            entry.pull.state = PullState::Cancelled;
        }
        Some(entry.pull.clone())
    }

    async fn carry_out(self, regions: Regions, pull: Pull, stop: CancellationToken) {
        let outcome = tokio::select! {
            outcome = self.follow(&regions, &pull) => outcome,
            () = stop.cancelled() => return,
        };
        regions.look_again(pull.what.region, &pull.what.worker).await;
        self.change(pull.id, |pull| match outcome {
            Ok(()) => pull.state = PullState::Done,
            Err(reason) => (pull.state, pull.status) = (PullState::Failed, reason),
        });
    }

    async fn follow(&self, regions: &Regions, pull: &Pull) -> Result<(), String> {
        let WorkerModel { region, worker, model } = &pull.what;
        let body = json!({ "model": model, "stream": true });
        let answer = regions.ask_worker(*region, worker, Method::POST, "/api/pull", &body).await;
        let answer = answer.map_err(|error| error.to_string())?;
        let succeeded = answer.status() == StatusCode::OK;
        let mut pieces = answer.into_body().into_data_stream();
        let mut lines = Lines::default();
        let mut said = String::new();
        while let Some(piece) = pieces.next().await {
            let piece = piece.map_err(|_| "the worker broke off".to_owned())?;
            for line in lines.push(&piece) {
                said = self.learn(pull.id, &line)?;
            }
        }
        if let Some(line) = lines.finish() {
            said = self.learn(pull.id, &line)?;
        }
        if succeeded && said == "success" { Ok(()) } else { Err("the worker ended without success".into()) }
    }

    /// Takes a line in and gives its status.
    fn learn(&self, id: Uuid, line: &[u8]) -> Result<String, String> {
        let line: Line =
            serde_json::from_slice(line).map_err(|_| "the worker's answer is none".to_owned())?;
        if let Some(error) = line.error {
            return Err(error);
        }
        self.change(id, |pull| {
            pull.status.clone_from(&line.status);
            if line.total > 0 {
                (pull.completed, pull.total) = (line.completed, line.total);
            }
        });
        Ok(line.status)
    }

    fn change(&self, id: Uuid, change: impl FnOnce(&mut Pull)) {
        if let Some(entry) = self.entries().iter_mut().find(|entry| entry.pull.id == id) {
            change(&mut entry.pull);
        }
    }

    fn entries(&self) -> MutexGuard<'_, VecDeque<Entry>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
