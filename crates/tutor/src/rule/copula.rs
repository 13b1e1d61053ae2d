//! The missing "be": Indonesian says "saya siswa", English "I am a student".

use super::Proposals;
use super::clause::{self, Person, ends_phrase, has_verb, opens_clause, past_time, subject};
use crate::explanation::{structure, verb as note};
use crate::sentence::Sentence;
use crate::word::indefinite_article;
use crate::word::lists::{ADJECTIVES, INTENSIFIERS, POSSESSIVES, PROFESSIONS, SUBJECTS};
use crate::word::verb::{Form, is};

pub(super) fn check(s: &Sentence, found: &mut Proposals<'_>) {
    let past = past_time(s).is_some();
    for at in s.places() {
        if let Some(subject) = subject(s, at).filter(|subject| opens_clause(s, subject.start)) {
            after_subject(s, at, subject.verb, subject.person, past, found);
        }
        born(s, at, found);
    }
    let first = s.first();
    noun_phrase(s, first, past, found);
    my_name(s, first, found);
    this_my(s, first, found);
    there_many(s, found);
    question(s, first, found);
}

/// Behind a subject: an adjective, an occupation, a place or an -ing form without "be".
fn after_subject(
    s: &Sentence,
    at: usize,
    verb: usize,
    person: Person,
    past: bool,
    found: &mut Proposals<'_>,
) {
    let be = person.be(past);
    let pronoun = SUBJECTS.contains(&s.w(at));
    if let Some(adjective) = bare_adjective(s, verb) {
        if pronoun || adjective > verb || s.is_break(adjective + 1) {
            // "I interesting in music": the feeling, not what causes it.
            if pronoun && s.w(verb) == "interesting" && s.w(verb + 1) == "in" {
                found.replace(verb..verb + 1, &format!("{be} interested"), note::MISSING_BE);
            } else {
                found.insert_before(verb, be, note::MISSING_BE);
            }
        }
    } else if PROFESSIONS.contains(&s.w(verb)) && ends_phrase(s, verb + 1) {
        let article = indefinite_article(s.w(verb));
        if person != Person::Plural || s.w(at) == "you" {
            found.insert_before(verb, &format!("{be} {article}"), note::MISSING_BE);
        }
    } else if s.is(verb, &["a", "an"]) || (pronoun && s.w(at) != "you" && s.is(verb, POSSESSIVES)) {
        if !has_verb(s, verb..clause::clause_end(s, verb)) && s.is_word(verb + 1) && s.w(verb + 1) != "little"
        {
            found.insert_before(verb, be, note::MISSING_BE);
        }
    } else if pronoun && s.is(verb, &["at", "in", "from"]) && s.w(at) != "it" {
        let end = clause::clause_end(s, verb);
        let whole = end > verb + 1 && !has_verb(s, verb..end) && !s.is(end, &["that", "who"]);
        if whole && verb == at + 1 && !follows_comma_clause(s, end) {
            found.insert_before(verb, be, note::MISSING_BE);
        }
    } else if pronoun && is(s.w(verb), Form::Ing) {
        found.insert_before(verb, be, note::MISSING_BE_ING);
    }
}

/// "He, in turn, …" and the like: the clause may go on behind the comma.
fn follows_comma_clause(s: &Sentence, end: usize) -> bool {
    s.w(end) == "," && has_verb(s, end + 1..end + 2)
}

/// The place of an adjective at `at` or behind intensifiers there, with the phrase ending after it.
fn bare_adjective(s: &Sentence, at: usize) -> Option<usize> {
    let mut place = at;
    while s.is(place, INTENSIFIERS) || s.w(place) == "not" {
        place += 1;
    }
    (ADJECTIVES.contains(&s.w(place)) && ends_phrase(s, place + 1)).then_some(place)
}

/// "I born in 2007", "My brother is born in 2010".
fn born(s: &Sentence, at: usize, found: &mut Proposals<'_>) {
    if s.w(at) != "born" {
        return;
    }
    if s.is(at - 1, &["am", "is", "are"]) && s.is(at + 1, &["in", "on", "at"]) {
        let past = if s.w(at - 1) == "are" { "were" } else { "was" };
        found.replace(at - 1..at, past, note::BORN);
    } else if SUBJECTS.contains(&s.w(at - 1)) {
        let be = if s.is(at - 1, &["we", "they", "you"]) { "were" } else { "was" };
        found.insert_before(at, be, note::BORN);
    } else if s.is(at - 1, crate::word::lists::PEOPLE) && s.is(at + 1, &["in", "on"]) {
        found.insert_before(at, "was", note::BORN);
    }
}

