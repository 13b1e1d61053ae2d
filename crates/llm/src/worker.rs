//! One worker with what is known of it: health, models, and how much it is doing for us.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::time::Instant;

use axum::body::Body;
use bytes::Bytes;
use http::{HeaderMap, Method, Response, StatusCode};
use lks_domain::region::WorkerKind;

use crate::config::{Role, Timing, WorkerSpec};
use crate::error::ConfigError;
use crate::health::Health;
use crate::inventory::Inventory;
use crate::pace::Pace;
use crate::transport::{Outgoing, SendError, Transport};

/// Largest list of models that is read, in bytes.
const TAGS_BYTES: usize = 4 * 1024 * 1024;

/// One worker.
#[derive(Debug)]
pub struct Worker {
    /// Unique in its region.
    pub name: String,
    /// What it is there for.
    pub role: Role,
    /// Whether it is a server of its own, whose models go before built-in ones of the same name.
    pub explicit: bool,
    /// Whether it answers.
    pub health: Health,
    /// What it has.
    pub inventory: Inventory,
    /// How fast it writes.
    pub pace: Pace,
    transport: Transport,
    pending: AtomicU64,
}

impl Worker {
    /// Prepares the way to the worker; does not ask it anything yet.
    pub fn new(spec: &WorkerSpec, timing: Timing) -> Result<Self, ConfigError> {
        let transport = Transport::new(&spec.name, &spec.origin, timing)?;
        Ok(Self {
            name: spec.name.clone(),
            role: spec.role,
            explicit: matches!(transport, Transport::Http { .. }),
            health: Health::new(),
            inventory: Inventory::default(),
            pace: Pace::default(),
            transport,
            pending: AtomicU64::new(0),
        })
    }

    /// Whether it serves requests of this kind at all.
    pub fn serves(&self, kind: WorkerKind) -> bool {
        self.role == Role::Extra || self.role == Role::Kind(kind)
    }

    /// Requests that it is working on for us.
    pub fn pending(&self) -> u64 {
        self.pending.load(Relaxed)
    }

    /// Counts a request for as long as the guard lives.
    pub fn occupy(self: &Arc<Self>) -> Occupied {
        self.pending.fetch_add(1, Relaxed);
        Occupied(self.clone())
    }

    /// Sends a request; one that does not get there marks the worker as down.
    pub async fn send(&self, request: Outgoing) -> Result<Response<Body>, SendError> {
        let answer = self.transport.send(request).await;
        match answer {
            Err(SendError::Unreached) => self.health.refused(),
            Err(SendError::Broken) => self.health.failed(),
            Ok(_) => {}
        }
        answer
    }

    /// Asks for its models, which is also the probe of its health.
    pub async fn probe(&self, timing: Timing) -> bool {
        let began = Instant::now();
        match tokio::time::timeout(timing.probe, self.tags()).await {
            Ok(Some(answer)) if self.inventory.learn(&answer) => {
                self.health.answered(began.elapsed());
                true
            }
            _ => {
                self.health.failed();
                false
            }
        }
    }

    async fn tags(&self) -> Option<Bytes> {
        let request = Outgoing {
            method: Method::GET,
            target: "/api/tags".to_owned(),
            headers: HeaderMap::new(),
            body: Bytes::new(),
        };
        let answer = self.send(request).await.ok()?;
        if answer.status() != StatusCode::OK {
            return None;
        }
        axum::body::to_bytes(answer.into_body(), TAGS_BYTES).await.ok()
    }
}

/// A request that a worker is busy with.
#[derive(Debug)]
pub struct Occupied(Arc<Worker>);

impl Occupied {
    /// The worker.
    pub fn worker(&self) -> Arc<Worker> {
        self.0.clone()
    }
}

impl Drop for Occupied {
    fn drop(&mut self) {
        self.0.pending.fetch_sub(1, Relaxed);
    }
}
