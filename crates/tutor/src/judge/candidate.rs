//! What could stand there instead: small changes of one sentence, generated without judgement.
//!
//! Names, numbers, marks, code and words of the local list are never touched.

mod article;
mod auxiliary;
mod choice;
mod noun;
mod order;
mod preposition;
mod pronoun;
mod spelling;
mod verb;

use std::collections::HashSet;
use std::ops::Range;

use super::kind::Kind;
use crate::sentence::{Sentence, TokenKind};
use crate::word;

/// One change of the text that the sentence was cut from, in code points of that text.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct Candidate {
    pub(super) span: Range<usize>,
    pub(super) replacement: String,
    pub(super) kind: Kind,
}

/// Everything that could be changed in the sentence, in order of position.
pub(super) fn candidates(s: &Sentence) -> Vec<Candidate> {
    const FAMILIES: &[fn(&Sentence, usize, &mut Candidates<'_>)] = &[
        noun::propose,
        verb::propose,
        auxiliary::propose,
        article::propose,
        preposition::propose,
        pronoun::propose,
        choice::propose,
        order::propose,
    ];
    let mut found = Candidates { s, found: Vec::new() };
    for at in s.places().filter(|at| s.is_word(*at)) {
        FAMILIES.iter().for_each(|propose| propose(s, at, &mut found));
    }
    spelling::propose(s, &mut found);
    let mut seen = HashSet::new();
    found.found.retain(|candidate| seen.insert((candidate.span.clone(), candidate.replacement.clone())));
    found.found.sort_by_key(|candidate| (candidate.span.start, candidate.span.end));
    found.found
}

/// Collects the candidates of one sentence; places are indices of its tokens.
struct Candidates<'a> {
    s: &'a Sentence,
    found: Vec<Candidate>,
}

impl Candidates<'_> {
    /// Other words in the place of these.
    fn put(&mut self, places: Range<usize>, words: &str, kind: Kind) {
        let Some((first, last)) = self.s.token(places.start).zip(self.s.token(places.end.saturating_sub(1)))
        else {
            return;
        };
        let replacement = word::with_case_of(&first.text, words);
        self.push(first.start..last.end, replacement, kind);
    }

    /// Another word in the place of this one.
    fn swap(&mut self, at: usize, other: &str, kind: Kind) {
        if other != self.s.w(at) {
            self.put(at..at + 1, other, kind);
        }
    }

    /// A word more, before this one.
    fn insert(&mut self, at: usize, new: &str, kind: Kind) {
        let Some(token) = self.s.token(at) else { return };
        let begins = at == self.s.first() && token.text.starts_with(char::is_uppercase);
        if begins && token.lower != "i" && !self.s.is_name(at) {
            let new = word::capitalise(new);
            self.push(token.start..token.end, format!("{new} {}", token.lower), kind);
        } else {
            self.push(token.start..token.start, format!("{new} "), kind);
        }
    }

    /// This word less.
    fn drop(&mut self, at: usize, kind: Kind) {
        let s = self.s;
        let Some(token) = s.token(at) else { return };
        match (s.kind(at - 1), s.token(at + 1)) {
            (TokenKind::Edge, Some(next)) if next.kind == TokenKind::Word => {
                let rest = word::with_case_of(&token.text, &next.text);
                self.push(token.start..next.end, rest, kind);
            }
            (TokenKind::Edge, _) => {}
            _ => {
                let before = s.token(at - 1).map_or(token.start, |token| token.end);
                self.push(before..token.end, String::new(), kind);
            }
        }
    }

    fn push(&mut self, span: Range<usize>, replacement: String, kind: Kind) {
        self.found.push(Candidate { span, replacement, kind });
    }
}

/// Whether the word is anybody's name or a local word, which nobody corrects.
fn untouchable(s: &Sentence, at: usize) -> bool {
    s.is_name(at) || lks_checker::is_local(s.w(at)) && !s.entry(at).known
}

