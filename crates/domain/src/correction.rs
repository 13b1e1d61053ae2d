//! What is wrong in a learner's text, what would be right, and why.

use serde::{Deserialize, Serialize};

use crate::error::Invalid;
use crate::limits;

/// Language of explanations and of the interface.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "lowercase")]
pub enum Language {
    /// Bahasa Indonesia.
    Id,
    /// English.
    #[default]
    En,
}

impl Language {
    /// All languages.
    pub const ALL: [Self; 2] = [Self::En, Self::Id];

    /// The code, as in `<html lang>` and in JSON.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Id => "id",
            Self::En => "en",
        }
    }

    /// The language with this code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|language| language.code() == code)
    }
}

/// The body of `POST /corrections`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CorrectionRequest {
    /// The learner's text; at most [`limits::CORRECTION_CHARS`] code points.
    #[cfg_attr(feature = "openapi", schema(max_length = 20000))]
    pub text: String,
    /// Language of the explanations.
    pub language: Language,
    /// Who judges: `practice-rules` the rules alone, else a language model of this server; absent: the
    /// model if it is here and answers in time, else the rules.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub model: Option<String>,
}

impl CorrectionRequest {
    /// Refuses a text that is too long.
    ///
    /// # Errors
    /// [`Invalid`] with a sentence for the client.
    pub fn validate(&self) -> Result<(), Invalid> {
        if self.text.chars().count() > limits::CORRECTION_CHARS {
            return Err(Invalid::new(format!("text is longer than {} characters", limits::CORRECTION_CHARS)));
        }
        Ok(())
    }
}

/// The answer of `POST /corrections`.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Corrections {
    /// The text with every edit applied.
    pub corrected: String,
    /// In order of position, never overlapping.
    pub edits: Vec<Edit>,
}

/// One change of the text. `start..end` counts Unicode code points of the text as sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Edit {
    /// First code point of the span.
    pub start: usize,
    /// First code point behind the span; equal to `start` for an insertion.
    pub end: usize,
    /// What stands there.
    pub original: String,
    /// What should stand there; empty for a deletion.
    pub replacement: String,
    /// What sort of mistake it is.
    pub category: Category,
    /// How much it matters.
    pub severity: Severity,
    /// Why, in the language that was asked for.
    pub explanation: String,
    /// Who found it: `rules`, `checker` or a model's name.
    pub source: String,
}

/// What sort of mistake an edit mends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Category {
    /// Tense and verb form.
    Verb,
    /// Subject and verb do not agree.
    Agreement,
    /// a, an, the.
    Article,
    /// in, on, at, …
    Preposition,
    /// Singular and plural.
    Noun,
    /// Pronouns.
    Pronoun,
    /// Order of words.
    WordOrder,
    /// A word is missing or too many.
    Structure,
    /// The wrong one of similar words.
    WordChoice,
    /// Spelling.
    Spelling,
    /// Capital letters.
    Capitalization,
    /// Punctuation and spacing.
    Punctuation,
    /// Right, but there is a better way to say it.
    Style,
    /// Anything else.
    Other,
}

/// How much a mistake matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// A better way to say it.
    Suggestion,
    /// Wrong, but easily understood.
    Minor,
    /// Wrong in a way that disturbs the meaning.
    Major,
}

impl Corrections {
    /// Applies `edits` to `text`; edits that overlap an earlier one, or lie outside, are dropped.
    /// Of edits that start together the longer one stays.
    pub fn apply(text: &str, mut edits: Vec<Edit>) -> Self {
        edits.sort_by(|a, b| a.start.cmp(&b.start).then(b.end.cmp(&a.end)));
        let chars: Vec<char> = text.chars().collect();
        let mut corrected = String::with_capacity(text.len());
        let mut position = 0;
        let mut last_insertion = None;
        edits.retain(|edit| {
            let fits = edit.start >= position && edit.start <= edit.end && edit.end <= chars.len();
            if !fits || last_insertion == Some(edit.start) {
                return false;
            }
            corrected.extend(&chars[position..edit.start]);
            corrected.push_str(&edit.replacement);
            position = edit.end;
            last_insertion = (edit.start == edit.end).then_some(edit.start);
            true
        });
        corrected.extend(&chars[position..]);
        Self { corrected, edits }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn edit(start: usize, end: usize, replacement: &str) -> Edit {
        Edit {
            start,
            end,
            original: String::new(),
            replacement: replacement.to_owned(),
            category: Category::Other,
            severity: Severity::Minor,
            explanation: String::new(),
            source: "rules".to_owned(),
        }
    }

    #[test]
    fn edits_are_applied_by_code_points_and_overlaps_are_dropped() {
        let text = "😀 she go home";
        let result = Corrections::apply(text, vec![edit(6, 8, "goes"), edit(2, 5, "She"), edit(7, 9, "x")]);
        assert_eq!(result.corrected, "😀 She goes home");
        assert_eq!(result.edits.len(), 2);
        assert_eq!(result.edits[0].start, 2);
    }

    #[test]
    fn a_span_outside_the_text_changes_nothing() {
        let result = Corrections::apply("ok", vec![edit(1, 9, "x")]);
        assert_eq!((result.corrected.as_str(), result.edits.len()), ("ok", 0));
    }
}
