//! Tense and words of time: yesterday I went, I have lived here since 2015.

use super::Proposals;
use super::clause::{Person, Subject, has_past, is_number, past_time, subject};
use crate::explanation::verb as note;
use crate::sentence::Sentence;
use crate::word::lists::{BE, MIDDLE_ADVERBS, SUBJECTS};
use crate::word::verb::{self, Form, Verb};

/// Verbs that stay in the present beside a past time: "I think it was fun yesterday".
const TIMELESS: &[&str] = &[
    "think",
    "know",
    "hope",
    "remember",
    "believe",
    "guess",
    "mean",
    "want",
    "like",
    "love",
    "wonder",
    "regret",
    "miss",
    "need",
    "understand",
    "agree",
    "thank",
    "suppose",
    "say",
    "tell",
    "hear",
    "see",
    "wish",
    "explain",
    "describe",
];

pub(super) fn check(s: &Sentence, found: &mut Proposals<'_>) {
    past(s, found);
    future(s, found);
    for at in s.places() {
        since_for(s, at, found);
        perfect_since(s, at, found);
        if_will(s, at, found);
        when_i_child(s, at, found);
    }
}

fn past(s: &Sentence, found: &mut Proposals<'_>) {
    let Some((marker, time)) = past_time(s) else { return };
    let other_past = has_past(s);
    let mut moved = false;
    for at in s.places() {
        if let Some(subject) = subject(s, at) {
            let beside = marker.end == at || (s.w(marker.end) == "," && marker.end + 1 == at);
            if beside || !other_past {
                moved |= finite(s, &subject, &time, found);
            }
        } else if moved && s.is(at - 1, &["and", "then"]) {
            coordinated(s, at, &time, found);
        }
    }
    question(s, other_past, &time, found);
}

/// The verb of a subject, moved to the past. True if it was an ordinary verb.
fn finite(s: &Sentence, subject: &Subject, time: &str, found: &mut Proposals<'_>) -> bool {
    let at = subject.verb;
    let range = at..at + 1;
    match s.w(at) {
        "am" | "is" | "are" | "be" => {
            if !verb::is(s.w(at + 1), Form::Base) || s.entry(at + 1).adjective {
                found.replace_about(range, subject.person.be(true), note::PAST_TIME, time);
            }
            false
        }
        "don't" | "doesn't" => {
            found.replace_about(range, "didn't", note::PAST_TIME, time);
            false
        }
        "have" | "has" | "'ve" => perfect(s, subject, time, found),
        word => {
            let verb = verb::base(word).or_else(|| verb::as_form(word, Form::Third));
            let Some(verb) = verb.filter(|verb| !TIMELESS.contains(&verb.base.as_str())) else {
                return false;
            };
            if verb.past() == word {
                return true;
            }
            found.replace_about(range, verb.past(), note::PAST_TIME, time);
            true
        }
    }
}

/// "I have seen him yesterday" has no perfect; "I have a test yesterday" is plain past.
fn perfect(s: &Sentence, subject: &Subject, time: &str, found: &mut Proposals<'_>) -> bool {
    let have = subject.verb;
    let mut place = have + 1;
    while s.is(place, MIDDLE_ADVERBS) {
        place += 1;
    }
    if let Some(verb) = verb::as_form(s.w(place), Form::Participle) {
        if place == have + 1 {
            found.replace_about(have..place + 1, verb.past(), note::NO_PERFECT, time);
        }
        return false;
    }
    if s.w(place) == "been" {
        let was = if subject.person == Person::Plural { "were" } else { "was" };
        found.replace_about(have..place + 1, was, note::NO_PERFECT, time);
        return false;
    }
    // "I have graduate last year": a perfect without its participle. A noun may be what one had.
    let owned = (s.entry(place).noun || s.entry(place).adjective) && !s.follows(place, &["graduate", "from"]);
    if let Some(verb) = verb::base(s.w(place)).filter(|_| !owned) {
        found.replace_about(have..place + 1, verb.past(), note::NO_PERFECT, time);
        return true;
    }
    found.replace_about(have..have + 1, "had", note::PAST_TIME, time);
    true
}

/// "… and buy fish", behind a verb that was moved to the past.
fn coordinated(s: &Sentence, at: usize, time: &str, found: &mut Proposals<'_>) {
    let object = s.is(
        at + 1,
        &["a", "an", "the", "my", "some", "to", "with", "at", "it", "him", "her", "them", "home"],
    ) || s.entry(at + 1).noun
        || s.is_break(at + 1);
    if let Some(verb) = verb::base(s.w(at)).filter(|verb| object && !verb.past.contains(&verb.base)) {
        found.replace_about(at..at + 1, verb.past(), note::PAST_TIME, time);
    }
}

/// "Do you go to school yesterday?", "Are you at home last night?"
fn question(s: &Sentence, other_past: bool, time: &str, found: &mut Proposals<'_>) {
    let at = if s.is(s.first(), &["what", "where", "when", "why", "how", "who"]) {
        s.first() + 1
    } else {
        s.first()
    };
    if other_past || !SUBJECTS.contains(&s.w(at + 1)) {
        return;
    }
    let timeless = TIMELESS.contains(&s.w(at + 2));
    match s.w(at) {
        "do" | "does" if !timeless && verb::is(s.w(at + 2), Form::Base) => {
            found.replace_about(at..at + 1, "did", note::PAST_TIME, time);
        }
        "are" | "is" | "am" => {
            let were = s.is(at + 1, &["you", "we", "they"]);
            found.replace_about(at..at + 1, if were { "were" } else { "was" }, note::PAST_TIME, time);
        }
        _ => {}
    }
}

