//! Our own rules for what Indonesian learners get wrong, one file a family.
//!
//! A rule reads one sentence and proposes changes; it fires only where a right sentence can hardly
//! look like that, since a false alarm teaches a learner something wrong.

use std::ops::Range;

use crate::explanation::Reason;
use crate::sentence::Sentence;
use crate::word;

/// A change of a span of the text, in code points.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Proposal {
    pub(crate) span: Range<usize>,
    pub(crate) replacement: String,
    pub(crate) reason: Reason,
    /// The word or phrase that the explanation is about, besides the wrong and the right one.
    pub(crate) about: String,
}

/// Collects what the rules propose for one sentence, in order of their importance.
#[derive(Debug)]
pub(crate) struct Proposals<'a> {
    sentence: &'a Sentence,
    pub(crate) found: Vec<Proposal>,
}

impl<'a> Proposals<'a> {
    pub(crate) fn new(sentence: &'a Sentence) -> Self {
        Self { sentence, found: Vec::new() }
    }

    /// Puts `replacement` in place of the tokens.
    pub(crate) fn replace(&mut self, tokens: Range<usize>, replacement: &str, reason: Reason) {
        self.replace_about(tokens, replacement, reason, "");
    }

    /// The same, with the word that the explanation is about.
    pub(crate) fn replace_about(
        &mut self,
        tokens: Range<usize>,
        replacement: &str,
        reason: Reason,
        about: &str,
    ) {
        let ends = self.sentence.token(tokens.start).zip(self.sentence.token(tokens.end.saturating_sub(1)));
        if let Some((first, last)) = ends {
            let replacement = word::with_case_of(&first.text, replacement);
            self.push(first.start..last.end, replacement, reason, about);
        }
    }

    /// Puts a word before the token.
    pub(crate) fn insert_before(&mut self, at: usize, word: &str, reason: Reason) {
        let text = self.sentence.text(at);
        let begins = at == self.sentence.first() && text.starts_with(char::is_uppercase);
        let keeps_capital = self.sentence.is_name(at) || text == "I";
        let rest = if begins && !keeps_capital { text.to_lowercase() } else { text.to_owned() };
        self.replace_about(at..at + 1, &format!("{word} {rest}"), reason, word);
    }

    /// Puts a word behind the token.
    pub(crate) fn insert_after(&mut self, at: usize, word: &str, reason: Reason) {
        let replacement = format!("{} {word}", self.sentence.text(at));
        if let Some(token) = self.sentence.token(at) {
            self.push(token.start..token.end, replacement, reason, word);
        }
    }

    /// Takes the tokens out, with the space that would be left over.
    pub(crate) fn delete(&mut self, tokens: Range<usize>, reason: Reason) {
        let sentence = self.sentence;
        let about = sentence.text(tokens.start).to_lowercase();
        let Some(first) = sentence.token(tokens.start) else { return };
        if tokens.start == sentence.first() {
            // What follows becomes the beginning.
            let next = sentence.text(tokens.end);
            let span_end = sentence.token(tokens.end).map_or(first.end, |token| token.end);
            let next = word::with_case_of(&first.text, next);
            self.push(first.start..span_end, next, reason, &about);
        } else {
            let before = sentence.token(tokens.start - 1).map_or(first.start, |token| token.end);
            let end = sentence.token(tokens.end - 1).map_or(first.end, |token| token.end);
            self.push(before..end, String::new(), reason, &about);
        }
    }

    /// Puts `replacement` in place of a span of code points, as it is.
    pub(crate) fn push(&mut self, span: Range<usize>, replacement: String, reason: Reason, about: &str) {
        self.found.push(Proposal { span, replacement, reason, about: about.to_owned() });
    }
}

type Rule = fn(&Sentence, &mut Proposals<'_>);

mod agreement;
mod article;
mod auxiliary;
mod clause;
mod complement;
mod copula;
mod noun;
mod order;
mod phrase;
mod pronoun;
mod structure;
mod surface;
mod tense;

/// Every rule; where two want the same words, the earlier one wins.
const RULES: &[Rule] = &[
    phrase::check,
    structure::check,
    order::check,
    tense::check,
    auxiliary::check,
    agreement::check,
    copula::check,
    complement::check,
    pronoun::check,
    article::check,
    noun::check,
    surface::check,
];

/// What all rules propose for one sentence, the most important first.
pub(crate) fn proposals(sentence: &Sentence) -> Vec<Proposal> {
    let mut proposals = Proposals::new(sentence);
    for rule in RULES {
        rule(sentence, &mut proposals);
    }
    proposals.found
}
