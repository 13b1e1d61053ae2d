//! Over the contract alone: the browser stores the question, streams the reply from the region,
//! asks for corrections and stores what came of it.

use std::cell::Cell;

use lks_domain::conversation::{ConversationPatch, Message, NewConversation};
use lks_domain::correction::{CorrectionRequest, Corrections};
use lks_domain::ollama::{ChatChunk, ChatRequest, EMBEDDING_MODEL, Lines};
use lks_domain::prompt;
use lks_domain::scores::Scores;
use lks_domain::timestamp::Timestamp;
use lks_domain::turn::{ChatEvent, SequencedEvent, TurnState};
use serde_json::Value;

use super::{Listener, Question, Report, Stop, pressed, unless};
use crate::browser;
use crate::client::Api;
use crate::client::problem::Problem;

/// The way over the contract.
pub struct Direct {
    api: Api,
}

/// Numbers events as they are reported.
struct Reporter<'a> {
    last: Cell<u64>,
    listener: &'a Listener,
}

impl Reporter<'_> {
    fn report(&self, event: ChatEvent) {
        self.last.set(self.last.get() + 1);
        (self.listener)(Report::Event(SequencedEvent { seq: self.last.get(), event }));
    }
}

impl Direct {
    /// With this caller.
    pub const fn new(api: Api) -> Self {
        Self { api }
    }

    /// See [`super::TurnTransport::ask`].
    pub async fn ask(&self, question: &Question, stop: Stop, listener: &Listener) -> Result<(), Problem> {
        let reporter = Reporter { last: Cell::new(0), listener };
        let mut asked = message("user", &question.request.content, question);
        let mut reply = message("assistant", "", question);
        let title = question.title.clone().unwrap_or_else(|| prompt::title(&question.request.content));
        self.store_question(question, &title, &asked).await?;
        reporter.report(ChatEvent::Accepted {
            turn: question.request.id,
            question: asked.id.clone().unwrap_or_default(),
            reply: reply.id.clone().unwrap_or_default(),
            title,
        });
        let conversation = with(&question.earlier, [&asked]);
        let replying = self.reply(question, &conversation, stop, &mut reply, &reporter);
        let ((), corrections) = futures::join!(replying, self.correct(question, &asked, &reporter));
        asked.corrections = corrections;
        self.store_reply(question, &asked, &reply, &reporter).await;
        let scoring = self.score(question, &asked, &reply, &reporter);
        futures::join!(scoring, self.embed(question, &asked, &reply));
        reporter.report(ChatEvent::Settled);
        Ok(())
    }

    async fn store_question(&self, question: &Question, title: &str, asked: &Message) -> Result<(), Problem> {
        let conversation = NewConversation {
            id: question.conversation,
            title: title.to_owned(),
            conversation: with(&question.earlier, [asked]),
            embedding: None,
        };
        self.api.put_conversation(&conversation).await
    }

    async fn reply(
        &self,
        question: &Question,
        conversation: &[Value],
        stop: Stop,
        reply: &mut Message,
        reporter: &Reporter<'_>,
    ) {
        let streaming = self.stream(question, conversation, &mut reply.content, reporter);
        let closing = match unless(pressed(stop), streaming).await {
            None => ChatEvent::Cancelled,
            Some(Ok(())) => ChatEvent::Done,
            Some(Err((code, message))) => ChatEvent::Failed { code: code.to_owned(), message },
        };
        reply.state =
            closing.closes().filter(|state| *state != TurnState::Done).map(|state| state.name().to_owned());
        reporter.report(closing);
    }

