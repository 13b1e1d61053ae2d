//! Forms of full verbs, and `to` before them.

use super::{Candidates, is_function_word, untouchable};
use crate::judge::kind::Kind;
use crate::sentence::Sentence;
use crate::word::inflection::{forms, verb_of};
use crate::word::verb::Verb;

pub(super) fn propose(s: &Sentence, at: usize, out: &mut Candidates<'_>) {
    let word = s.w(at);
    if untouchable(s, at) || is_function_word(word) {
        return;
    }
    let Some(verb) = verb_of(word) else { return };
    for form in forms(&verb).filter(|form| *form != word) {
        out.swap(at, form, kind(&verb, word, form));
    }
    let after_to = s.w(at - 1) == "to";
    if after_to && word == verb.base {
        out.put(at - 1..at + 1, &verb.ing, Kind::VerbForm);
        out.put(at - 1..at + 1, word, Kind::ToExtra);
    }
    if !after_to {
        out.put(
            at..at + 1,
            &format!("to {}", verb.base),
            if word == verb.base { Kind::ToMissing } else { Kind::VerbForm },
        );
    }
    for have in ["have", "has", "had"] {
        if word == verb.past() && word != verb.participle() || word == verb.base {
            out.put(at..at + 1, &format!("{have} {}", verb.participle()), Kind::AuxiliaryMissing);
        }
    }
    if word != verb.base && word != verb.ing {
        out.put(at..at + 1, &format!("will {}", verb.base), Kind::Tense);
    }
}

/// Between present and past lies the tense; anything else is a form.
fn kind(verb: &Verb, from: &str, to: &str) -> Kind {
    let present = |word: &str| word == verb.base || word == verb.third;
    let past = |word: &str| verb.past.iter().any(|past| past == word);
    let tense =
        present(from) && past(to) || past(from) && !verb.participle.iter().any(|p| p == from) && present(to);
    if tense { Kind::Tense } else { Kind::VerbForm }
}
