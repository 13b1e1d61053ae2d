//! A conversation as the page holds it: its messages, each alive by itself, and the turn that runs.

use std::sync::{Arc, Mutex};

use futures::channel::oneshot;
use leptos::prelude::*;
use lks_domain::conversation::{Conversation, Message};
use lks_domain::scores::Scores;
use lks_domain::turn::{ChatEvent, SequencedEvent, TurnState, TurnView};
use serde_json::Value;
use uuid::Uuid;

use crate::client::problem::Problem;

/// How far a conversation is loaded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Load {
    /// It is not stored yet.
    Fresh,
    /// It is being read.
    Loading,
    /// It is here.
    Ready,
    /// It could not be read.
    Failed(Problem),
}

/// What is going on with a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phase {
    /// Nothing.
    Still,
    /// A reply of which nothing has arrived yet.
    Waiting,
    /// A reply that is being written.
    Writing,
    /// A learner's message that is being checked.
    Checking,
}

/// A message on the page.
#[derive(Clone)]
pub struct Entry {
    /// The page's own name for it, which never changes.
    pub key: Uuid,
    /// The message.
    pub message: ArcRwSignal<Message>,
    /// What is going on with it.
    pub phase: ArcRwSignal<Phase>,
    /// Why the reply failed: code and sentence.
    pub failure: ArcRwSignal<Option<(String, String)>>,
}

impl Entry {
    /// A message on the page.
    pub fn new(message: Message, phase: Phase) -> Self {
        Self {
            key: Uuid::new_v4(),
            message: ArcRwSignal::new(message),
            phase: ArcRwSignal::new(phase),
            failure: ArcRwSignal::new(None),
        }
    }

    /// A new message of this role.
    pub fn of(role: &str, content: &str, phase: Phase) -> Self {
        let message = Message { role: role.to_owned(), content: content.to_owned(), ..Message::default() };
        Self::new(message, phase)
    }

    /// The id under which it is stored.
    pub fn id(&self) -> Option<String> {
        self.message.with_untracked(|message| message.id.clone())
    }

    /// Whether the learner wrote it.
    pub fn is_learners(&self) -> bool {
        self.message.with_untracked(|message| message.role == "user")
    }
}

/// A conversation on the page.
#[derive(Clone)]
pub struct Thread {
    /// The conversation.
    pub id: Uuid,
    /// Its title; empty as long as it has none.
    pub title: ArcRwSignal<String>,
    /// Its messages.
    pub entries: ArcRwSignal<Vec<Entry>>,
    /// How far it is loaded.
    pub load: ArcRwSignal<Load>,
    /// Whether a reply is being written.
    pub running: ArcRwSignal<bool>,
    /// Whether the connection is being tried again.
    pub interrupted: ArcRwSignal<bool>,
    /// Scores after the last turn.
    pub scores: ArcRwSignal<Option<Scores>>,
    /// Why the last message could not be sent or stopped.
    pub problem: ArcRwSignal<Option<Problem>>,
    /// What the learner has typed.
    pub draft: ArcRwSignal<String>,
    stop: Arc<Mutex<Option<oneshot::Sender<()>>>>,
}

/// Two are the same if changes of one are seen in the other.
impl PartialEq for Thread {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.stop, &other.stop)
    }
}

impl Thread {
    /// A conversation of which nothing is known but its id.
    pub fn new(id: Uuid, load: Load, draft: String) -> Self {
        Self {
            id,
            title: ArcRwSignal::new(String::new()),
            entries: ArcRwSignal::new(Vec::new()),
            load: ArcRwSignal::new(load),
            running: ArcRwSignal::new(false),
            interrupted: ArcRwSignal::new(false),
            scores: ArcRwSignal::new(None),
            problem: ArcRwSignal::new(None),
            draft: ArcRwSignal::new(draft),
            stop: Arc::default(),
        }
    }

    /// Shows what is stored.
    pub fn fill(&self, conversation: &Conversation) {
        self.title.set(conversation.title.clone());
        let messages = conversation.conversation.iter().filter_map(Message::from_value);
        self.entries.set(messages.map(|message| Entry::new(message, Phase::Still)).collect());
    }

