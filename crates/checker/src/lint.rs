//! The check itself: spelling first, then harper's rules; one finding a span.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use harper_core::linting::{Lint, LintGroup, LintKind, Suggestion};
use harper_core::parsers::PlainEnglish;
use harper_core::spell::Dictionary;
use harper_core::{Dialect, Document, Span};

use crate::curation;
use crate::lexicon::{dictionary, entry};
use crate::local_words::local_spelling;
use crate::spelling;

/// Misspelt words looked up per call; a text with more is no English text.
const MOST_MISSPELT: usize = 60;

/// What a finding is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Kind {
    /// A misspelt word.
    Spelling,
    /// A name or a similar word without its capital.
    Capitalization,
    /// Subject and verb, or number.
    Agreement,
    /// Any other grammar.
    Grammar,
    /// Punctuation.
    Punctuation,
    /// A wrong or unusual word.
    WordChoice,
    /// Order of words.
    WordOrder,
    /// A word too many.
    Redundancy,
    /// A better way to say it.
    Style,
    /// Anything else.
    Other,
}

/// Something that is probably wrong, and what it should be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// First code point.
    pub start: usize,
    /// First code point behind it.
    pub end: usize,
    /// The rule's name.
    pub rule: String,
    /// What it is about.
    pub kind: Kind,
    /// One English sentence about it.
    pub message: String,
    /// What could stand there instead, best first; never empty; an empty text deletes.
    pub suggestions: Vec<String>,
}

/// Checks a text; findings in order of position, never overlapping.
pub fn lint(text: &str) -> Vec<Finding> {
    // harper is foreign code run on whatever people type: a panic in it means no findings.
    catch_unwind(AssertUnwindSafe(|| check(text))).unwrap_or_default()
}

fn check(text: &str) -> Vec<Finding> {
    let chars: Vec<char> = text.chars().collect();
    let document = Document::new_from_chars(chars.clone().into(), &PlainEnglish, dictionary().as_ref());
    let mut findings = misspelt(&document, &chars);
    findings.extend(by_rules(&document, &chars));
    findings.sort_by(|a, b| a.start.cmp(&b.start).then(b.end.cmp(&a.end)).then(a.rule.cmp(&b.rule)));
    let mut end = 0;
    findings.retain(|finding| {
        let free = finding.start >= end;
        if free {
            end = finding.end.max(finding.start + 1);
        }
        free
    });
    findings
}

fn by_rules(document: &Document, chars: &[char]) -> Vec<Finding> {
    let organized = group().lock().unwrap_or_else(PoisonError::into_inner).organized_lints(document);
    organized
        .into_iter()
        .flat_map(|(rule, lints)| lints.into_iter().map(move |lint| (rule.clone(), lint)))
        .filter_map(|(rule, lint)| finding(rule, &lint, chars))
        .collect()
}

fn group() -> &'static Mutex<LintGroup> {
    static GROUP: OnceLock<Mutex<LintGroup>> = OnceLock::new();
    GROUP.get_or_init(|| {
        let group = LintGroup::new_curated(Arc::clone(dictionary()), Dialect::American);
        Mutex::new(group.with_lint_config(curation::rules()))
    })
}

fn finding(rule: String, lint: &Lint, chars: &[char]) -> Option<Finding> {
    let span = lint.span;
    let original: String = chars.get(span.start..span.end)?.iter().collect();
    let suggestions: Vec<String> = lint
        .suggestions
        .iter()
        .map(|suggestion| match suggestion {
            Suggestion::ReplaceWith(with) => with.iter().collect(),
            Suggestion::InsertAfter(more) => original.chars().chain(more.iter().copied()).collect(),
            Suggestion::Remove => String::new(),
        })
        .filter(|suggestion| *suggestion != original)
        .collect();
    (!suggestions.is_empty() && !original.is_empty()).then(|| Finding {
        start: span.start,
        end: span.end,
        rule,
        kind: kind(lint.lint_kind),
        message: lint.message.replace('`', "\""),
        suggestions,
    })
}

const fn kind(kind: LintKind) -> Kind {
    match kind {
        LintKind::Spelling | LintKind::Typo | LintKind::BoundaryError => Kind::Spelling,
        LintKind::Capitalization => Kind::Capitalization,
        LintKind::Agreement => Kind::Agreement,
        LintKind::Grammar | LintKind::Nonstandard => Kind::Grammar,
        LintKind::Punctuation | LintKind::Formatting => Kind::Punctuation,
        LintKind::Eggcorn | LintKind::Malapropism | LintKind::Usage | LintKind::WordChoice => {
            Kind::WordChoice
        }
        LintKind::WordOrder => Kind::WordOrder,
        LintKind::Redundancy | LintKind::Repetition => Kind::Redundancy,
        LintKind::Enhancement | LintKind::Readability | LintKind::Style | LintKind::Regionalism => {
            Kind::Style
        }
        LintKind::Miscellaneous => Kind::Other,
    }
}

fn misspelt(document: &Document, chars: &[char]) -> Vec<Finding> {
    let words = document.tokens().filter(|token| token.kind.is_word()).map(|token| token.span);
    words
        .filter(|span| is_plain_word(*span, chars))
        .filter(|span| !is_known(&chars[span.start..span.end]))
        .take(MOST_MISSPELT)
        .filter_map(|span| spelling_finding(span, chars))
        .collect()
}

