//! Word help from a small Indonesian-English list of our own.

use super::conversation::{Conversation, words};

const FILE: &str = include_str!("../../data/word_list.txt");

fn pairs() -> impl Iterator<Item = (&'static str, &'static str)> {
    FILE.lines().filter(|line| !line.starts_with('#')).filter_map(|line| line.split_once(" = "))
}

/// The English for an Indonesian word or phrase.
pub(super) fn english(indonesian: &str) -> Option<&'static str> {
    pairs().find(|(word, _)| *word == indonesian).map(|(_, english)| english)
}

/// All Indonesian words for an English one.
fn indonesian(english: &str) -> Vec<&'static str> {
    pairs().filter(|(_, found)| *found == english).map(|(word, _)| word).collect()
}

/// Indonesian words of a message that have an English one here, at most `most`.
pub(super) fn glosses(words: &[String], most: usize) -> Vec<(String, &'static str)> {
    const SMALL: &[&str] = &[
        "aku", "saya", "kamu", "dia", "dan", "di", "ke", "dari", "untuk", "dengan", "kami", "kita", "apa",
        "atau",
    ];
    let mut found: Vec<(String, &str)> = Vec::new();
    for word in words.iter().filter(|word| !SMALL.contains(&word.as_str())) {
        if let Some(english) = english(word).filter(|_| !found.iter().any(|(known, _)| known == word)) {
            found.push((word.clone(), english));
        }
    }
    found.truncate(most);
    found
}

/// "How do you say kucing in English?", "what does diligent mean", "apa bahasa Inggrisnya lapar".
pub(super) fn answer(talk: &Conversation) -> Option<String> {
    let text = talk.words.join(" ");
    if let Some(word) = asked_for_english(&text) {
        return Some(match english(&word) {
            Some(found) => {
                let follow = talk.pick(&[
                    "Can you use it in a sentence?",
                    "Try it now: write one sentence with it!",
                    "When did you last need this word?",
                ]);
                format!("“{word}” is “{found}” in English. {follow}")
            }
            None => format!(
                "I'm sorry, “{word}” is not in my small word list. Can you explain it in English with other words?"
            ),
        });
    }
    let word = asked_for_meaning(&text)?;
    let found = indonesian(&word);
    let found = if found.is_empty() { english(&word).into_iter().collect() } else { found };
    Some(if found.is_empty() {
        format!(
            "I'm sorry, “{word}” is not in my small word list. A dictionary can help. Where did you see it?"
        )
    } else {
        format!("“{word}” is “{}”. Can you make a sentence with it?", found.join("” or “"))
    })
}

fn asked_for_english(text: &str) -> Option<String> {
    let between = |start: &str, end: &str| {
        let after = text.split_once(start)?.1;
        Some(after.split_once(end).map_or(after, |(word, _)| word).to_owned())
    };
    let word = between("how do you say ", " in english")
        .or_else(|| between("how to say ", " in english"))
        .or_else(|| between("how do i say ", " in english"))
        .or_else(|| between("what is the english for ", "\n"))
        .or_else(|| between("what is the english of ", "\n"))
        .or_else(|| {
            text.strip_prefix("what is ")
                .and_then(|rest| rest.strip_suffix(" in english"))
                .map(ToOwned::to_owned)
        })
        .or_else(|| {
            text.strip_prefix("what's ")
                .and_then(|rest| rest.strip_suffix(" in english"))
                .map(ToOwned::to_owned)
        })
        .or_else(|| between("bahasa inggrisnya ", "\n"))
        .or_else(|| between("bahasa inggris dari ", "\n"))
        .or_else(|| between("inggrisnya ", "\n"))?;
    clean(&word)
}

fn asked_for_meaning(text: &str) -> Option<String> {
    let word = text
        .split_once("what does ")
        .and_then(|(_, rest)| rest.split_once(" mean"))
        .map(|(word, _)| word.to_owned())
        .or_else(|| text.split_once("what is the meaning of ").map(|(_, word)| word.to_owned()))
        .or_else(|| text.split_once("what's the meaning of ").map(|(_, word)| word.to_owned()))
        .or_else(|| text.split_once("apa arti ").map(|(_, word)| word.to_owned()))
        .or_else(|| text.split_once("arti dari ").map(|(_, word)| word.to_owned()))?;
    clean(&word).filter(|word| !matches!(word.as_str(), "that" | "it" | "this"))
}

/// The word itself: without politeness around it, and no whole sentence.
fn clean(word: &str) -> Option<String> {
    const AROUND: &[&str] = &["apa", "ya", "itu", "the", "word", "kata", "please", "sih", "dong", "adalah"];
    let words: Vec<String> =
        words(word).into_iter().filter(|word| !AROUND.contains(&word.as_str())).collect();
    (!words.is_empty() && words.len() < 4).then(|| words.join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_has_a_few_hundred_words() {
        assert!(pairs().count() > 300);
        assert_eq!(english("kucing"), Some("cat"));
    }

    #[test]
    fn questions_for_words_are_understood() {
        assert_eq!(asked_for_english("how do you say kucing in english").as_deref(), Some("kucing"));
        assert_eq!(
            asked_for_english("apa bahasa inggrisnya sakit kepala ya").as_deref(),
            Some("sakit kepala")
        );
        assert_eq!(asked_for_english("bahasa inggrisnya kucing apa").as_deref(), Some("kucing"));
        assert_eq!(asked_for_meaning("what does diligent mean").as_deref(), Some("diligent"));
        assert_eq!(asked_for_meaning("what does he do"), None);
    }
}
