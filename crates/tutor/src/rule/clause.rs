//! Who does it, and where the verb is: what several families of rules ask about a sentence.

use std::ops::Range;

use crate::sentence::{Sentence, TokenKind};
use crate::word::lists::{
    BE, CLAUSE_OPENERS, DAYS, DETERMINERS, DO_FORMS, MIDDLE_ADVERBS, MODALS, PEOPLE, PLAIN, SUBJECTS, THIRD,
};
use crate::word::verb::{self, Form};

/// Person and number, as far as English verbs care.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Person {
    First,
    /// One, neither speaker nor listener.
    Third,
    /// You, or several.
    Plural,
}

impl Person {
    pub(crate) const fn be(self, past: bool) -> &'static str {
        match (self, past) {
            (Self::First, false) => "am",
            (Self::Third, false) => "is",
            (Self::Plural, false) => "are",
            (Self::First | Self::Third, true) => "was",
            (Self::Plural, true) => "were",
        }
    }
}

/// A subject at the beginning of a clause, and where its verb should be.
#[derive(Debug, Clone)]
pub(crate) struct Subject {
    pub(crate) start: usize,
    pub(crate) verb: usize,
    pub(crate) person: Person,
    pub(crate) label: String,
}

/// The subject that begins at `at`, if a clause begins there and no auxiliary stands before it.
pub(crate) fn subject(s: &Sentence, at: usize) -> Option<Subject> {
    let pronoun = pronoun_subject(s, at);
    let (end, person) = pronoun.or_else(|| name_subject(s, at)).or_else(|| noun_subject(s, at))?;
    let mut place = end;
    while s.is(place, MIDDLE_ADVERBS) {
        place += 1;
    }
    let label = (at..end).map(|i| s.text(i)).collect::<Vec<_>>().join(" ");
    Some(Subject { start: at, verb: place, person, label })
}

fn pronoun_subject(s: &Sentence, at: usize) -> Option<(usize, Person)> {
    let word = s.w(at);
    if !SUBJECTS.contains(&word) || is_inverted(s, at) || is_subjunctive(s, at) || joins_subjects(s, at) {
        return None;
    }
    // "you" and "it" are objects as well: only where a clause surely begins.
    if matches!(word, "you" | "it") && !opens_clause(s, at) {
        return None;
    }
    let person = match word {
        "i" => Person::First,
        _ if THIRD.contains(&word) => Person::Third,
        _ => Person::Plural,
    };
    Some((at + 1, person))
}

fn name_subject(s: &Sentence, at: usize) -> Option<(usize, Person)> {
    let known = lks_checker::local_spelling(s.w(at)).is_some_and(|name| name == s.text(at));
    let person_name = known && s.text(at).starts_with(char::is_uppercase) && s.text(at).chars().count() > 2;
    let alone = opens_clause(s, at) && s.w(at - 1) != "and" && !s.entry(at).known;
    (person_name && alone && !is_inverted(s, at)).then_some((at + 1, Person::Third))
}

fn noun_subject(s: &Sentence, at: usize) -> Option<(usize, Person)> {
    let open = opens_clause(s, at) && !s.is(at - 1, &["and", "or", "nor"]) && !is_inverted(s, at);
    if !open || !DETERMINERS.contains(&s.w(at)) || is_subjunctive(s, at) {
        return None;
    }
    let mut head = at + 1;
    while s.entry(head).adjective && !PEOPLE.contains(&s.w(head)) && head < at + 3 {
        head += 1;
    }
    // "my friend Andi"
    let named = s.is_name(head + 1) && !s.entry(head + 1).known;
    PEOPLE.contains(&s.w(head)).then_some((if named { head + 2 } else { head + 1 }, Person::Third))
}

/// Whether a clause can begin at `at`.
pub(crate) fn opens_clause(s: &Sentence, at: usize) -> bool {
    s.is_break(at - 1) && s.w(at - 1) != "-" || CLAUSE_OPENERS.contains(&s.w(at - 1))
}

/// An auxiliary before the subject: a question, or "so do I".
pub(crate) fn is_inverted(s: &Sentence, at: usize) -> bool {
    let before = s.w(at - 1);
    DO_FORMS.contains(&before)
        || MODALS.contains(&before)
        || BE.contains(&before)
        || matches!(
            before,
            "have" | "has" | "had" | "hasn't" | "haven't" | "isn't" | "aren't" | "wasn't" | "weren't"
        )
}

