//! What is counted in the learner's messages.

use std::collections::HashSet;

use lks_domain::conversation::Message;
use lks_domain::correction::{Category, Edit, Language, Severity};

use crate::Tutor;
use crate::language::{Written, written};
use crate::sentence::{self, Sentence};

/// Only the last messages count: the score is of how the learner writes now.
const MESSAGES: usize = 30;
/// Of one message this many code points are read.
const CHARS: usize = 2_000;

const LINKING: &[&str] = &[
    "because",
    "so",
    "but",
    "and",
    "although",
    "when",
    "if",
    "then",
    "after",
    "before",
    "while",
    "however",
    "therefore",
    "also",
    "first",
    "finally",
    "that",
    "who",
    "which",
    "since",
    "until",
    "for example",
    "though",
    "besides",
    "moreover",
];
const POLITE: &[&str] = &[
    "please", "thank", "thanks", "sorry", "hello", "hi", "welcome", "excuse", "could", "would", "morning",
    "goodbye",
];
const RUDE: &[&str] =
    &["fuck", "fucking", "shit", "bitch", "stupid", "idiot", "asshole", "damn", "dumb", "shut"];
const CHAT: &[&str] =
    &["u", "ur", "bcs", "bcz", "coz", "plz", "pls", "thx", "lol", "omg", "wtf", "r", "y", "gonna", "wanna"];

/// Counts over the learner's English messages.
#[derive(Debug, Default)]
pub(super) struct Features {
    pub(super) messages: usize,
    pub(super) sentences: usize,
    pub(super) words: usize,
    pub(super) long_words: usize,
    pub(super) linking_words: usize,
    pub(super) polite_words: usize,
    pub(super) rude_words: usize,
    pub(super) chat_words: usize,
    /// Messages with words in capitals or rows of marks.
    pub(super) shouting: usize,
    /// Sentences that share a content word with what stood before them.
    pub(super) taken_up: usize,
    pub(super) endless_sentences: usize,
    /// Weighted: major 1, minor 0.5.
    pub(super) grammar_mistakes: f32,
    /// Weighted mistakes that disturb the meaning.
    pub(super) unclear: f32,
    different: HashSet<String>,
}

impl Features {
    pub(super) fn of(tutor: &Tutor, conversation: &[Message]) -> Self {
        let mut features = Self::default();
        let mut before: HashSet<String> = HashSet::new();
        let skipped = conversation.len().saturating_sub(MESSAGES * 2);
        for message in conversation.iter().skip(skipped) {
            let text: String = message.content.chars().take(CHARS).collect();
            let sentences = sentence::split(&text);
            if message.role == "user" && written(&text) == Written::English {
                features.messages += 1;
                features.shouting += usize::from(is_shouting(&text));
                features.mistakes(tutor, message, &text);
                for sentence in &sentences {
                    features.sentence(sentence, &before);
                    before = content_words(sentence);
                }
            } else if message.role == "assistant" {
                before = sentences.iter().flat_map(content_words).collect();
            }
        }
        features
    }

    fn sentence(&mut self, sentence: &Sentence, before: &HashSet<String>) {
        let words: Vec<&str> =
            sentence.places().filter(|at| sentence.is_word(*at)).map(|at| sentence.w(at)).collect();
        if words.is_empty() {
            return;
        }
        let count = |list: &[&str]| words.iter().filter(|word| list.contains(word)).count();
        self.sentences += 1;
        self.words += words.len();
        self.long_words += words.iter().filter(|word| word.chars().count() >= 7).count();
        self.linking_words += count(LINKING);
        self.polite_words += count(POLITE);
        self.rude_words += count(RUDE);
        self.chat_words += count(CHAT);
        self.endless_sentences += usize::from(words.len() > 35);
        let content = content_words(sentence);
        let refers =
            words.iter().any(|word| ["it", "they", "them", "he", "she", "this", "that"].contains(word));
        self.taken_up += usize::from(!content.is_disjoint(before) || (refers && !before.is_empty()));
        self.different.extend(words.iter().map(|word| (*word).to_owned()));
    }

    /// The stored corrections, or new ones for a message that has none.
    fn mistakes(&mut self, tutor: &Tutor, message: &Message, text: &str) {
        let fresh;
        let edits: &[Edit] = match &message.corrections {
            Some(stored) => &stored.edits,
            None => {
                fresh = tutor.correct(text, Language::En);
                &fresh.edits
            }
        };
        for edit in edits {
            let weight = match edit.severity {
                Severity::Major => 1.0,
                Severity::Minor => 0.5,
                Severity::Suggestion => continue,
            };
            if !matches!(edit.category, Category::Spelling | Category::Capitalization | Category::Punctuation)
            {
                self.grammar_mistakes += weight;
            }
            if matches!(
                edit.category,
                Category::Spelling
                    | Category::WordChoice
                    | Category::Structure
                    | Category::WordOrder
                    | Category::Verb
            ) {
                self.unclear += weight;
            }
        }
    }

    pub(super) fn words_per_message(&self) -> f32 {
        self.words as f32 / self.messages.max(1) as f32
    }

    pub(super) fn words_per_sentence(&self) -> f32 {
        self.words as f32 / self.sentences.max(1) as f32
    }

    /// Guiraud's index of lexical richness (1954): types by the square root of tokens.
    pub(super) fn guiraud(&self) -> f32 {
        self.different.len() as f32 / (self.words.max(1) as f32).sqrt()
    }

    pub(super) fn share(&self, count: usize) -> f32 {
        count as f32 / self.words.max(1) as f32
    }

    pub(super) fn per_hundred(&self, count: f32) -> f32 {
        count * 100.0 / self.words.max(1) as f32
    }
}

/// Several words in capitals, or rows of exclamation or question marks.
fn is_shouting(text: &str) -> bool {
    let capitals =
        text.split_whitespace().filter(|word| word.chars().filter(|c| c.is_uppercase()).count() > 3).count();
    capitals > 2 || text.contains("!!!") || text.contains("???")
}

/// Words that carry a meaning of their own: four letters or more and no verb of being.
pub(super) fn content_words(sentence: &Sentence) -> HashSet<String> {
    const EMPTY: &[&str] = &[
        "have", "with", "this", "that", "what", "your", "they", "from", "very", "about", "like", "would",
        "when", "there", "does", "some",
    ];
    sentence
        .places()
        .filter(|at| sentence.is_word(*at))
        .map(|at| sentence.w(at))
        .filter(|word| word.chars().count() > 3 && !EMPTY.contains(word))
        .map(|word| crate::word::verb::any(word).map_or_else(|| stem(word), |verb| verb.base.clone()))
        .collect()
}

fn stem(word: &str) -> String {
    crate::word::noun::singular(word).unwrap_or_else(|| word.to_owned())
}
