//! Question and answer: whether the learner's messages fit what was asked.

use std::collections::HashSet;

use lks_domain::conversation::Message;

use crate::language::{Written, written};
use crate::sentence;

use super::features::content_words;

/// Whether answers fit: for each reply to a question 1 when it shares a content word with it, says yes
/// or no to a yes/no question or gives what a question word asks for (a place, a time, a reason), 0.5
/// when it is at least a sentence, 0.2 otherwise; the mean, with one uncertain answer mixed in.
pub(super) fn comprehension(conversation: &[Message]) -> f32 {
    mean(&exchanges(conversation), 0.5, fit)
}

/// Whether questions get an answer and are returned: 0.7 for a reply of three words or more (0.35 for
/// a shorter one), 0.3 more for a question of one's own; the mean, with one uncertain answer mixed in.
pub(super) fn responsiveness(conversation: &[Message]) -> f32 {
    mean(&exchanges(conversation), 0.5, |_, answer| {
        let words = answer.split_whitespace().count();
        let answered = if words >= 3 { 0.6 } else { 0.3 };
        let related = if answer.contains('?') { 0.4 } else { 0.0 };
        answered + related
    })
}

fn mean(pairs: &[(&str, &str)], prior: f32, value: impl Fn(&str, &str) -> f32) -> f32 {
    let sum: f32 = pairs.iter().map(|(question, answer)| value(question, answer)).sum();
    (sum + prior) / (pairs.len() as f32 + 1.0)
}

/// What was asked, and what the learner said to it.
fn exchanges(conversation: &[Message]) -> Vec<(&str, &str)> {
    let mut pairs = Vec::new();
    let mut asked: Option<&str> = None;
    for message in conversation {
        match message.role.as_str() {
            "assistant" => asked = message.content.contains('?').then_some(message.content.as_str()),
            "user" => {
                if let Some(question) = asked.take().filter(|_| written(&message.content) != Written::Other) {
                    pairs.push((question, message.content.as_str()));
                }
            }
            _ => {}
        }
    }
    pairs
}

fn fit(question: &str, answer: &str) -> f32 {
    if written(answer) != Written::English {
        return 0.2;
    }
    let words =
        |text: &str| -> HashSet<String> { sentence::split(text).iter().flat_map(content_words).collect() };
    let lower = answer.to_lowercase();
    let has = |list: &[&str]| lower.split(|c: char| !c.is_alphanumeric()).any(|word| list.contains(&word));
    let asks = |word: &str| question.to_lowercase().contains(word);
    let kind = (asks("why") && has(&["because", "so", "to", "since"]))
        || (asks("where") && has(&["in", "at", "near", "from", "on", "here", "there"]))
        || (asks("when")
            && has(&[
                "in",
                "at",
                "on",
                "yesterday",
                "today",
                "tomorrow",
                "ago",
                "last",
                "every",
                "morning",
                "night",
            ]))
        || (asks("who")
            && has(&[
                "my", "friend", "mother", "father", "he", "she", "they", "brother", "sister", "teacher",
            ]))
        || ((asks("do you") || asks("are you") || asks("is it") || asks("would you"))
            && has(&["yes", "no", "yeah", "sure", "maybe"]));
    if kind || !words(question).is_disjoint(&words(answer)) {
        1.0
    } else if answer.split_whitespace().count() >= 5 {
        0.5
    } else {
        0.2
    }
}
