//! Subject and verb: she goes, they go, people are, everyone has.

use super::Proposals;
use super::clause::{self, Person, Subject, is_plain_pronoun, opens_clause, subject};
use crate::explanation::agreement as note;
use crate::sentence::Sentence;
use crate::word::lists::{COUNTABLE, DO_FORMS, MIDDLE_ADVERBS, MODALS, NUMERALS, PEOPLE, POSSESSIVES, THIRD};
use crate::word::verb::{self, Form};

pub(super) fn check(s: &Sentence, found: &mut Proposals<'_>) {
    for at in s.places() {
        if let Some(subject) = subject(s, at) {
            after_subject(s, &subject, found);
        }
        plain_pronoun(s, at, found);
        thing(s, at, found);
        question(s, at, found);
        plural_noun(s, at, found);
        everyone(s, at, found);
        there_be(s, at, found);
    }
}

fn after_subject(s: &Sentence, subject: &Subject, found: &mut Proposals<'_>) {
    let at = subject.verb;
    let range = at..at + 1;
    let about = subject.label.as_str();
    let unreal = s.has(&["if", "wish", "though", "suppose", "imagine"]);
    match (subject.person, s.w(at)) {
        (Person::First, "is" | "are") => found.replace_about(range, "am", note::BE_FORM, about),
        (Person::First, "were") if !unreal => found.replace_about(range, "was", note::BE_FORM, about),
        (Person::First | Person::Plural, "doesn't") => {
            found.replace_about(range, "don't", note::DO_FORM, about)
        }
        (Person::Plural, "is" | "am") => found.replace_about(range, "are", note::BE_FORM, about),
        (Person::Plural, "was") => found.replace_about(range, "were", note::BE_FORM, about),
        (Person::First | Person::Plural, "has") => found.replace_about(range, "have", note::HAVE_FORM, about),
        (Person::Third, "are" | "am") => found.replace_about(range, "is", note::BE_FORM, about),
        (Person::Third, "were") if !unreal => found.replace_about(range, "was", note::BE_FORM, about),
        (Person::Third, "have") => found.replace_about(range, "has", note::HAVE_FORM, about),
        (Person::Third, "don't") => found.replace_about(range, "doesn't", note::DO_FORM, about),
        (Person::Third, "do") if s.w(at + 1) == "not" => {
            found.replace_about(range, "does", note::DO_FORM, about)
        }
        (Person::Third, _) => third_person(s, subject, found),
        _ => {}
    }
}

/// "she go": a base form that cannot be a past one.
fn third_person(s: &Sentence, subject: &Subject, found: &mut Proposals<'_>) {
    let at = subject.verb;
    let Some(verb) = verb::base(s.w(at)).filter(|verb| !verb.past.contains(&verb.base)) else { return };
    let pronoun = THIRD.contains(&s.w(subject.start));
    // "my friend work" but not "my friend Sari's phone call is": a later verb makes this one a noun.
    let noun_like = !pronoun && s.entry(at).noun && clause::has_verb(s, at + 1..clause::clause_end(s, at));
    if !noun_like {
        found.replace_about(at..at + 1, &verb.third, note::THIRD_PERSON, &subject.label);
    }
}

/// "My house have", "The book are": one thing at the beginning of a clause.
fn thing(s: &Sentence, at: usize, found: &mut Proposals<'_>) {
    const GROUPS: &[&str] =
        &["team", "class", "company", "school", "couple", "present", "second", "watch", "test", "park"];
    let single = COUNTABLE.contains(&s.w(at)) && !GROUPS.contains(&s.w(at)) && !s.entry(at).plural;
    let owner = POSSESSIVES.contains(&s.w(at - 1)) || s.is(at - 1, &["the", "this"]);
    let begins = owner && opens_clause(s, at - 1) && !s.is(at - 2, &["and", "or", "nor"]);
    if !single || PEOPLE.contains(&s.w(at)) || !begins || clause::is_inverted(s, at - 1) {
        return;
    }
    let label = format!("{} {}", s.w(at - 1), s.w(at));
    let range = at + 1..at + 2;
    match s.w(at + 1) {
        "have" => found.replace_about(range, "has", note::HAVE_FORM, &label),
        "don't" => found.replace_about(range, "doesn't", note::DO_FORM, &label),
        "are" => found.replace_about(range, "is", note::BE_FORM, &label),
        _ => {}
    }
}