    async fn stream(
        &self,
        question: &Question,
        conversation: &[Value],
        reply: &mut String,
        reporter: &Reporter<'_>,
    ) -> Result<(), (&'static str, String)> {
        let request = ChatRequest {
            model: question.request.model.clone(),
            messages: prompt::chat_messages(&question.learner, conversation),
            stream: Some(true),
            ..ChatRequest::default()
        };
        let mut stream = self.api.chat(question.request.region, &request).await.map_err(|p| failure(&p))?;
        let mut lines = Lines::default();
        loop {
            let piece = stream.chunk().await.map_err(|_| ("worker_failed", String::new()))?;
            let ended = piece.is_none();
            for line in lines.push(&piece.unwrap_or_default()) {
                let chunk: ChatChunk =
                    serde_json::from_slice(&line).map_err(|_| ("worker_failed", String::new()))?;
                if let Some(error) = chunk.error {
                    return Err(("worker_failed", error));
                }
                if !chunk.message.content.is_empty() {
                    reply.push_str(&chunk.message.content);
                    reporter.report(ChatEvent::Delta { text: chunk.message.content });
                }
                if chunk.done {
                    return Ok(());
                }
            }
            if ended {
                return Err(("worker_failed", String::new()));
            }
        }
    }

    /// A checker that does not answer is no reason to fail the turn.
    async fn correct(
        &self,
        question: &Question,
        asked: &Message,
        reporter: &Reporter<'_>,
    ) -> Option<Corrections> {
        let request = CorrectionRequest {
            text: asked.content.clone(),
            language: question.request.language,
            model: None,
        };
        let result = self.api.corrections(&request).await.ok()?;
        let message = asked.id.clone().unwrap_or_default();
        reporter.report(ChatEvent::Corrections { message, result: result.clone() });
        Some(result)
    }

    /// Scores are a gift: without them the turn is as good.
    async fn score(&self, question: &Question, asked: &Message, reply: &Message, reporter: &Reporter<'_>) {
        let prompt = prompt::scores(&with(&question.earlier, [asked, reply]));
        let request = &question.request;
        let answer = self.api.generate(request.region, &request.model, &prompt).await;
        if let Some(scores) = answer.ok().and_then(|answer| Scores::from_reply(&answer)) {
            reporter.report(ChatEvent::Scores { scores });
        }
    }

    /// The conversation's vector grows with it. Nobody waits for it and nothing is lost without.
    async fn embed(&self, question: &Question, asked: &Message, reply: &Message) {
        let text = prompt::embedding_text(&with(&question.earlier, [asked, reply]));
        let request = &question.request;
        let model = request.embedding_model.as_deref().unwrap_or(EMBEDDING_MODEL);
        let Ok(vector) = self.api.embed(request.region, model, &text).await else { return };
        let patch = ConversationPatch { embedding: Some(vector), ..ConversationPatch::default() };
        if patch.validate().is_ok() {
            let _ = self.api.patch_conversation(question.conversation, &patch).await;
        }
    }

    async fn store_reply(
        &self,
        question: &Question,
        asked: &Message,
        reply: &Message,
        reporter: &Reporter<'_>,
    ) {
        let patch = ConversationPatch {
            conversation: Some(with(&question.earlier, [asked, reply])),
            ..ConversationPatch::default()
        };
        for pause_ms in [500, 2_000, 8_000] {
            match self.api.patch_conversation(question.conversation, &patch).await {
                Err(problem) if problem.is_passing() => browser::sleep(pause_ms).await,
                Err(_) => break,
                Ok(()) => return,
            }
        }
        reporter.report(ChatEvent::Failed { code: "storage".to_owned(), message: String::new() });
    }
}

fn message(role: &str, content: &str, question: &Question) -> Message {
    Message {
        id: Some(uuid::Uuid::new_v4().to_string()),
        role: role.to_owned(),
        content: content.to_owned(),
        created_at: Some(Timestamp::from_millis(browser::now_ms()).to_string()),
        turn: Some(question.request.id),
        ..Message::default()
    }
}

fn with<const N: usize>(earlier: &[Value], more: [&Message; N]) -> Vec<Value> {
    earlier.iter().cloned().chain(more.into_iter().map(Message::to_value)).collect()
}

fn failure(problem: &Problem) -> (&'static str, String) {
    match problem {
        Problem::NotFound => ("model_missing", String::new()),
        Problem::Busy { .. } => ("worker_busy", String::new()),
        Problem::Refused { message, .. } => ("worker_failed", message.clone()),
        _ => ("worker_unreachable", String::new()),
    }
}
