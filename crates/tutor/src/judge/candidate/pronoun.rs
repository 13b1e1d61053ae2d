//! Pronouns and determiners: another one, one more.

use super::{Candidates, is_function_word};
use crate::judge::kind::Kind;
use crate::sentence::Sentence;
use crate::word::inflection::verb_of;
use crate::word::lists::{OBJECTS, SUBJECTS};

const SETS: &[(&[&str], Kind)] = &[
    (&["I", "me", "my", "mine", "myself"], Kind::Pronoun),
    (&["you", "your", "yours", "yourself"], Kind::Pronoun),
    (&["he", "him", "his", "himself"], Kind::Pronoun),
    (&["she", "her", "hers", "herself"], Kind::Pronoun),
    (&["it", "its", "it's"], Kind::Pronoun),
    (&["we", "us", "our", "ours", "ourselves"], Kind::Pronoun),
    (&["they", "them", "their", "theirs", "themselves"], Kind::Pronoun),
    (&["it", "they"], Kind::Pronoun),
    (&["it", "them"], Kind::Pronoun),
    (&["its", "their"], Kind::Pronoun),
    (&["his", "her", "their"], Kind::Pronoun),
    (&["who", "which", "that", "whom", "whose"], Kind::Pronoun),
    (&["which", "what"], Kind::Pronoun),
    (&["this", "these"], Kind::Determiner),
    (&["that", "those"], Kind::Determiner),
    (&["much", "many", "a lot of"], Kind::Determiner),
    (&["few", "little", "a few", "a little"], Kind::Determiner),
    (&["less", "fewer"], Kind::Determiner),
    (&["other", "another", "others", "the other"], Kind::Determiner),
    (&["some", "any"], Kind::Determiner),
    (&["every", "all", "each"], Kind::Determiner),
    (&["more", "most", "much"], Kind::Determiner),
    (&["somebody", "anybody"], Kind::Determiner),
    (&["something", "anything"], Kind::Determiner),
];

pub(super) fn propose(s: &Sentence, at: usize, out: &mut Candidates<'_>) {
    let word = s.w(at);
    for (set, kind) in SETS.iter().filter(|(set, _)| set.iter().any(|one| one.eq_ignore_ascii_case(word))) {
        set.iter()
            .filter(|other| !other.eq_ignore_ascii_case(word))
            .for_each(|other| out.swap(at, other, *kind));
    }
    if matches!(
        word,
        "more" | "most" | "that" | "so" | "but" | "very" | "it" | "and" | "also" | "they" | "he" | "she"
    ) && !s.is_break(at + 1)
    {
        out.drop(at, Kind::WordExtra);
    }
    insert(s, at, out);
}

/// "Is raining", "I like very much", "makes feel": a pronoun is missing.
fn insert(s: &Sentence, at: usize, out: &mut Candidates<'_>) {
    let word = s.w(at);
    if s.is(at, &["is", "was", "has", "will", "can", "makes", "seems", "means", "depends"])
        && (s.is_break(at - 1)
            || s.is(at - 1, &["because", "but", "and", "that", "when", "if", "so", "think", "although"]))
    {
        ["it", "there", "this"].iter().for_each(|subject| out.insert(at, subject, Kind::WordMissing));
    }
    let verb_before = !is_function_word(s.w(at - 1)) && verb_of(s.w(at - 1)).is_some();
    if !verb_before {
        return;
    }
    let verb_here =
        s.entry(at).verb && !s.entry(at).noun || verb_of(word).is_some_and(|verb| verb.base == word);
    if s.is(at, &["very", "because", "but", "so", "when", "and", "if"]) {
        ["it", "them"].iter().for_each(|object| out.insert(at, object, Kind::WordMissing));
    } else if verb_here && !is_function_word(word) {
        ["me", "us", "you", "people", "it"]
            .iter()
            .for_each(|object| out.insert(at, object, Kind::WordMissing));
    }
}

pub(super) fn is_subject(word: &str) -> bool {
    SUBJECTS.contains(&word)
}

pub(super) fn is_object(word: &str) -> bool {
    OBJECTS.contains(&word)
}
