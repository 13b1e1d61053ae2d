//! How a reply is got: from the model as it is, or - for a small one - between the rules, which keep
//! what they know better, and a guard that reads every sentence before the learner does.
//!
//! Only turns go this way. The region endpoints give what the worker says, untouched.

use std::time::Duration;

use futures::StreamExt as _;
use futures::stream;
use lks_domain::ollama::{ChatChunk, ChatMessage, ChatRequest, tagged};
use lks_domain::prompt::{self, small};
use lks_domain::region::Region;
use lks_llm::{ChatStream, LlmError, Regions};
use lks_tutor::partner;
use lks_tutor::partner::guard::Guard;
use serde_json::Value;

/// Between two words of what the rules say, so that it can be read as it comes.
const WORD: Duration = Duration::from_millis(15);

/// A reply to begin.
pub struct Talk<'a> {
    pub regions: &'a Regions,
    pub region: Region,
    pub model: &'a str,
    /// The learner's name.
    pub name: &'a str,
    /// The conversation, the question included.
    pub conversation: &'a [Value],
    /// What the rules choose by.
    pub seed: u64,
}

impl Talk<'_> {
    /// The reply, as it is written.
    pub async fn begin(&self) -> Result<ChatStream, LlmError> {
        let messages = prompt::chat_messages(self.name, self.conversation);
        if let Some(words) = partner::danger(&messages) {
            metrics::counter!("turn_reply_total", "by" => "safety").increment(1);
            return Ok(spoken(words));
        }
        if !self.is_small() {
            let request = ChatRequest { model: self.model.to_owned(), messages, ..ChatRequest::default() };
            return self.regions.chat(self.region, request).await;
        }
        if let Some(words) = partner::kept(&messages, self.seed) {
            metrics::counter!("turn_reply_total", "by" => "rules").increment(1);
            return Ok(spoken(words));
        }
        let request = ChatRequest {
            model: self.model.to_owned(),
            messages: small::messages(self.name, self.conversation),
            options: Some(small::options()),
            ..ChatRequest::default()
        };
        let raw = self.regions.chat(self.region, request).await?;
        Ok(guarded(raw, messages, self.seed))
    }

    fn is_small(&self) -> bool {
        let name = tagged(self.model);
        let model = self.regions.models(self.region).into_iter().find(|model| tagged(&model.name) == name);
        small::is_small(model.and_then(|model| model.parameters()))
    }
}

/// A text of our own, word by word.
fn spoken(text: String) -> ChatStream {
    let words: Vec<String> = text.split_inclusive(' ').map(ToOwned::to_owned).collect();
    let words = stream::iter(words).then(|word| async move {
        tokio::time::sleep(WORD).await;
        Ok(piece(word))
    });
    words.chain(stream::iter([Ok(end())])).boxed()
}

fn piece(text: String) -> ChatChunk {
    ChatChunk { message: ChatMessage::new("assistant", text), ..ChatChunk::default() }
}

fn end() -> ChatChunk {
    ChatChunk { done: true, ..ChatChunk::default() }
}

/// A small model's reply, sentence by sentence, each only once it has passed; what is missing then -
/// a question, or all of it - comes from the rules. The worker is stopped as soon as enough was said.
fn guarded(mut raw: ChatStream, messages: Vec<ChatMessage>, seed: u64) -> ChatStream {
    async_stream::stream! {
        let mut guard = Guard::new(&messages);
        let mut begun = false;
        loop {
            let (passed, ended) = match raw.next().await {
                Some(Ok(chunk)) => (guard.push(&chunk.message.content), chunk.done),
                Some(Err(error)) if !begun => {
                    yield Err(error);
                    return;
                }
                // What was shown stands; the rules end it.
                Some(Err(_)) | None => (Vec::new(), true),
            };
            let rest = if ended { guard.finish() } else { Vec::new() };
            for sentence in passed.into_iter().chain(rest) {
                yield Ok(piece(if begun { format!(" {sentence}") } else { sentence }));
                begun = true;
            }
            if ended || guard.over() {
                break;
            }
        }
        drop(raw);
        let by = if !begun { "rules, after the guard" } else if guard.asks() { "model" } else { "model and rules" };
        metrics::counter!("turn_reply_total", "by" => by).increment(1);
        if !begun {
            yield Ok(piece(partner::reply(&messages, seed)));
        } else if !guard.asks() {
            yield Ok(piece(format!(" {}", partner::question(&messages, seed))));
        }
        yield Ok(end());
    }
    .boxed()
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn said(learner: &str, pieces: &[&str]) -> String {
        let messages = vec![ChatMessage::new("user", learner)];
        let raw: Vec<Result<ChatChunk, LlmError>> =
            pieces.iter().map(|text| Ok(piece((*text).to_owned()))).chain([Ok(end())]).collect();
        let mut reply = guarded(stream::iter(raw).boxed(), messages, 1);
        let mut text = String::new();
        while let Some(Ok(chunk)) = reply.next().await {
            text.push_str(&chunk.message.content);
        }
        text
    }

    #[tokio::test]
    async fn a_good_reply_passes_as_it_is() {
        let text =
            said("I bought a mango.", &["Man", "goes are", " delicious! How", " much did you buy?"]).await;
        assert_eq!(text, "Mangoes are delicious! How much did you buy?");
    }

    #[tokio::test]
    async fn a_reply_without_a_question_gets_one_from_the_rules() {
        let text = said("I bought a mango.", &["Mangoes are delicious!"]).await;
        assert!(text.starts_with("Mangoes are delicious! ") && text.ends_with('?'), "{text}");
    }

    #[tokio::test]
    async fn a_reply_that_fails_is_the_rules() {
        let text = said("I bought a mango.", &["My mother loves mangoes too. ", "Do you?"]).await;
        assert!(!text.contains("mother") && text.ends_with('?'), "{text}");
    }
}
