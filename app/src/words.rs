//! The interface in English and Bahasa Indonesia: every text has a key, and both languages or none.

mod texts;

use leptos::prelude::untrack;
use lks_domain::correction::{Category, Language};
use lks_domain::scores::{Level, Scores};

use crate::preferences::{Preferences, use_preferences};
pub use texts::{ENGLISH, INDONESIAN, Words};

/// The texts in this language.
pub const fn words(language: Language) -> &'static Words {
    match language {
        Language::En => &ENGLISH,
        Language::Id => &INDONESIAN,
    }
}

/// Speaks the learner's language.
#[derive(Clone, Copy)]
pub struct Speech(Preferences);

impl Speech {
    /// All texts; reactive.
    pub fn words(self) -> &'static Words {
        words(self.0.language())
    }

    /// All texts as of now, for use after an answer has come.
    pub fn words_now(self) -> &'static Words {
        untrack(|| self.words())
    }

    /// One text that follows the language.
    pub fn say(self, pick: fn(&Words) -> &'static str) -> impl Fn() -> &'static str + Copy + Send + Sync {
        move || pick(self.words())
    }
}

/// How this page speaks.
pub fn use_speech() -> Speech {
    Speech(use_preferences())
}

impl Words {
    /// A category's name for people.
    pub const fn category(&self, category: Category) -> &'static str {
        match category {
            Category::Verb => self.verb,
            Category::Agreement => self.agreement,
            Category::Article => self.article,
            Category::Preposition => self.preposition,
            Category::Noun => self.noun,
            Category::Pronoun => self.pronoun,
            Category::WordOrder => self.word_order,
            Category::Structure => self.structure,
            Category::WordChoice => self.word_choice,
            Category::Spelling => self.spelling,
            Category::Capitalization => self.capitalization,
            Category::Punctuation => self.punctuation,
            Category::Style => self.style,
            Category::Other => self.other,
        }
    }

    /// Each aspect's name and meaning, with its value.
    pub const fn aspects(&self, scores: &Scores) -> [(&'static str, &'static str, u8); 9] {
        let values = scores.values();
        [
            (self.fluency, self.fluency_means, values[0]),
            (self.vocabulary, self.vocabulary_means, values[1]),
            (self.grammar, self.grammar_means, values[2]),
            (self.comprehension, self.comprehension_means, values[3]),
            (self.coherence, self.coherence_means, values[4]),
            (self.etiquette, self.etiquette_means, values[5]),
            (self.responsiveness, self.responsiveness_means, values[6]),
            (self.clarity, self.clarity_means, values[7]),
            (self.overall, self.overall_means, values[8]),
        ]
    }

    /// What somebody at this level can do.
    pub const fn can_do(&self, level: Level) -> &'static str {
        match level {
            Level::A1 => self.level_a1,
            Level::A2 => self.level_a2,
            Level::B1 => self.level_b1,
            Level::B2 => self.level_b2,
            Level::C1 => self.level_c1,
        }
    }

    /// Why a reply failed, by its stable code; a code that is not known speaks for itself.
    pub fn failure(&self, code: &str, message: &str) -> String {
        let known = match code {
            "worker_unreachable" => self.worker_unreachable,
            "worker_busy" => self.worker_busy,
            "model_missing" => self.model_missing,
            "interrupted" => self.interrupted,
            "storage" => self.not_stored,
            "connection_lost" => self.connection_lost,
            _ if message.is_empty() => self.worker_failed,
            _ => return message.to_owned(),
        };
        known.to_owned()
    }
}
