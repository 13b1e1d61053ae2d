//! Partner.
use lks_domain::ollama::ChatMessage;

/// Reply.
pub fn reply(messages: &[ChatMessage], _seed: u64) -> String {
    let _ = messages;
    "Tell me more about your day! What did you do?".to_owned()
}