    /// The first `count` messages as they are stored.
    pub fn stored(&self, count: usize) -> Vec<Value> {
        let to_value = |entry: &Entry| entry.message.with_untracked(Message::to_value);
        self.entries.with_untracked(|entries| entries.iter().take(count).map(to_value).collect())
    }

    /// A fresh Stop button.
    pub fn arm(&self) -> oneshot::Receiver<()> {
        let (sender, receiver) = oneshot::channel();
        if let Ok(mut stop) = self.stop.lock() {
            *stop = Some(sender);
        }
        receiver
    }

    /// Presses the Stop button.
    pub fn press_stop(&self) {
        let sender = self.stop.lock().ok().and_then(|mut stop| stop.take());
        if let Some(sender) = sender {
            // Nobody listens any more: the reply has just ended.
            let _ = sender.send(());
        }
    }
}

/// A turn while it is followed: folds its events into the two messages that it is about.
pub struct Following {
    thread: Thread,
    question: Option<Entry>,
    reply: Entry,
    view: TurnView,
    ended_before: bool,
}

impl Following {
    /// A turn about these two messages; a question that cannot be found is none.
    pub fn new(thread: Thread, question: Option<Entry>, reply: Entry) -> Self {
        Self { thread, question, reply, view: TurnView::default(), ended_before: false }
    }

    /// The same for a turn whose reply is stored already: only what is said beside it is new.
    pub fn of_ended(thread: Thread, question: Option<Entry>, reply: Entry) -> Self {
        Self { ended_before: true, ..Self::new(thread, question, reply) }
    }

    /// Whether the server has the question.
    pub const fn is_accepted(&self) -> bool {
        self.view.seen > 0
    }

    /// Folds one event in.
    pub fn fold(&mut self, event: &SequencedEvent) {
        if event.seq <= self.view.seen {
            return;
        }
        self.view.apply(event);
        match &event.event {
            ChatEvent::Accepted { question, reply, title, .. } => self.accepted(question, reply, title),
            ChatEvent::Delta { .. } => self.grown(),
            ChatEvent::Corrections { .. } => self.corrected(),
            // Nothing to go by yet is no reason to show nine noughts.
            ChatEvent::Scores { scores } => {
                self.thread.scores.set(Some(*scores).filter(|scores| scores.values() != [0; 9]));
            }
            ChatEvent::Done | ChatEvent::Failed { .. } | ChatEvent::Cancelled => self.closed(),
            ChatEvent::Settled => self.over(),
        }
    }

    fn accepted(&self, question: &str, reply: &str, title: &str) {
        if let Some(entry) = &self.question {
            entry.message.update(|message| message.id = Some(question.to_owned()));
        }
        self.reply.message.update(|message| message.id = Some(reply.to_owned()));
        if self.thread.title.with_untracked(String::is_empty) {
            self.thread.title.set(title.to_owned());
        }
        self.thread.load.set(Load::Ready);
    }

    fn grown(&self) {
        if self.ended_before {
            return;
        }
        self.reply.message.update(|message| message.content.clone_from(&self.view.reply));
        if self.reply.phase.get_untracked() == Phase::Waiting {
            self.reply.phase.set(Phase::Writing);
        }
    }

    fn corrected(&self) {
        if let Some(question) = &self.question {
            question.message.update(|message| message.corrections.clone_from(&self.view.corrections));
            question.phase.set(Phase::Still);
        }
    }

    fn closed(&self) {
        self.reply.failure.set(self.view.failure.clone());
        if self.ended_before {
            return;
        }
        let state = self.view.closed.filter(|state| *state != TurnState::Done);
        self.reply.message.update(|message| message.state = state.map(|state| state.name().to_owned()));
        self.reply.phase.set(Phase::Still);
        self.thread.running.set(false);
    }

    /// Nothing more will come, for whatever reason.
    pub fn over(&self) {
        if let Some(question) = &self.question {
            question.phase.set(Phase::Still);
        }
        self.reply.phase.set(Phase::Still);
        self.thread.interrupted.set(false);
    }

    /// The turn was lost sight of before its reply was closed.
    pub fn lost(&self) {
        if self.view.closed.is_none() {
            self.reply.failure.set(Some(("connection_lost".to_owned(), String::new())));
            self.reply.message.update(|message| message.state = Some("failed".to_owned()));
            self.thread.running.set(false);
        }
        self.over();
    }
}
