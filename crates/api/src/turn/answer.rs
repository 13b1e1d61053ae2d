//! One turn from its first event to its last: the reply, its end, and what comes after it.

use std::sync::Arc;
use std::time::{Duration, Instant};

use futures::StreamExt as _;
use lks_domain::conversation::Message;
use lks_domain::correction::{Corrections, Language};
use lks_domain::ollama::ChatChunk;
use lks_domain::turn::ChatEvent;
use lks_llm::{ChatStream, LlmError};
use lks_store::OpenedTurn;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use super::companion::Talk;
use super::hub::Slot;
use super::live::Live;
use super::{Turns, record};
use crate::error::ApiError;

/// Longest reply that is kept, in bytes; a model that does not end is ended here.
const REPLY_BYTES: usize = 256 * 1024;
/// How long the tutor may take once the reply is closed.
const TUTOR_PATIENCE: Duration = Duration::from_secs(20);

/// The tutor's work on the question, until it has been told.
type Checking = Option<JoinHandle<Result<Corrections, ApiError>>>;

/// What a reply needs to know beside the conversation.
pub struct Asked {
    /// The learner's name.
    pub name: String,
    /// What the learner wrote.
    pub question: String,
    /// Language of explanations.
    pub language: Language,
    /// Which model makes the conversation's vector, if the learner chose one.
    pub embedding_model: Option<String>,
}

/// A reply that ended because the server did.
pub fn interrupted() -> ChatEvent {
    ChatEvent::Failed {
        code: "interrupted".to_owned(),
        message: "The reply was interrupted because the server stopped. What had arrived is kept; ask again."
            .to_owned(),
    }
}

impl Turns {
    /// Writes the reply, closes it exactly once, and adds what follows from it.
    #[tracing::instrument(name = "turn.answer", skip_all, fields(turn = %opened.turn.id, region = %opened.turn.region))]
    pub(super) async fn answer(&self, live: Arc<Live>, asked: Asked, opened: OpenedTurn, slot: Slot) {
        let recorded = CancellationToken::new();
        let recorder = tokio::spawn(record::follow(self.0.store.clone(), live.clone(), recorded.clone()));
        let mut checking = Some(self.check(&asked));
        let ending = self.write(&live, &asked.name, &opened, &mut checking).await;
        recorded.cancel();
        drop(recorder.await);
        self.close(&live, ending).await;
        drop(slot);
        if self.0.ending.is_cancelled() {
            return self.settle(&live).await;
        }
        self.tell_corrections(&live, &opened, checking).await;
        self.tell_scores(&live).await;
        self.tell_judged(&live, &opened, &asked).await;
        self.0.vectors.refresh(&live.key().user, live.key().conversation, asked.embedding_model);
        self.settle(&live).await;
    }

    /// Lets the tutor look at the question while the reply is written.
    fn check(&self, asked: &Asked) -> JoinHandle<Result<Corrections, ApiError>> {
        let (corrector, question, language) =
            (self.0.corrector.clone(), asked.question.clone(), asked.language);
        tokio::spawn(async move { corrector.correct(question, language).await })
    }

    /// Publishes the reply as it comes, and says how it ended.
    async fn write(
        &self,
        live: &Live,
        name: &str,
        opened: &OpenedTurn,
        checking: &mut Checking,
    ) -> ChatEvent {
        tokio::select! {
            biased;
            () = live.stopped() => ChatEvent::Cancelled,
            () = self.0.ending.cancelled() => interrupted(),
            ending = self.relay(live, name, opened, checking) => ending,
        }
    }

    async fn relay(
        &self,
        live: &Live,
        name: &str,
        opened: &OpenedTurn,
        checking: &mut Checking,
    ) -> ChatEvent {
        let began = Instant::now();
        let talk = Talk {
            regions: &self.0.regions,
            region: opened.turn.region,
            model: &opened.turn.model,
            name,
            conversation: &opened.conversation,
            seed: opened.turn.id.as_u64_pair().1,
        };
        let mut reply = match talk.begin().await {
            Ok(reply) => reply,
            Err(error) => return failed(&error),
        };
        let mut length = 0;
        loop {
            match next(&mut reply, live, checking).await {
                Ok(chunk) => {
                    if length == 0 && !chunk.message.content.is_empty() {
                        metrics::histogram!("turn_first_token_seconds").record(began.elapsed().as_secs_f64());
                    }
                    length += chunk.message.content.len();
                    if let Some(ending) = publish(live, chunk, length) {
                        return ending;
                    }
                }
                Err(error) => return failed(&error),
            }
        }
    }

    /// Stores the end before anybody hears of it.
    async fn close(&self, live: &Live, ending: ChatEvent) {
        let mut events = live.after(1);
        events.push(live.sequenced(ending.clone()));
        let ending = if record::close(&self.0.store, live, &events).await { ending } else { unstored() };
        let state = ending.closes().map_or("", |state| state.name());
        tracing::info!(state, events = events.len(), "turn.closed");
        metrics::counter!("turns_total", "state" => state).increment(1);
        live.publish(ending);
    }

