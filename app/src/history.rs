//! The list of a learner's conversations.

use leptos::prelude::*;
use lks_domain::conversation::ConversationPatch;
use lks_domain::timestamp::Timestamp;
use uuid::Uuid;

use crate::browser;
use crate::client::Api;
use crate::client::conversations::Summary;
use crate::client::problem::Problem;

/// The list, newest first.
#[derive(Clone, Copy)]
pub struct History {
    /// None before it was read for the first time.
    pub list: RwSignal<Option<Vec<Summary>>>,
    /// Why the last thing asked of it did not work.
    pub problem: RwSignal<Option<Problem>>,
    api: Api,
}

impl History {
    /// An unread list.
    pub fn new(api: Api) -> Self {
        Self { list: RwSignal::new(None), problem: RwSignal::new(None), api }
    }

    /// Reads it.
    pub async fn read(self) {
        let outcome = self.api.summaries().await;
        if let Some(list) = self.noted(outcome) {
            self.list.set(Some(list));
        }
    }

    /// Forgets what was read, for another learner.
    pub fn clear(self) {
        self.list.set(None);
        self.problem.set(None);
    }

    /// Puts a conversation on top.
    pub fn touch(self, id: Uuid, title: &str) {
        let summary =
            Summary { id, title: title.to_owned(), updated_at: Timestamp::from_millis(browser::now_ms()) };
        self.list.update(|list| {
            let list = list.get_or_insert_default();
            list.retain(|other| other.id != id);
            list.insert(0, summary);
        });
    }

    /// Gives a conversation another title; whether that worked.
    pub async fn rename(self, id: Uuid, title: &str) -> bool {
        let patch = ConversationPatch { title: Some(title.to_owned()), ..ConversationPatch::default() };
        let outcome = self.api.patch_conversation(id, &patch).await;
        let renamed = self.noted(outcome).is_some();
        if renamed {
            self.list.update(|list| {
                for summary in list.iter_mut().flatten().filter(|summary| summary.id == id) {
                    title.clone_into(&mut summary.title);
                }
            });
        }
        renamed
    }

    /// Deletes a conversation; whether that worked.
    pub async fn delete(self, id: Uuid) -> bool {
        let outcome = match self.api.delete_conversation(id).await {
            Err(Problem::NotFound) => Ok(()),
            outcome => outcome,
        };
        let deleted = self.noted(outcome).is_some();
        if deleted {
            self.list.update(|list| list.iter_mut().for_each(|list| list.retain(|other| other.id != id)));
        }
        deleted
    }

    /// Deletes everything; whether that worked.
    pub async fn delete_all(self) -> bool {
        let outcome = self.api.delete_conversations().await;
        let deleted = self.noted(outcome).is_some();
        if deleted {
            self.list.set(Some(Vec::new()));
        }
        deleted
    }

    fn noted<T>(self, outcome: Result<T, Problem>) -> Option<T> {
        self.problem.set(outcome.as_ref().err().filter(|problem| **problem != Problem::Expired).cloned());
        outcome.ok()
    }
}