/// "suggest that he go", "important that she be", "I'd rather he stay", "let", "lest".
fn is_subjunctive(s: &Sentence, at: usize) -> bool {
    const WANTING: &[&str] = &[
        "suggest",
        "suggests",
        "suggested",
        "recommend",
        "recommends",
        "recommended",
        "insist",
        "insists",
        "insisted",
        "demand",
        "demands",
        "demanded",
        "request",
        "requests",
        "requested",
        "propose",
        "proposed",
        "important",
        "essential",
        "necessary",
        "vital",
        "crucial",
        "advise",
        "advised",
        "require",
        "requires",
        "required",
        "ask",
        "asked",
        "rather",
        "lest",
        "let",
        "prefer",
    ];
    s.is(at - 1, WANTING) || (s.w(at - 1) == "that" && s.is(at - 2, WANTING))
}

/// "my mother and she": the pronoun is only one of the subjects.
fn joins_subjects(s: &Sentence, at: usize) -> bool {
    if s.is(at - 1, &["or", "nor"]) {
        return true;
    }
    s.w(at - 1) == "and" && !(s.first()..at - 1).any(|i| is_verb_like(s, i))
}

/// Whether the word can carry a clause: any verb form we know, be, an auxiliary, a short form.
pub(crate) fn is_verb_like(s: &Sentence, at: usize) -> bool {
    let word = s.w(at);
    let finite = |form| verb::is(word, form);
    BE.contains(&word)
        || MODALS.contains(&word)
        || DO_FORMS.contains(&word)
        || word.ends_with("n't")
        || ["'s", "'re", "'m", "'ll", "'ve", "'d"].iter().any(|end| word.ends_with(end))
        || finite(Form::Base)
        || finite(Form::Third)
        || finite(Form::Past)
        || s.entry(at).third && !s.entry(at).plural
        || matches!(word, "be" | "been" | "being" | "'s" | "isnt" | "dont" | "im" | "wanna" | "gonna")
}

/// Whether anything verb-like stands in these places.
pub(crate) fn has_verb(s: &Sentence, places: Range<usize>) -> bool {
    places.into_iter().any(|at| is_verb_like(s, at))
}

/// The end of the clause that `at` is in: the next mark, edge or "and", "but", "because".
pub(crate) fn clause_end(s: &Sentence, at: usize) -> usize {
    let mut end = at;
    while !s.is_break(end)
        && !s.is(end, &["and", "but", "because", "so", "when", "if", "that", "who", "which"])
    {
        end += 1;
    }
    end
}

/// An expression of past time that the whole sentence is about, as it is written.
pub(crate) fn past_time(s: &Sentence) -> Option<(Range<usize>, String)> {
    const UNITS: &[&str] = &[
        "night", "week", "month", "year", "weekend", "semester", "holiday", "evening", "summer", "ramadan",
        "lebaran",
    ];
    let spelled = |range: Range<usize>| {
        let text = range.clone().map(|at| s.w(at)).collect::<Vec<_>>().join(" ");
        (range, text)
    };
    let found = s.places().find_map(|at| match s.w(at) {
        "yesterday" => Some(at..at + 1),
        "last" if s.is(at + 1, UNITS) || s.is(at + 1, DAYS) => Some(at..at + 2),
        "ago" if at > s.first() + 1 => Some(at - 2..at + 1),
        _ => None,
    })?;
    let bound = [
        "from", "of", "about", "than", "until", "since", "by", "for", "before", "like", "remember", "the",
        "after",
    ];
    let free = !bound.contains(&s.w(found.start - 1)) && !s.w(found.end).starts_with('\'');
    (free && !s.has(&["since", "every", "if", "wish"])).then(|| spelled(found))
}

/// Whether a word of a past form stands anywhere.
pub(crate) fn has_past(s: &Sentence) -> bool {
    s.places().any(|at| {
        s.is(at, &["was", "were", "did", "didn't", "wasn't", "weren't", "had"])
            || (verb::is(s.w(at), Form::Past) && !verb::is(s.w(at), Form::Base))
    })
}

/// Whether `at` ends what a noun phrase could go on with.
pub(crate) fn ends_phrase(s: &Sentence, at: usize) -> bool {
    s.is_break(at)
        || s.is(at, crate::word::lists::PREPOSITIONS)
        || s.is(
            at,
            &[
                "now",
                "today",
                "here",
                "there",
                "who",
                "that",
                "which",
                "yesterday",
                "tomorrow",
                "too",
                "this",
                "every",
                "as",
                "again",
            ],
        )
}

/// Whether a subject is one of these persons' pronouns without -s.
pub(crate) fn is_plain_pronoun(s: &Sentence, at: usize) -> bool {
    PLAIN.contains(&s.w(at))
}

/// A year or another number.
pub(crate) fn is_number(s: &Sentence, at: usize) -> bool {
    s.kind(at) == TokenKind::Number
}

/// Whether a question's auxiliary can stand at `at`: a clause begins, or a question word stands before.
pub(crate) fn opens_clause_or_wh(s: &Sentence, at: usize) -> bool {
    opens_clause(s, at)
        || s.is(
            at - 1,
            &["what", "where", "when", "why", "how", "who", "which", "time", "often", "much", "many"],
        )
}
