//! Why a change is proposed, in Bahasa Indonesia and English: one note a kind of mistake.
//!
//! In a text `{o}` is what the learner wrote, `{r}` what should stand there, `{x}` the word it is
//! about. The notes teach the rule; they never scold.

use lks_domain::correction::{Category, Language, Severity};

pub(crate) mod agreement;
pub(crate) mod choice;
pub(crate) mod judged;
pub(crate) mod noun;
pub(crate) mod structure;
pub(crate) mod surface;
pub(crate) mod verb;

/// A kind of mistake and what to say about it.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Note {
    pub(crate) category: Category,
    pub(crate) severity: Severity,
    pub(crate) en: &'static str,
    pub(crate) id: &'static str,
}

/// What a rule gives as its reason.
pub(crate) type Reason = &'static Note;

impl Note {
    pub(crate) fn text(&self, language: Language, original: &str, replacement: &str, about: &str) -> String {
        let template = match language {
            Language::En => self.en,
            Language::Id => self.id,
        };
        template.replace("{o}", original.trim()).replace("{r}", replacement.trim()).replace("{x}", about)
    }
}

/// Declares notes: name, category, severity, English, Indonesian.
macro_rules! notes {
    ($($name:ident: $category:ident, $severity:ident, $en:literal, $id:literal;)*) => {
        use lks_domain::correction::{Category, Severity};
        use super::Note;
        $(pub(crate) const $name: &Note = &Note {
            category: Category::$category,
            severity: Severity::$severity,
            en: $en,
            id: $id,
        };)*
    };
}
pub(crate) use notes;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_note_names_the_words_in_both_languages() {
        let text = |language| agreement::THIRD_PERSON.text(language, "go", "goes", "she");
        assert!(text(Language::En).contains("“goes”") && text(Language::En).contains("“she”"));
        assert!(text(Language::Id).contains("“goes”") && text(Language::Id) != text(Language::En));
    }
}