/// Letters only, no digit or mark next to it (addresses, @names, #tags, file names), no capitals inside.
fn is_plain_word(span: Span<char>, chars: &[char]) -> bool {
    let word = &chars[span.start..span.end];
    let letters = |c: &char| c.is_ascii_alphabetic() || matches!(c, '\'' | '’');
    let before = span.start.checked_sub(1).map(|at| chars[at]);
    let after = chars.get(span.end);
    let attached = |c: char| c.is_alphanumeric() || "@#_/\\-.:".contains(c);
    let attached_after = |c: char| c.is_alphanumeric() || "@_/\\-".contains(c);
    word.len() > 2
        && word.iter().all(letters)
        && word.iter().skip(1).all(|c| !c.is_uppercase())
        && !before.is_some_and(attached)
        && !after.is_some_and(|c| attached_after(*c))
}

fn is_known(word: &[char]) -> bool {
    let normal: Vec<char> = word.iter().map(|c| if *c == '’' { '\'' } else { *c }).collect();
    let lower: Vec<char> = normal.iter().map(char::to_ascii_lowercase).collect();
    dictionary().contains_exact_word(&normal)
        || dictionary().contains_exact_word(&lower)
        || local_spelling(&lower.iter().collect::<String>()).is_some_and(|local| {
            let text: String = normal.iter().collect();
            text == local || lower.iter().collect::<String>() == local || text == "Kak"
        })
        || is_known_stem(&lower)
}

/// "Siti's", "mum's": the word without its ending is known.
fn is_known_stem(lower: &[char]) -> bool {
    lower.iter().position(|c| *c == '\'').is_some_and(|at| {
        let stem: String = lower[..at].iter().collect();
        entry(&stem).known || local_spelling(&stem).is_some()
    })
}

fn spelling_finding(span: Span<char>, chars: &[char]) -> Option<Finding> {
    let word: String = chars[span.start..span.end].iter().collect();
    let lower = word.to_lowercase().replace('’', "'");
    if let Some(right) = capitalised(&lower) {
        let message = format!("\"{right}\" is written with a capital letter.");
        return (right != word)
            .then(|| spelled(span, "LocalCapital", Kind::Capitalization, message, vec![right]));
    }
    let capital = word.starts_with(char::is_uppercase);
    let mut suggestions = spelling::suggestions(&lower.chars().collect::<Vec<_>>());
    if capital && (!begins_sentence(span.start, chars) || !is_clear(&lower, suggestions.first()?)) {
        // A capital usually means a name, and nobody's name is a spelling mistake.
        return None;
    }
    if capital {
        suggestions = suggestions.into_iter().map(|word| with_capital(&word)).collect();
    }
    let message = format!("\"{word}\" is not an English word.");
    (!suggestions.is_empty()).then(|| spelled(span, "Spelling", Kind::Spelling, message, suggestions))
}

fn spelled(span: Span<char>, rule: &str, kind: Kind, message: String, suggestions: Vec<String>) -> Finding {
    Finding { start: span.start, end: span.end, rule: rule.to_owned(), kind, message, suggestions }
}

/// The one capitalised way to write a word that is a name only ("monday", "jakarta").
fn capitalised(lower: &str) -> Option<String> {
    if let Some(local) = local_spelling(lower) {
        return Some(local.to_owned());
    }
    let chars: Vec<char> = lower.chars().collect();
    dictionary().get_correct_capitalization_of(&chars).map(|right| right.iter().collect())
}

fn begins_sentence(start: usize, chars: &[char]) -> bool {
    chars[..start].iter().rev().find(|c| !c.is_whitespace()).is_none_or(|c| ".!?".contains(*c))
}

/// One slip away from a common word of some length.
fn is_clear(lower: &str, suggestion: &str) -> bool {
    lower.len() > 5
        && entry(suggestion).common
        && crate::edit_distance::within(
            &lower.chars().collect::<Vec<_>>(),
            &suggestion.chars().collect::<Vec<_>>(),
            1,
        )
        .is_some()
}

fn with_capital(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<(String, String)> {
        let chars: Vec<char> = text.chars().collect();
        lint(text)
            .into_iter()
            .map(|found| (chars[found.start..found.end].iter().collect(), found.suggestions[0].clone()))
            .collect()
    }

    #[test]
    fn misspelt_words_are_found_by_code_points() {
        let found = lint("😀 It is beautifull");
        assert_eq!((found[0].start, found[0].end, found[0].kind), (8, 18, Kind::Spelling));
        assert_eq!(found[0].suggestions[0], "beautiful");
    }

    #[test]
    fn both_spellings_names_foods_and_addresses_are_left_alone() {
        for text in [
            "My favourite colour is blue, and my favorite color is grey.",
            "Wahyuni and Bambang eat rendang and gudeg in Yogyakarta.",
            "Write to budi.santoso@example.com or see https://example.com/becouse.",
            "I follow @sitirahayuu and #mondaymotivatiom.",
            "Siti's mum organises the programme at the community centre.",
        ] {
            assert_eq!(words(text), [], "{text}");
        }
    }

    #[test]
    fn names_without_a_capital_get_one() {
        assert_eq!(words("I live in jakarta."), [("jakarta".to_owned(), "Jakarta".to_owned())]);
    }

    #[test]
    fn weird_text_is_survived() {
        for text in ["", "\u{0}", "🇮🇩🇮🇩", "e\u{301}\u{301}", "\u{202e}abc", "'''", "a\n\n\nb", "…—“”"]
        {
            lint(text);
        }
    }
}
