//! The learner's desk: the conversations that are open, and what can be done with them.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use leptos::prelude::*;
use leptos::task::spawn_local;
use lks_domain::client_config::Transport;
use lks_domain::conversation::ConversationPatch;
use lks_domain::turn::{ChatEvent, Turn, TurnRequest, TurnState};
use uuid::Uuid;

use crate::atlas::Atlas;
use crate::browser;
use crate::catalog;
use crate::client::Api;
use crate::client::problem::Problem;
use crate::history::History;
use crate::preferences::Preferences;
use crate::session::{DRAFTS, Session};
use crate::thread::{Entry, Following, Load, Phase, Thread};
use crate::transport::{Listener, Question, Report, TurnTransport};

/// Everything that a chat needs, for the whole page.
#[derive(Clone, Copy)]
pub struct Desk {
    /// The list of conversations.
    pub history: History,
    threads: StoredValue<HashMap<Uuid, Thread>>,
    session: Session,
    preferences: Preferences,
    atlas: Atlas,
    api: Api,
}

impl Desk {
    /// Provides an empty desk, which is cleared when another learner signs in.
    pub fn provide(session: Session, preferences: Preferences, atlas: Atlas, api: Api) -> Self {
        let threads = StoredValue::new(HashMap::new());
        let desk = Self { history: History::new(api), threads, session, preferences, atlas, api };
        provide_context(desk);
        let learner = Memo::new(move |_| session.identity().map(|identity| identity.sub));
        Effect::new(move |before: Option<bool>| {
            if before == Some(true) {
                desk.threads.update_value(HashMap::clear);
                desk.history.clear();
            }
            let present = learner.get().is_some();
            if present {
                spawn_local(desk.history.read());
            }
            present
        });
        desk
    }

    /// None as long as nobody is signed in: a draft is somebody's.
    fn draft_key(self, name: &str) -> Option<String> {
        self.session.uid().map(|uid| format!("{DRAFTS}{uid}.{name}"))
    }

    /// A conversation that does not exist yet.
    pub fn fresh(self) -> Thread {
        let thread = Thread::new(Uuid::new_v4(), Load::Fresh, self.draft("new"));
        self.threads.update_value(|threads| drop(threads.insert(thread.id, thread.clone())));
        thread
    }

    fn draft(self, name: &str) -> String {
        self.draft_key(name).and_then(|key| browser::stored(&key)).unwrap_or_default()
    }

    /// Remembers what the learner has typed.
    pub fn keep_draft(self, thread: &Thread, text: &str) {
        let fresh = thread.load.get_untracked() == Load::Fresh;
        let name = if fresh { "new".to_owned() } else { thread.id.to_string() };
        let Some(key) = self.draft_key(&name) else { return };
        if text.is_empty() {
            browser::forget(&key);
        } else {
            browser::store(&key, text);
        }
    }

    /// A stored conversation; read if it is not on the desk.
    pub fn open(self, id: Uuid) -> Thread {
        if let Some(thread) = self.threads.with_value(|threads| threads.get(&id).cloned()) {
            return thread;
        }
        let thread = Thread::new(id, Load::Loading, self.draft(&id.to_string()));
        self.threads.update_value(|threads| drop(threads.insert(id, thread.clone())));
        self.read(&thread);
        thread
    }

    /// Reads a conversation, and follows its turn if one is open.
    pub fn read(self, thread: &Thread) {
        let thread = thread.clone();
        thread.load.set(Load::Loading);
        spawn_local(async move {
            match self.api.conversation(thread.id).await {
                Ok(conversation) => {
                    thread.fill(&conversation);
                    thread.load.set(Load::Ready);
                    self.attach(&thread).await;
                }
                Err(problem) => thread.load.set(Load::Failed(problem)),
            }
        });
    }

    async fn transport(self) -> Result<(Transport, TurnTransport), Problem> {
        let kind = self.session.deployment.config().await?.transport;
        Ok((kind, TurnTransport::new(kind, self.api)))
    }

    /// Follows the latest turn: an open one until it ends; an ended one for what it said of corrections, scores, failure.
    async fn attach(self, thread: &Thread) {
        let Ok((Transport::Service, transport)) = self.transport().await else { return };
        let Ok(Some(turn)) = self.api.latest_turn(thread.id).await else { return };
        let Some(following) = resumed(thread, &turn) else { return };
        if turn.state == TurnState::Open {
            thread.running.set(true);
        }
        let (following, listener) = self.listener(thread, following, false);
        let outcome = transport.attach(thread.id, turn.id, thread.arm(), &listener).await;
        if outcome.is_err() && turn.state == TurnState::Open {
            following.borrow().lost();
        }
        following.borrow().over();
    }

    /// Sends a message. `from`: in place of the messages from this one on.
    pub fn send(self, thread: &Thread, text: &str, from: Option<usize>) {
        let text = text.trim();
        if text.is_empty() || thread.running.get_untracked() {
            return;
        }
        let region = self.preferences.region();
        let sight = self.atlas.sight(region);
        let choices = self.preferences.choices();
        let Some(model) = catalog::choose(choices.model.as_deref(), &sight.models) else {
            thread.problem.set(Some(Problem::Down(String::new())));
            return;
        };
        let before = thread.entries.get_untracked();
        let kept = from.unwrap_or(before.len()).min(before.len());
        let question = Question {
            conversation: thread.id,
            request: TurnRequest {
                id: Uuid::new_v4(),
                content: text.to_owned(),
                region,
                model,
                language: self.preferences.language(),
                replace_from: before.get(kept).and_then(Entry::id),
                embedding_model: choices.embedding_model.filter(|name| sight.embedders.contains(name)),
            },
            learner: self.session.identity().map(|identity| identity.name).unwrap_or_default(),
            title: Some(thread.title.get_untracked()).filter(|title| !title.is_empty()),
            earlier: thread.stored(kept),
        };
        self.ask(thread.clone(), question, before, kept);
    }

