//! Words too many, missing, or not fitting the rest: although … but, my father he, In my class have.

use super::Proposals;
use super::clause::{has_verb, is_verb_like};
use crate::explanation::structure as note;
use crate::sentence::Sentence;
use crate::word::lists::{ADJECTIVES, COUNTABLE, PEOPLE, POSSESSIVES};
use crate::word::verb::{self, Form};

pub(super) fn check(s: &Sentence, found: &mut Proposals<'_>) {
    although_but(s, s.first(), found);
    double_subject(s, s.first(), found);
    starts_with_is(s, s.first(), found);
    have_for_ada(s, s.first(), found);
    for at in s.places() {
        tag(s, at, found);
        want_that(s, at, found);
    }
}

/// "Although it rained, but we went", "Because I was sick, so I stayed".
fn although_but(s: &Sentence, first: usize, found: &mut Proposals<'_>) {
    let concession = s.is(first, &["although", "though"]) || s.follows(first, &["even", "though"]);
    let cause = s.is(first, &["because", "since"]);
    let (word, reason) = match (concession, cause) {
        (true, _) => ("but", note::ALTHOUGH_BUT),
        (_, true) => ("so", note::BECAUSE_SO),
        _ => return,
    };
    let Some(comma) = s.places().find(|at| s.w(*at) == ",") else { return };
    if s.w(comma + 1) == word && is_subject_like(s, comma + 2) {
        found.delete(comma + 1..comma + 2, reason);
        if let Some(last) = found.found.last_mut() {
            last.about = s.text(first).to_owned();
        }
    }
}

fn is_subject_like(s: &Sentence, at: usize) -> bool {
    crate::word::lists::SUBJECTS.contains(&s.w(at))
        || POSSESSIVES.contains(&s.w(at))
        || s.is(at, &["the", "this", "that", "there"])
        || s.is_name(at)
}

/// "My father he works".
fn double_subject(s: &Sentence, first: usize, found: &mut Proposals<'_>) {
    let person = POSSESSIVES.contains(&s.w(first)) && PEOPLE.contains(&s.w(first + 1));
    if person && s.is(first + 2, &["he", "she"]) && is_verb_like(s, first + 3) {
        found.delete(first + 2..first + 3, note::DOUBLE_SUBJECT);
    }
}

/// "Is very hot today."
fn starts_with_is(s: &Sentence, first: usize, found: &mut Proposals<'_>) {
    let statement = !s.is_question()
        && s.is(first + 1, &["very", "so", "really", "too", "not"])
        && ADJECTIVES.contains(&s.w(first + 2));
    if s.w(first) == "is" && statement {
        found.replace(first..first + 1, "it is", note::IT_SUBJECT);
    }
}

/// "In my class have 30 students": Indonesian "ada".
fn have_for_ada(s: &Sentence, first: usize, found: &mut Proposals<'_>) {
    if !s.is(first, &["in", "at", "on"]) {
        return;
    }
    let Some(have) = (first + 2..first + 5).find(|at| s.is(*at, &["have", "has"])) else { return };
    if has_verb(s, first + 1..have)
        || s.w(have + 1) == "been"
        || (first + 1..have)
            .any(|at| s.is_break(at) || s.is(at, &["i", "we", "you", "they", "he", "she", "which", "who"]))
    {
        return;
    }
    let one = s.is(have + 1, &["a", "an", "one"])
        || (COUNTABLE.contains(&s.w(have + 1)) && !s.entry(have + 1).plural);
    found.replace(have..have + 1, if one { "there is" } else { "there are" }, note::THERE_FOR_ADA);
}

/// "You are a student, isn't it?"
fn tag(s: &Sentence, at: usize, found: &mut Proposals<'_>) {
    if s.w(at - 1) != "," || !s.follows(at, &["isn't", "it"]) || s.w(at + 2) != "?" {
        return;
    }
    let tag = match (s.w(s.first()), s.w(s.first() + 1)) {
        ("you" | "we" | "they", "are") => format!("aren't {}", s.w(s.first())),
        ("you" | "we" | "they", "were") => format!("weren't {}", s.w(s.first())),
        ("he" | "she", "is") => format!("isn't {}", s.w(s.first())),
        ("he" | "she", "was") => format!("wasn't {}", s.w(s.first())),
        ("you're", _) => "aren't you".to_owned(),
        ("we're", _) => "aren't we".to_owned(),
        ("they're", _) => "aren't they".to_owned(),
        ("he's", _) => "isn't he".to_owned(),
        ("she's", _) => "isn't she".to_owned(),
        ("you" | "we" | "they", word) if plain(word) => format!("don't {}", s.w(s.first())),
        ("he" | "she", word) if verb::is(word, Form::Third) => format!("doesn't {}", s.w(s.first())),
        _ => return,
    };
    found.replace(at..at + 2, &tag, note::TAG);
}

/// A verb that is asked about with "do": no past form, no helper.
fn plain(word: &str) -> bool {
    verb::is(word, Form::Base) && !verb::is(word, Form::Past) && !matches!(word, "can" | "will" | "must")
}

/// "I want that you come".
fn want_that(s: &Sentence, at: usize, found: &mut Proposals<'_>) {
    if s.is(at, &["want", "wants", "wanted"]) && s.w(at + 1) == "that" {
        let object = match s.w(at + 2) {
            "you" => "you",
            other => crate::word::lists::object_of(other).unwrap_or_default(),
        };
        if let Some(verb) = verb::any(s.w(at + 3)).filter(|_| !object.is_empty()) {
            found.replace(at..at + 4, &format!("{} {object} to {}", s.w(at), verb.base), note::WANT_TO);
        }
    }
}