/// "Tomorrow I went", "I went there next week".
fn future(s: &Sentence, found: &mut Proposals<'_>) {
    let marker = s.places().find(|at| {
        s.w(*at) == "tomorrow"
            || (s.w(*at) == "next" && s.is(at + 1, &["week", "month", "year", "sunday", "monday"]))
    });
    let Some(marker) = marker.filter(|at| !s.is(at - 1, &["for", "the", "about", "of"])) else { return };
    let time =
        if s.w(marker) == "next" { format!("next {}", s.w(marker + 1)) } else { "tomorrow".to_owned() };
    if s.has(&["if", "that", "said", "told", "wish", "would", "thought", "was", "were", "had"]) {
        return;
    }
    for at in s.places() {
        let Some(subject) = subject(s, at) else { continue };
        let verb = verb::as_form(s.w(subject.verb), Form::Past);
        if let Some(verb) =
            verb.filter(|verb| verb.base != verb.past() && verb::is_past_only(s.w(subject.verb)))
        {
            let future = format!("will {}", verb.base);
            found.replace_about(subject.verb..subject.verb + 1, &future, note::FUTURE_TIME, &time);
        }
    }
}

/// "since two years", "for 2010", "for last year".
fn since_for(s: &Sentence, at: usize, found: &mut Proposals<'_>) {
    const UNITS: &[&str] =
        &["years", "months", "weeks", "days", "hours", "minutes", "year", "month", "week", "hour"];
    let counted = is_number(s, at + 1)
        || s.is(at + 1, crate::word::lists::NUMERALS)
        || s.is(at + 1, &["a", "one", "many", "several"]);
    match s.w(at) {
        "since" if counted && s.is(at + 2, UNITS) && s.w(at + 3) != "ago" => {
            found.replace(at..at + 1, "for", note::SINCE_FOR);
        }
        "for"
            if is_year(s.w(at + 1))
                && s.is_break(at + 2)
                && s.has(&["have", "has", "been", "live", "lived"]) =>
        {
            found.replace(at..at + 1, "since", note::SINCE_FOR);
        }
        "for"
            if s.w(at + 1) == "last"
                && s.is(at + 2, &["year", "month", "week"])
                && s.has(&["have", "has", "been"]) =>
        {
            found.replace(at..at + 1, "since", note::SINCE_FOR);
        }
        _ => {}
    }
}

fn is_year(word: &str) -> bool {
    word.len() == 4 && word.parse::<u32>().is_ok_and(|year| (1900..2100).contains(&year))
}

/// "I live here since 2015", "I am here since Monday".
fn perfect_since(s: &Sentence, at: usize, found: &mut Proposals<'_>) {
    const LASTING: &[&str] = &["live", "work", "study", "learn", "know", "stay", "teach", "play"];
    let Some(subject) = subject(s, at) else { return };
    let place = subject.verb;
    let since = (place + 1..place + 8).find(|i| s.w(*i) == "since");
    let Some(since) = since.filter(|since| !(place + 1..*since).any(|i| s.is_break(i) || s.w(i) == "and"))
    else {
        return;
    };
    let clause_after =
        SUBJECTS.contains(&s.w(since + 1)) && !s.has(&["was", "were"]) && !super::clause::has_past(s);
    if clause_after {
        return;
    }
    let have = if subject.person == Person::Third { "has" } else { "have" };
    let word = s.w(place);
    if BE.contains(&word) && !s.is(word_after(s, place), &["tired"]) && matches!(word, "am" | "is" | "are") {
        found.replace(place..place + 1, &format!("{have} been"), note::PERFECT_SINCE);
        return;
    }
    let verb: Option<&Verb> = verb::base(word).or_else(|| verb::as_form(word, Form::Third));
    if let Some(verb) = verb.filter(|verb| LASTING.contains(&verb.base.as_str())) {
        found.replace(place..place + 1, &format!("{have} {}", verb.participle()), note::PERFECT_SINCE);
    }
}

fn word_after(s: &Sentence, at: usize) -> usize {
    let mut place = at + 1;
    while s.is(place, MIDDLE_ADVERBS) {
        place += 1;
    }
    place
}

/// "If I will have time, …": at the beginning only, since "I don't know if he will come" is right.
fn if_will(s: &Sentence, at: usize, found: &mut Proposals<'_>) {
    let begins =
        at == s.first() && s.w(at) == "if" && SUBJECTS.contains(&s.w(at + 1)) && s.w(at + 2) == "will";
    if let Some(verb) = verb::base(s.w(at + 3)).filter(|_| begins) {
        let third = s.is(at + 1, &["he", "she", "it"]);
        let form = if third { &verb.third } else { &verb.base };
        found.replace(at + 2..at + 4, form, note::IF_WILL);
    }
}

/// "When I am child", "when I was child".
fn when_i_child(s: &Sentence, at: usize, found: &mut Proposals<'_>) {
    let be = s.is(at + 2, &["am", "was"]);
    let child = s.is(at + 3, &["child", "kid", "baby", "teenager", "student"])
        && super::clause::ends_phrase(s, at + 4);
    if s.follows(at, &["when", "i"]) && be && child && s.w(at + 3) != "student" {
        found.replace(at + 2..at + 4, &format!("was a {}", s.w(at + 3)), note::PAST_TIME);
    } else if s.follows(at, &["when", "i", "child"]) || s.follows(at, &["when", "i", "kid"]) {
        found.replace(at + 2..at + 3, &format!("was a {}", s.w(at + 2)), note::MISSING_BE);
    } else if s.follows(at, &["when", "i", "am"]) && s.is(at + 3, &["young", "little", "small"]) {
        found.replace_about(at + 2..at + 3, "was", note::PAST_TIME, "when I was young");
    }
}