    fn ask(self, thread: Thread, question: Question, before: Vec<Entry>, kept: usize) {
        let asked = Entry::of("user", &question.request.content, Phase::Checking);
        let reply = Entry::of("assistant", "", Phase::Waiting);
        let mut entries = before[..kept].to_vec();
        entries.extend([asked.clone(), reply.clone()]);
        thread.entries.set(entries);
        thread.problem.set(None);
        thread.running.set(true);
        // Until the server has the message, whatever happens to this page, it is a draft.
        if kept == before.len() {
            self.keep_draft(&thread, &question.request.content);
        }
        let following = Following::new(thread.clone(), Some(asked), reply);
        let stop = thread.arm();
        spawn_local(async move {
            let (following, listener) = self.listener(&thread, following, true);
            let outcome = self.run(&question, &before, kept, stop, &listener).await;
            if let Err(problem) = outcome {
                if following.borrow().is_accepted() {
                    following.borrow().lost();
                } else {
                    self.take_back(&thread, &question.request.content, before, problem);
                }
            }
            following.borrow().over();
        });
    }

    async fn run(
        self,
        question: &Question,
        before: &[Entry],
        kept: usize,
        stop: crate::transport::Stop,
        listener: &Listener,
    ) -> Result<(), Problem> {
        let (kind, transport) = self.transport().await?;
        // A message of another client may have no id to name it by: cut the stored conversation first.
        if kind == Transport::Service && before.len() > kept && question.request.replace_from.is_none() {
            let patch = ConversationPatch {
                conversation: Some(question.earlier.clone()),
                ..ConversationPatch::default()
            };
            self.api.patch_conversation(question.conversation, &patch).await?;
        }
        transport.ask(question, stop, listener).await
    }

    /// The message was not sent: everything is as before, and its text is in the composer again.
    fn take_back(self, thread: &Thread, text: &str, before: Vec<Entry>, problem: Problem) {
        thread.entries.set(before);
        thread.running.set(false);
        let typed = thread.draft.get_untracked();
        let draft = if typed.trim().is_empty() { text.to_owned() } else { format!("{text}\n{typed}") };
        self.keep_draft(thread, &draft);
        thread.draft.set(draft);
        thread.problem.set(Some(problem));
    }

    /// `new`: the conversation moves to the top of the history once the question is stored.
    fn listener(
        self,
        thread: &Thread,
        following: Following,
        new: bool,
    ) -> (Rc<RefCell<Following>>, Listener) {
        let following = Rc::new(RefCell::new(following));
        let (heard, thread) = (Rc::clone(&following), thread.clone());
        let listener: Listener = Rc::new(move |report| match report {
            Report::Event(event) => {
                let was_fresh = thread.load.get_untracked() == Load::Fresh;
                heard.borrow_mut().fold(&event);
                if new && matches!(event.event, ChatEvent::Accepted { .. }) {
                    if was_fresh {
                        self.draft_key("new").iter().for_each(|key| browser::forget(key));
                    }
                    self.keep_draft(&thread, &thread.draft.get_untracked());
                    self.history.touch(thread.id, &thread.title.get_untracked());
                }
            }
            Report::Interrupted => thread.interrupted.set(true),
            Report::Connected => thread.interrupted.set(false),
            Report::StopFailed(problem) => thread.problem.set(Some(problem)),
        });
        (following, listener)
    }

    /// Sends the last question again.
    pub fn regenerate(self, thread: &Thread) {
        let entries = thread.entries.get_untracked();
        let Some(at) = entries.iter().rposition(Entry::is_learners) else { return };
        let text = entries[at].message.with_untracked(|message| message.content.clone());
        self.send(thread, &text, Some(at));
    }

    /// Renames a conversation.
    pub async fn rename(self, id: Uuid, title: String) -> bool {
        let renamed = self.history.rename(id, &title).await;
        if renamed && let Some(thread) = self.threads.with_value(|threads| threads.get(&id).cloned()) {
            thread.title.set(title);
        }
        renamed
    }

    /// Takes a deleted conversation off the desk.
    pub fn forget(self, id: Uuid) {
        self.threads.update_value(|threads| drop(threads.remove(&id)));
    }

    /// Takes everything off the desk.
    pub fn forget_all(self) {
        self.threads.update_value(HashMap::clear);
    }
}

/// The messages of a turn that was opened earlier. The reply of an open turn is not stored yet.
fn resumed(thread: &Thread, turn: &Turn) -> Option<Following> {
    let entries = thread.entries.get_untracked();
    let find = |id: &str| entries.iter().find(|entry| entry.id().as_deref() == Some(id)).cloned();
    let question = find(&turn.question_id);
    if let Some(reply) = find(&turn.reply_id) {
        return Some(Following::of_ended(thread.clone(), question, reply));
    }
    if turn.state != TurnState::Open {
        return None;
    }
    let reply = Entry::of("assistant", "", Phase::Waiting);
    if let Some(question) =
        question.as_ref().filter(|entry| entry.message.with_untracked(|m| m.corrections.is_none()))
    {
        question.phase.set(Phase::Checking);
    }
    thread.entries.update(|entries| entries.push(reply.clone()));
    Some(Following::new(thread.clone(), question, reply))
}

/// The desk of this page.
pub fn use_desk() -> Desk {
    expect_context()
}