/// "they goes", "I likes", "you wants".
fn plain_pronoun(s: &Sentence, at: usize, found: &mut Proposals<'_>) {
    let unclear =
        s.is(at - 1, &["of", "for", "to", "with", "by", "from", "like", "about", "between", "than"]);
    if !is_plain_pronoun(s, at) || (s.w(at) == "you" && unclear) {
        return;
    }
    let mut place = at + 1;
    while s.is(place, MIDDLE_ADVERBS) {
        place += 1;
    }
    if let Some(verb) = verb::as_form(s.w(place), Form::Third).filter(|verb| verb.base != "have") {
        found.replace_about(place..place + 1, &verb.base, note::PLAIN_VERB, s.text(at));
    }
}

/// "Do she like", "Does you like", "Is they", "Are she".
fn question(s: &Sentence, at: usize, found: &mut Proposals<'_>) {
    let begins =
        at == s.first() || s.is(at - 1, &["what", "where", "when", "why", "how", "who", "time", "and", ","]);
    if !begins {
        return;
    }
    let range = at..at + 1;
    let next = s.w(at + 1);
    let asked = verb::is(s.w(at + 2), Form::Base);
    let third = THIRD.contains(&next);
    let plain = is_plain_pronoun(s, at + 1);
    let owned = s.entry(at + 2).noun && !s.entry(at + 2).adjective && !s.entry(at + 2).ing;
    match s.w(at) {
        "do" if third && asked && (next != "it" || s.is_question()) => {
            found.replace_about(range, "does", note::DO_FORM, next);
        }
        "don't" if third && asked && next != "it" => {
            found.replace_about(range, "doesn't", note::DO_FORM, next)
        }
        "does" if plain && asked => found.replace_about(range, "do", note::DO_FORM, next),
        "is" if plain && next != "i" && !owned => found.replace_about(range, "are", note::BE_FORM, next),
        "was" if plain && next != "i" && !owned => found.replace_about(range, "were", note::BE_FORM, next),
        "are" if third => found.replace_about(range, "is", note::BE_FORM, next),
        _ => {}
    }
}

/// "people is", "my friends was", "these books has", "children likes".
fn plural_noun(s: &Sentence, at: usize, found: &mut Proposals<'_>) {
    let people = s.is(at, &["people", "children", "men", "women"]);
    let phrase = determined_plural(s, at);
    if !(people || phrase)
        || measures(s, at)
        || (at.saturating_sub(4)..at)
            .any(|i| s.is(i, &["of", "with", "about", "for", "to", "in", "and", "by"]))
    {
        return;
    }
    let about = s.w(at).to_owned();
    let range = at + 1..at + 2;
    match s.w(at + 1) {
        "is" => found.replace_about(range, "are", note::PLURAL_SUBJECT, &about),
        "was" => found.replace_about(range, "were", note::PLURAL_SUBJECT, &about),
        "has" => found.replace_about(range, "have", note::PLURAL_SUBJECT, &about),
        "doesn't" => found.replace_about(range, "don't", note::PLURAL_SUBJECT, &about),
        word if people => {
            if let Some(verb) = verb::as_form(word, Form::Third) {
                found.replace_about(range, &verb.base, note::PLURAL_SUBJECT, &about);
            }
        }
        _ => {}
    }
}

/// "Five kilometres is a long way", "Two hours is enough": an amount taken as one.
fn measures(s: &Sentence, at: usize) -> bool {
    const UNITS: &[&str] = &[
        "kilometres",
        "kilometers",
        "metres",
        "meters",
        "miles",
        "hours",
        "minutes",
        "seconds",
        "days",
        "weeks",
        "months",
        "years",
        "rupiah",
        "dollars",
        "degrees",
        "kilos",
        "kilograms",
        "grams",
        "litres",
        "liters",
        "percent",
    ];
    s.is(at, UNITS) && s.is(at + 1, &["is", "was"])
}

