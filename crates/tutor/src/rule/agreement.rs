//! Subject and verb: she goes, they go, people are.

use super::Proposals;
use crate::explanation::agreement as note;
use crate::sentence::Sentence;
use crate::word::lists::{MIDDLE_ADVERBS, MODALS, THIRD};
use crate::word::verb;

pub(super) fn check(sentence: &Sentence, found: &mut Proposals<'_>) {
    for at in sentence.places() {
        third_person(sentence, at, found);
    }
}

fn third_person(s: &Sentence, at: usize, found: &mut Proposals<'_>) {
    if !THIRD.contains(&s.w(at)) || s.is(at - 1, MODALS) {
        return;
    }
    let mut place = at + 1;
    while s.is(place, MIDDLE_ADVERBS) {
        place += 1;
    }
    if let Some(verb) = verb::base(s.w(place)).filter(|verb| !verb::is(&verb.base, verb::Form::Past)) {
        found.replace_about(place..place + 1, &verb.third, note::THIRD_PERSON, s.text(at));
    }
}