/// Whether a noun phrase without its determiner could begin at `at`.
fn begins_noun_phrase(s: &Sentence, at: usize) -> bool {
    let entry = s.entry(at);
    let word = s.w(at);
    let content = entry.noun || entry.plural || entry.adjective || entry.participle || entry.ing;
    content && !is_function_word(word) && !is_determiner(s.w(at - 1)) && !s.entry(at - 1).adjective
}

/// Articles, demonstratives, possessives, quantities.
fn is_determiner(word: &str) -> bool {
    use crate::word::lists::{DETERMINERS, NUMERALS};
    DETERMINERS.contains(&word)
        || NUMERALS.contains(&word)
        || matches!(
            word,
            "these"
                | "those"
                | "some"
                | "any"
                | "every"
                | "each"
                | "no"
                | "many"
                | "much"
                | "several"
                | "few"
                | "all"
                | "both"
                | "another"
                | "other"
                | "one"
                | "which"
                | "what"
                | "whose"
        )
        || word.ends_with("'s")
}

/// Words that carry grammar rather than meaning.
fn is_function_word(word: &str) -> bool {
    use crate::word::lists::{BE, DO_FORMS, MODALS, OBJECTS, POSSESSIVES, PREPOSITIONS, SUBJECTS};
    [BE, DO_FORMS, MODALS, OBJECTS, POSSESSIVES, PREPOSITIONS, SUBJECTS]
        .iter()
        .any(|list| list.contains(&word))
        || is_determiner(word)
        || matches!(
            word,
            "be" | "been"
                | "being"
                | "have"
                | "has"
                | "had"
                | "having"
                | "not"
                | "there"
                | "here"
                | "that"
                | "who"
                | "where"
                | "why"
                | "how"
                | "then"
                | "also"
                | "too"
                | "very"
                | "so"
                | "just"
                | "because"
                | "as"
                | "into"
                | "onto"
                | "over"
                | "through"
                | "yes"
                | "please"
                | "more"
                | "most"
        )
        || word.contains('\'')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sentence::split;

    fn texts(text: &str) -> Vec<String> {
        let chars: Vec<char> = text.chars().collect();
        let apply = |candidate: Candidate| {
            let mut out: String = chars[..candidate.span.start].iter().collect();
            out.push_str(&candidate.replacement);
            out.extend(&chars[candidate.span.end..]);
            out
        };
        split(text).iter().flat_map(candidates).map(apply).collect()
    }

    #[test]
    fn the_right_sentence_is_among_the_candidates() {
        for (wrong, right) in [
            ("She discuss it every day.", "She discusses it every day."),
            ("They has many problem.", "They have many problem."),
            ("They have many problem.", "They have many problems."),
            ("I enjoy to play chess.", "I enjoy playing chess."),
            ("I want go home.", "I want to go home."),
            ("He bought new bag.", "He bought a new bag."),
            ("The life is hard.", "Life is hard."),
            ("We discussed about it.", "We discussed it."),
            ("I am interested on music.", "I am interested in music."),
            ("The weather very hot.", "The weather is very hot."),
            ("I have never see it.", "I have never seen it."),
            ("He runs very quick.", "He runs very quickly."),
            ("I like there house.", "I like their house."),
            ("My friend car is red.", "My friend's car is red."),
            ("This books are old.", "These books are old."),
            ("It was definately good.", "It was definitely good."),
            ("I do not know where is it.", "I do not know where it is."),
            ("Him is my friend.", "He is my friend."),
            ("It makes feel happy.", "It makes me feel happy."),
        ] {
            assert!(texts(wrong).iter().any(|text| text == right), "{wrong} -> {right}");
        }
    }

    #[test]
    fn names_and_local_words_are_never_changed() {
        for text in texts("Wahyuni eats rendang in Yogyakarta.") {
            for word in ["Wahyuni", "rendang", "Yogyakarta"] {
                assert!(text.contains(word), "{text}");
            }
        }
    }
}