    /// Waits for the tutor, tells what it found and keeps it with the question.
    async fn tell_corrections(&self, live: &Live, opened: &OpenedTurn, checking: Checking) {
        let result = match checking {
            None => told(live),
            Some(checking) => match tokio::time::timeout(TUTOR_PATIENCE, checking).await {
                Ok(Ok(Ok(result))) => {
                    tell(live, result.clone());
                    Some(result)
                }
                _ => None,
            },
        };
        if let Some(result) = result {
            self.keep_corrections(live, opened, &result).await;
        }
    }

    /// Asks the judge once the reply is there, which needs the same processor, and tells what it found
    /// beyond the rules.
    async fn tell_judged(&self, live: &Live, opened: &OpenedTurn, asked: &Asked) {
        let judged = self.0.corrector.judged(asked.question.clone(), asked.language);
        let Some(judged) = self.0.ending.run_until_cancelled(judged).await.flatten() else { return };
        if told(live).as_ref() != Some(&judged) {
            tell(live, judged.clone());
            self.keep_corrections(live, opened, &judged).await;
        }
    }

    /// Keeps what was found with the question.
    async fn keep_corrections(&self, live: &Live, opened: &OpenedTurn, result: &Corrections) {
        let (key, question) = (live.key(), &opened.turn.question_id);
        let kept = self.0.store.annotate_message(&key.user, key.conversation, question, result).await;
        if let Err(error) = kept {
            tracing::warn!(%error, "turn.annotate");
        }
    }

    async fn tell_scores(&self, live: &Live) {
        let key = live.key();
        let Ok(Some(stored)) = self.0.store.conversation(&key.user, key.conversation).await else { return };
        let messages = stored.conversation.iter().filter_map(Message::from_value).collect();
        let scores = tokio::time::timeout(TUTOR_PATIENCE, self.0.corrector.scores(messages)).await;
        if let Ok(Ok(scores)) = scores {
            live.publish(ChatEvent::Scores { scores });
        }
    }

    /// Stores what came after the end; then nothing more will come.
    async fn settle(&self, live: &Live) {
        let mut rest = live.after(0);
        let closed = rest.iter().position(|event| event.event.closes().is_some());
        rest.drain(..closed.map_or(0, |at| at + 1));
        rest.push(live.sequenced(ChatEvent::Settled));
        if let Err(error) = record::append(&self.0.store, live, &rest).await {
            tracing::warn!(%error, "turn.settle");
        }
        live.publish(ChatEvent::Settled);
    }
}

/// The next piece of the reply; tells what the tutor found if that comes first.
async fn next(reply: &mut ChatStream, live: &Live, checking: &mut Checking) -> Result<ChatChunk, LlmError> {
    loop {
        let piece = match checking {
            None => reply.next().await,
            Some(running) => tokio::select! {
                biased;
                piece = reply.next() => piece,
                found = running => {
                    *checking = None;
                    if let Ok(Ok(result)) = found {
                        tell(live, result);
                    }
                    continue;
                }
            },
        };
        // The stream ends with a chunk that is done or with an error, both of which end the reply.
        return piece.unwrap_or_else(|| Ok(ChatChunk { done: true, ..ChatChunk::default() }));
    }
}

fn publish(live: &Live, chunk: ChatChunk, length: usize) -> Option<ChatEvent> {
    if !chunk.message.content.is_empty() {
        live.publish(ChatEvent::Delta { text: chunk.message.content });
    }
    if chunk.done {
        return Some(ChatEvent::Done);
    }
    (length > REPLY_BYTES).then(|| ChatEvent::Failed {
        code: "worker_failed".to_owned(),
        message: "The reply grew too long and was ended. What had arrived is kept.".to_owned(),
    })
}

fn tell(live: &Live, result: Corrections) {
    // The first event is always `Accepted`, which names the question.
    if let Some(ChatEvent::Accepted { question, .. }) = live.after(0).first().map(|first| &first.event) {
        live.publish(ChatEvent::Corrections { message: question.clone(), result });
    }
}

fn told(live: &Live) -> Option<Corrections> {
    live.after(1).into_iter().rev().find_map(|event| match event.event {
        ChatEvent::Corrections { result, .. } => Some(result),
        _ => None,
    })
}

fn failed(error: &LlmError) -> ChatEvent {
    if let LlmError::Worker { region, reason } = error {
        tracing::warn!(%region, reason, "llm.stream");
    }
    let code = match error {
        LlmError::Unreachable(_) => "worker_unreachable",
        LlmError::Busy { .. } => "worker_busy",
        LlmError::ModelMissing { .. } => "model_missing",
        LlmError::Unsuited { .. } => "model_unsuited",
        _ => "worker_failed",
    };
    ChatEvent::Failed { code: code.to_owned(), message: format!("{error}.") }
}

fn unstored() -> ChatEvent {
    ChatEvent::Failed {
        code: "storage".to_owned(),
        message: "The reply could not be stored. Copy what you need, and ask again later.".to_owned(),
    }
}