/// "The food very delicious", "My father sick": a sentence that begins with a short noun phrase.
fn noun_phrase(s: &Sentence, first: usize, past: bool, found: &mut Proposals<'_>) {
    let determined = POSSESSIVES.contains(&s.w(first)) || s.is(first, &["the", "this", "that"]);
    let noun = s.entry(first + 1);
    if !determined || !(noun.noun || noun.plural) || crate::word::lists::PEOPLE.contains(&s.w(first + 1)) {
        return;
    }
    // "The weather today very hot": a word of time or place may stand between.
    let between = s.is(first + 2, &["today", "now", "here", "there", "yesterday", "lately"]);
    let place = if between { first + 3 } else { first + 2 };
    let Some(adjective) = bare_adjective(s, place) else { return };
    let strengthened = adjective > place;
    let end = adjective + 1;
    let closed = s.is_break(end) || s.is(end, &["today", "now", "and", "but", "because", "for", "to"]);
    if closed && (strengthened || !noun.any_verb()) && !has_verb(s, end..clause::clause_end(s, end)) {
        let person = if noun.plural && !noun.noun { Person::Plural } else { Person::Third };
        found.insert_before(place, person.be(past), note::MISSING_BE);
    }
}

/// "My name Budi", "My hobby reading", "My favorite food bakso".
fn my_name(s: &Sentence, first: usize, found: &mut Proposals<'_>) {
    if !POSSESSIVES.contains(&s.w(first)) {
        return;
    }
    let favourite = s.is(first + 1, &["favorite", "favourite"]);
    let noun = if favourite { first + 2 } else { first + 1 };
    let named = s.is(noun, &["name", "hobby", "hobbies", "nickname", "age", "job"]);
    let end = clause::clause_end(s, noun);
    if (named || favourite)
        && (s.entry(noun).noun || s.entry(noun).plural)
        && s.is_word(noun + 1)
        && !s.is(noun + 1, crate::word::lists::PREPOSITIONS)
        && !has_verb(s, noun + 1..end)
        && !(favourite
            && s.entry(noun + 1).noun
            && s.is_break(noun + 2)
            && !s.is_name(noun + 1)
            && s.entry(noun + 1).plural)
    {
        let be = if s.w(noun).ends_with("ies") { "are" } else { "is" };
        found.insert_after(noun, be, note::MISSING_BE);
    }
}

/// "This my friend", "Those my books", "That a good idea".
fn this_my(s: &Sentence, first: usize, found: &mut Proposals<'_>) {
    let one = s.is(first, &["this", "that", "it"]);
    let several = s.is(first, &["these", "those"]);
    let phrase = POSSESSIVES.contains(&s.w(first + 1)) || (one && s.is(first + 1, &["a", "an", "the"]));
    let end = clause::clause_end(s, first);
    if (one || several) && phrase && end > first + 2 && !has_verb(s, first + 2..end) {
        found.insert_after(first, if one { "is" } else { "are" }, note::MISSING_BE);
    }
}

/// "There many people", "In my village there a river".
fn there_many(s: &Sentence, found: &mut Proposals<'_>) {
    for at in s.places().filter(|at| s.w(*at) == "there") {
        let place_before = !has_verb(s, s.first()..at);
        let many = s.is(at + 1, &["many", "some", "several", "two", "three", "four", "five"]);
        let one = s.is(at + 1, &["a", "an"]);
        let noun = s.entry(at + 2).noun || s.entry(at + 2).plural || s.entry(at + 2).adjective;
        if place_before && (many || one) && noun && !has_verb(s, at + 2..clause::clause_end(s, at + 2)) {
            found.insert_after(at, if many { "are" } else { "is" }, note::MISSING_BE);
        }
    }
}

/// "Where you from?", "What your name?", "How old you?", "Why you sad?"
fn question(s: &Sentence, first: usize, found: &mut Proposals<'_>) {
    if !s.is(first, &["what", "where", "who", "how", "why", "when"]) {
        return;
    }
    let at = if s.is(first + 1, &["old", "tall", "far", "big", "much"]) { first + 2 } else { first + 1 };
    let end = clause::clause_end(s, at);
    if has_verb(s, at..end) || !s.is_break(end) {
        return;
    }
    let owner = POSSESSIVES.contains(&s.w(at)) || s.is(at, &["this", "that", "the"]);
    if owner && s.is_word(at + 1) {
        let noun = s.entry(end - 1);
        let be = if noun.plural && !noun.noun { "are" } else { "is" };
        found.insert_after(at - 1, be, structure::QUESTION_BE);
    } else if SUBJECTS.contains(&s.w(at)) {
        let be = if s.w(at) == "i" {
            "am"
        } else if s.is(at, &["he", "she", "it"]) {
            "is"
        } else {
            "are"
        };
        found.insert_after(at - 1, be, structure::QUESTION_BE);
    }
}
