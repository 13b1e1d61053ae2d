//! Prepositions: another one, one more, one less; and the conjunctions that are mistaken for them.

use super::{Candidates, is_determiner, is_function_word};
use crate::judge::kind::Kind;
use crate::sentence::Sentence;

/// Each preposition and those that learners take it for.
const OTHERS: &[(&str, &[&str])] = &[
    ("in", &["on", "at", "to", "of", "for", "with", "into", "during"]),
    ("on", &["in", "at", "to", "of", "about", "for", "with"]),
    ("at", &["in", "on", "to", "for", "with", "of"]),
    ("to", &["for", "in", "at", "of", "with", "on", "from", "into", "about"]),
    ("for", &["to", "of", "in", "on", "about", "with", "from", "since"]),
    ("of", &["in", "for", "from", "on", "to", "about", "with", "by"]),
    ("with", &["to", "by", "of", "in", "for", "about", "from", "at", "as"]),
    ("by", &["with", "in", "from", "on", "of", "for", "at"]),
    ("from", &["of", "in", "by", "to", "for", "with", "at"]),
    ("about", &["of", "on", "for", "in", "to", "with", "at"]),
    ("into", &["in", "to", "on"]),
    ("since", &["for", "from", "because"]),
    ("during", &["in", "for", "while", "on"]),
    ("between", &["among", "in"]),
    ("among", &["between", "of"]),
    ("until", &["to", "by"]),
    ("towards", &["to", "with", "for"]),
    ("over", &["in", "about", "on"]),
    ("through", &["by", "in", "with", "to"]),
    ("like", &["as", "such as"]),
    ("as", &["like", "than", "such as"]),
    ("than", &["as", "from"]),
    ("because", &["because of"]),
    ("after", &["in", "later"]),
    ("beside", &["besides"]),
    ("besides", &["beside"]),
    ("despite", &["although", "in spite of"]),
    ("although", &["despite"]),
];
/// Those that are most often left out.
const MISSING: &[&str] = &["to", "of", "in", "on", "at", "for", "with", "about", "from", "by", "as"];

pub(super) fn propose(s: &Sentence, at: usize, out: &mut Candidates<'_>) {
    let word = s.w(at);
    if let Some((_, others)) = OTHERS.iter().find(|(one, _)| *one == word) {
        others.iter().for_each(|other| out.swap(at, other, Kind::PrepositionOther));
        if !matches!(word, "like" | "because" | "although" | "than") {
            out.drop(at, Kind::PrepositionExtra);
        }
        return;
    }
    if may_follow(s, at) {
        MISSING.iter().for_each(|missing| out.insert(at, missing, Kind::PrepositionMissing));
    }
}

/// Whether a preposition could be missing before `at`: behind a verb, noun or adjective, before what
/// can be its object.
fn may_follow(s: &Sentence, at: usize) -> bool {
    let before = s.entry(at - 1);
    let governs = (before.any_verb() || before.noun || before.plural || before.adjective || before.adverb)
        && !is_function_word(s.w(at - 1))
        || super::pronoun::is_object(s.w(at - 1));
    let entry = s.entry(at);
    let object = is_determiner(s.w(at))
        || super::pronoun::is_object(s.w(at))
        || s.is_name(at)
        || entry.noun
        || entry.plural
        || entry.ing
        || entry.adjective && !entry.adverb;
    governs && object
}
