//! What the model `practice-rules` says: a practice partner that works by rules and says so.
//!
//! It reads the whole conversation every time and keeps no state; the same messages and seed give
//! the same reply. It never judges the learner's English: its silence is not praise.

mod conversation;
mod dictionary;
mod intent;
mod roleplay;
mod smalltalk;
mod topic;

use lks_domain::ollama::ChatMessage;

use conversation::Conversation;

/// The next reply of the practice partner. Never empty, at most two questions, never one of its
/// earlier replies word for word.
pub fn reply(messages: &[ChatMessage], seed: u64) -> String {
    let talk = Conversation::read(messages, seed);
    let steps: [fn(&Conversation) -> Option<String>; 7] = [
        intent::safety,
        intent::about_me,
        dictionary::answer,
        roleplay::play,
        smalltalk::answer,
        intent::not_english,
        topic::talk,
    ];
    let reply = steps.iter().find_map(|step| step(&talk)).unwrap_or_default();
    talk.fresh(reply)
}

/// Whether the partner's word list has this Indonesian word.
pub(crate) fn is_indonesian_word(word: &str) -> bool {
    dictionary::english(&word.to_lowercase()).is_some()
}