/// A determiner that opens a clause, perhaps an adjective, and a noun that is plural only.
fn determined_plural(s: &Sentence, at: usize) -> bool {
    const SINGULAR_IN_S: &[&str] = &[
        "news",
        "physics",
        "mathematics",
        "maths",
        "politics",
        "economics",
        "gymnastics",
        "athletics",
        "series",
        "means",
        "species",
        "statistics",
        "ethics",
        "mechanics",
        "electronics",
        "graphics",
        "sports",
        "tennis",
        "focus",
        "bus",
        "class",
        "yours",
        "his",
        "always",
        "this",
        "us",
        "its",
        "data",
        "media",
        "thanks",
        "states",
        "others",
        "philippines",
        "arts",
        "headquarters",
        "crossroads",
        "measles",
        "darts",
    ];
    let word = s.w(at);
    let entry = s.entry(at);
    let regular = crate::word::noun::singular(word)
        .is_some_and(|one| crate::word::lists::COUNTABLE.contains(&one.as_str()));
    if !entry.plural || entry.noun && !regular || SINGULAR_IN_S.contains(&word) || word.contains('\'') {
        return false;
    }
    let determines = |i: usize| {
        (POSSESSIVES.contains(&s.w(i))
            || s.is(i, &["the", "these", "those", "many", "some", "all"])
            || s.is(i, NUMERALS))
            && opens_clause(s, i)
    };
    determines(at - 1) || (s.entry(at - 1).adjective && determines(at - 2))
}

/// "everyone have", "every student are", "somebody know".
fn everyone(s: &Sentence, at: usize, found: &mut Proposals<'_>) {
    let single = s.is(
        at,
        &["everyone", "everybody", "someone", "somebody", "nobody", "everything", "something", "nothing"],
    );
    let each = s.is(at - 1, &["every", "each"]) && s.entry(at).noun && !s.entry(at).plural;
    let start = if single { at } else { at - 1 };
    if !(single || each) || !opens_clause(s, start) || clause::is_inverted(s, start) {
        return;
    }
    let label = (start..=at).map(|i| s.w(i)).collect::<Vec<_>>().join(" ");
    let range = at + 1..at + 2;
    match s.w(at + 1) {
        "have" => found.replace_about(range, "has", note::EVERYONE, &label),
        "are" => found.replace_about(range, "is", note::EVERYONE, &label),
        "were" => found.replace_about(range, "was", note::EVERYONE, &label),
        "don't" => found.replace_about(range, "doesn't", note::EVERYONE, &label),
        word => {
            if let Some(verb) = verb::base(word).filter(|verb| single && !verb.past.contains(&verb.base)) {
                found.replace_about(range, &verb.third, note::EVERYONE, &label);
            }
        }
    }
}

/// "There is many people", "There are a cat".
fn there_be(s: &Sentence, at: usize, found: &mut Proposals<'_>) {
    if s.w(at) != "there" || DO_FORMS.contains(&s.w(at - 1)) || MODALS.contains(&s.w(at - 1)) {
        return;
    }
    let counted = s.is(at + 2, &["many", "several", "few", "some"]) || s.is(at + 2, NUMERALS);
    let several = counted
        && (s.entry(at + 3).plural || s.is(at + 3, crate::word::lists::COUNTABLE) || s.w(at + 3) == "people");
    let one = s.is(at + 2, &["a", "an", "one"])
        && !s.is(
            at + 3,
            &[
                "lot", "few", "couple", "number", "hundred", "thousand", "million", "dozen", "great",
                "large", "variety", "total",
            ],
        )
        && s.entry(at + 3).noun;
    let so_many = s.is(at + 2, &["so", "too", "very"]) && s.w(at + 3) == "many";
    let several = several || so_many;
    let range = at + 1..at + 2;
    match s.w(at + 1) {
        "is" if several => found.replace(range, "are", note::THERE_BE),
        "was" if several => found.replace(range, "were", note::THERE_BE),
        "are" if one => found.replace(range, "is", note::THERE_BE),
        "were" if one => found.replace(range, "was", note::THERE_BE),
        _ => {}
    }
}
