//! What the model `practice-rules` says: a practice partner that works by rules and says so.
//!
//! It reads the whole conversation every time and keeps no state; the same messages and seed give
//! the same reply. It never judges the learner's English: its silence is not praise.

mod conversation;
mod dictionary;
pub mod guard;
mod intent;
mod roleplay;
mod safety;
mod smalltalk;
mod topic;

use lks_domain::ollama::ChatMessage;

use conversation::Conversation;

/// The next reply of the practice partner. Never empty, at most two questions, never one of its
/// earlier replies word for word.
pub fn reply(messages: &[ChatMessage], seed: u64) -> String {
    let talk = Conversation::read(messages, seed);
    let reply = known(&talk).or_else(|| topic::talk(&talk)).unwrap_or_default();
    talk.fresh(reply)
}

/// The reply to what the rules know better than a small model: danger, who Sofya is, words,
/// role-plays, greetings, other languages, and any question, which a small model would answer with
/// an invention. None for a message that is simply to be talked about.
pub fn kept(messages: &[ChatMessage], seed: u64) -> Option<String> {
    let talk = Conversation::read(messages, seed);
    let asked = talk.last.trim_end().ends_with('?');
    known(&talk).or_else(|| topic::talk(&talk).filter(|_| asked)).map(|reply| talk.fresh(reply))
}

/// A question about what the learner talks of, one that was not asked before.
pub fn question(messages: &[ChatMessage], seed: u64) -> String {
    topic::question(&Conversation::read(messages, seed)).to_owned()
}

/// The fixed, kind answer to a message that tells of danger to oneself or others, in its language.
pub fn danger(messages: &[ChatMessage]) -> Option<String> {
    safety::answer(&Conversation::read(messages, 0))
}

/// Whether a reply has words of the topic that a message is about, as the list of topics knows them.
pub fn on_topic(reply: &str, message: &str) -> bool {
    topic::shared(&conversation::words(reply), &conversation::words(message))
}

fn known(talk: &Conversation) -> Option<String> {
    let steps: [fn(&Conversation) -> Option<String>; 6] = [
        safety::answer,
        intent::about_me,
        dictionary::answer,
        roleplay::play,
        smalltalk::answer,
        intent::not_english,
    ];
    steps.iter().find_map(|step| step(talk))
}

/// Whether the partner's word list has this Indonesian word.
pub(crate) fn is_indonesian_word(word: &str) -> bool {
    dictionary::english(&word.to_lowercase()).is_some()
}
