//! Be, have, do and the modals: another form, one more, one less.

use super::{Candidates, is_function_word, untouchable};
use crate::judge::kind::Kind;
use crate::sentence::Sentence;
use crate::word::inflection::verb_of;
use crate::word::lists::{BE, MODALS};

const PRESENT_BE: &[&str] = &["am", "is", "are"];
const PAST_BE: &[&str] = &["was", "were"];
/// Sets of which one word may stand for the other.
const SETS: &[(&[&str], Kind)] = &[
    (PRESENT_BE, Kind::Agreement),
    (PAST_BE, Kind::Agreement),
    (&["have", "has"], Kind::Agreement),
    (&["do", "does"], Kind::Agreement),
    (&["don't", "doesn't"], Kind::Agreement),
    (&["isn't", "aren't"], Kind::Agreement),
    (&["wasn't", "weren't"], Kind::Agreement),
    (&["haven't", "hasn't"], Kind::Agreement),
    (&["have", "has", "had", "having"], Kind::Tense),
    (&["do", "does", "did", "doing"], Kind::Tense),
    (&["don't", "doesn't", "didn't"], Kind::Tense),
    (&["am", "is", "are", "was", "were", "be", "been", "being"], Kind::Tense),
    (&["isn't", "aren't", "wasn't", "weren't", "don't", "doesn't", "didn't"], Kind::Tense),
    (&["can", "could", "be able to"], Kind::Modal),
    (&["will", "would"], Kind::Modal),
    (&["may", "might"], Kind::Modal),
    (&["can't", "couldn't"], Kind::Modal),
    (&["won't", "wouldn't"], Kind::Modal),
];

pub(super) fn propose(s: &Sentence, at: usize, out: &mut Candidates<'_>) {
    let word = s.w(at);
    for (set, kind) in SETS.iter().filter(|(set, _)| set.contains(&word)) {
        set.iter().for_each(|other| out.swap(at, other, *kind));
    }
    let be = BE.contains(&word);
    if be && !s.is_break(at + 1) {
        out.drop(at, Kind::WordExtra);
        out.put(at..at + 1, &format!("{} been", if word == "is" { "has" } else { "have" }), Kind::Tense);
        copula_before_verb(s, at, out);
    }
    if matches!(word, "do" | "does" | "did" | "been" | "being" | "have" | "has" | "had" | "will" | "would") {
        out.drop(at, Kind::WordExtra);
    }
    insert_be(s, at, out);
    insert_helper(s, at, out);
}

/// "I am agree", "he was go": the verb alone, or "be" with -ing.
fn copula_before_verb(s: &Sentence, at: usize, out: &mut Candidates<'_>) {
    let next = s.w(at + 1);
    if is_function_word(next) {
        return;
    }
    let Some(verb) = verb_of(next).filter(|verb| verb.base == next) else { return };
    let alone = if s.is(at, PAST_BE) {
        verb.past()
    } else if s.w(at) == "is" {
        &verb.third
    } else {
        &verb.base
    };
    out.put(at..at + 2, alone, Kind::VerbForm);
}

/// A form of "be" before what can stand behind it, where no verb stands before.
fn insert_be(s: &Sentence, at: usize, out: &mut Candidates<'_>) {
    let entry = s.entry(at);
    let before = s.w(at - 1);
    let verb_before =
        BE.contains(&before) || matches!(before, "be" | "been" | "being" | "to") || before.ends_with("'m");
    let predicate = entry.adjective
        || entry.ing
        || entry.participle
        || entry.adverb
        || entry.preposition
        || entry.noun
        || matches!(s.w(at), "a" | "an" | "the" | "my" | "not" | "very" | "so" | "too" | "no");
    if verb_before || !predicate || s.is_break(at - 1) {
        return;
    }
    if MODALS.contains(&before) {
        return out.insert(at, "be", Kind::BeMissing);
    }
    if matches!(before, "have" | "has" | "had") {
        return out.insert(at, "been", Kind::BeMissing);
    }
    let nominal = |i: usize| {
        let entry = s.entry(i);
        entry.noun
            || entry.plural
            || s.is_name(i)
            || !entry.known
            || super::pronoun::is_subject(s.w(i))
            || s.is(
                i,
                &["there", "this", "that", "these", "those", "who", "which", "what", "where", "today", "now"],
            )
    };
    let adverb_between = s.entry(at - 1).adverb && nominal(at - 2);
    if nominal(at - 1) || adverb_between {
        for be in ["am", "is", "are", "was", "were"] {
            let person = match before {
                "i" => matches!(be, "am" | "was"),
                "he" | "she" | "it" => matches!(be, "is" | "was"),
                "we" | "you" | "they" => matches!(be, "are" | "were"),
                _ => be != "am",
            };
            if person {
                out.insert(at, be, Kind::BeMissing);
            }
        }
    }
}

/// have, will and their like before a verb.
fn insert_helper(s: &Sentence, at: usize, out: &mut Candidates<'_>) {
    let before = s.w(at - 1);
    if untouchable(s, at) || is_function_word(s.w(at)) && s.w(at) != "be" && s.w(at) != "been" {
        return;
    }
    if is_helper(before) || s.is_break(at - 1) || matches!(before, "to" | "the" | "a" | "an" | "not") {
        return;
    }
    let entry = s.entry(at);
    let helpers: &[&str] = match s.w(at) {
        "been" => &["have", "has", "had"],
        "be" => &["will", "would", "can", "to"],
        _ if entry.participle && !entry.verb => &["have", "has", "had"],
        _ if entry.verb && !entry.adjective => &["will", "would", "can", "could", "do", "does", "did"],
        _ => &[],
    };
    helpers.iter().for_each(|helper| out.insert(at, helper, Kind::AuxiliaryMissing));
}

fn is_helper(word: &str) -> bool {
    BE.contains(&word)
        || MODALS.contains(&word)
        || matches!(word, "be" | "been" | "being" | "have" | "has" | "had" | "do" | "does" | "did" | "having")
        || word.ends_with("n't")
        || word.ends_with("'ve")
        || word.ends_with("'ll")
        || word.ends_with("'d")
}
