//! Order of words that needs more than a table: adjectives, questions without do.

use super::Proposals;
use super::clause::{ends_phrase, past_time};
use crate::explanation::structure as note;
use crate::sentence::Sentence;
use crate::word::indefinite_article;
use crate::word::lists::{COUNTABLE, SUBJECTS};
use crate::word::verb::{self, Form};

/// Adjectives that never stand behind their noun by right.
const BEFORE: &[&str] = &[
    "red",
    "black",
    "white",
    "blue",
    "green",
    "yellow",
    "brown",
    "pink",
    "purple",
    "grey",
    "gray",
    "big",
    "small",
    "new",
    "old",
    "expensive",
    "cheap",
    "beautiful",
    "delicious",
    "handsome",
    "tall",
    "smart",
    "famous",
    "good",
    "favorite",
    "favourite",
];

pub(super) fn check(s: &Sentence, found: &mut Proposals<'_>) {
    for at in s.places() {
        adjective(s, at, found);
        very_much(s, at, found);
    }
    question(s, s.first(), found);
}

/// "a car red", "The car red is mine", "my food favorite is".
fn adjective(s: &Sentence, at: usize, found: &mut Proposals<'_>) {
    let noun = s.w(at + 1);
    let adjective = s.w(at + 2);
    let one = s.is(at, &["a", "an"])
        && (COUNTABLE.contains(&noun) || matches!(noun, "food"))
        && ends_phrase(s, at + 3);
    let owned = s.is(at, &["my", "the", "your", "his", "her"])
        && s.is(at + 3, &["is", "are", "was"])
        && (COUNTABLE.contains(&noun) || matches!(noun, "food" | "color" | "colour"))
        && super::clause::opens_clause(s, at);
    if !BEFORE.contains(&adjective) || s.is(at + 3, &["than", "as"]) {
        return;
    }
    // "painted a car red", "a room big enough", "a year old" are right.
    if one
        && !matches!(noun, "year" | "month" | "week" | "day" | "person" | "way")
        && !s.is(at - 1, &["paint", "painted", "make", "made", "colour", "as"])
    {
        let article = indefinite_article(adjective);
        found.replace(at..at + 3, &format!("{article} {adjective} {noun}"), note::ADJECTIVE_FIRST);
    } else if owned {
        found.replace(at + 1..at + 3, &format!("{adjective} {noun}"), note::ADJECTIVE_FIRST);
    }
}

/// "I like very much pizza".
fn very_much(s: &Sentence, at: usize, found: &mut Proposals<'_>) {
    let liking = s.is(at, &["like", "love", "enjoy", "likes", "loves", "enjoys"]);
    if liking && s.follows(at + 1, &["very", "much"]) && s.is_word(at + 3) && s.is_break(at + 4) {
        let order = format!("{} {} very much", s.w(at), s.text(at + 3));
        found.replace(at..at + 4, &order, note::VERY_MUCH);
    }
}

/// "Where you live?", "What she wants?", "Why he went home?"
fn question(s: &Sentence, first: usize, found: &mut Proposals<'_>) {
    let asks = s.is(first, &["what", "where", "when", "why", "how"]) && SUBJECTS.contains(&s.w(first + 1));
    if !asks || !s.is_question() {
        return;
    }
    let word = s.w(first + 2);
    let third = s.is(first + 1, &["he", "she", "it"]);
    let (helper, base) = if let Some(verb) = verb::base(word).filter(|verb| !verb.past.contains(&verb.base)) {
        let helper = if past_time(s).is_some() {
            "did"
        } else if third {
            "does"
        } else {
            "do"
        };
        (helper, verb.base.as_str())
    } else if let Some(verb) = verb::as_form(word, Form::Third) {
        ("does", verb.base.as_str())
    } else if let Some(verb) = verb::as_form(word, Form::Past) {
        ("did", verb.base.as_str())
    } else {
        return;
    };
    // "What I want is rest, ok?" and "What do you …" are no such questions.
    let plain =
        word != "have" && word != "do" && word != "did" || s.is_break(first + 3) || past_time(s).is_some();
    if plain && !s.has(&["is", "are", "was"]) {
        let base = if matches!(word, "did") { "do" } else { base };
        found.replace(
            first + 1..first + 3,
            &format!("{helper} {} {base}", s.text(first + 1)),
            note::QUESTION_DO,
        );
    }
}
