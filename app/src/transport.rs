//! How a learner's message travels: by the server's turn service, or over the contract alone. Both
//! report the same events, which `TurnView` folds; nothing here knows how they are shown.

mod direct;
mod service;
pub mod sse;

use std::future::Future;
use std::pin::pin;
use std::rc::Rc;

use futures::channel::oneshot;
use futures::future::{Either, pending, select};
use lks_domain::client_config::Transport;
use lks_domain::turn::{SequencedEvent, TurnRequest};
use serde_json::Value;
use uuid::Uuid;

use crate::client::Api;
use crate::client::problem::Problem;

/// A question and what a transport without a server's memory needs beside it.
#[derive(Debug, Clone)]
pub struct Question {
    /// The conversation, which may not exist yet.
    pub conversation: Uuid,
    /// The question itself.
    pub request: TurnRequest,
    /// The learner's name.
    pub learner: String,
    /// Title of the conversation, if it has one.
    pub title: Option<String>,
    /// The messages before the question, as they are stored.
    pub earlier: Vec<Value>,
}

/// What a transport tells while a turn runs.
#[derive(Debug, Clone)]
pub enum Report {
    /// Something happened in the turn.
    Event(SequencedEvent),
    /// The connection broke; it is being tried again.
    Interrupted,
    /// The connection stands.
    Connected,
    /// The reply could not be stopped.
    StopFailed(Problem),
}

/// Who hears the reports.
pub type Listener = Rc<dyn Fn(Report)>;

/// Fires when the learner presses Stop.
pub type Stop = oneshot::Receiver<()>;

/// One of the two ways.
pub enum TurnTransport {
    /// Through the server's turn service.
    Service(service::Service),
    /// Over the contract alone.
    Direct(direct::Direct),
}

impl TurnTransport {
    /// The way that the deployment wants.
    pub const fn new(kind: Transport, api: Api) -> Self {
        match kind {
            Transport::Service => Self::Service(service::Service::new(api)),
            Transport::Direct => Self::Direct(direct::Direct::new(api)),
        }
    }

    /// Asks, and reports until nothing more will come.
    ///
    /// # Errors
    /// Before `Accepted`: nothing was stored. After it: the turn was lost sight of.
    pub async fn ask(&self, question: &Question, stop: Stop, listener: &Listener) -> Result<(), Problem> {
        match self {
            Self::Service(service) => service.ask(question, stop, listener).await,
            Self::Direct(direct) => direct.ask(question, stop, listener).await,
        }
    }

    /// Reports a turn that was opened earlier, from its first event.
    ///
    /// # Errors
    /// The turn was lost sight of.
    pub async fn attach(
        &self,
        conversation: Uuid,
        turn: Uuid,
        stop: Stop,
        listener: &Listener,
    ) -> Result<(), Problem> {
        match self {
            Self::Service(service) => service.attach(conversation, turn, stop, listener).await,
            Self::Direct(_) => Ok(()),
        }
    }
}

/// Completes when the learner presses Stop; never, if she no longer can.
async fn pressed(stop: Stop) {
    if stop.await.is_err() {
        pending::<()>().await;
    }
}

/// The outcome of a piece of work, or none if `limit` came first; the work is dropped then.
pub async fn unless<T>(limit: impl Future<Output = ()>, work: impl Future<Output = T>) -> Option<T> {
    match select(pin!(work), pin!(limit)).await {
        Either::Left((outcome, _)) => Some(outcome),
        Either::Right(_) => None,
    }
}
