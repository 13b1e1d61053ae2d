//! Singular and plural, what can be counted, and whose it is.

use super::Proposals;
use super::clause::{ends_phrase, is_number};
use crate::explanation::noun as note;
use crate::sentence::Sentence;
use crate::word::lists::{COUNTABLE, MASS, NUMERALS, PEOPLE, POSSESSIVES, UNCOUNTABLE};
use crate::word::noun::{plural, singular};

pub(super) fn check(s: &Sentence, found: &mut Proposals<'_>) {
    for at in s.places() {
        many_mass(s, at, found);
        uncountable(s, at, found);
        irregular(s, at, found);
        after_number(s, at, found);
        one_of(s, at, found);
        every(s, at, found);
        much(s, at, found);
        these(s, at, found);
        possessive(s, at, found);
    }
}

/// What stands behind a countable noun so that it is the head of its phrase.
fn is_head(s: &Sentence, at: usize) -> bool {
    ends_phrase(s, at + 1)
        || super::clause::is_verb_like(s, at + 1) && !s.entry(at + 1).noun
        || s.entry(at + 1).adverb && !s.entry(at + 1).adjective
}

/// "two book", "many friend", "3 cat".
fn after_number(s: &Sentence, at: usize, found: &mut Proposals<'_>) {
    let spelled = NUMERALS.contains(&s.w(at)) || s.is(at, &["many", "several", "both", "few", "various"]);
    let digits = is_number(s, at)
        && s.w(at).parse::<u32>().is_ok_and(|number| number > 1 && !(1900..2100).contains(&number));
    // "grade ten student", "class 10 teacher": a number behind a noun is a label.
    let before = s.entry(at - 1);
    let label = s.is_word(at - 1)
        && before.noun
        && !s.is(
            at - 1,
            &[
                "have", "has", "had", "are", "were", "buy", "bought", "need", "about", "i", "in", "like",
                "read", "get", "want", "can",
            ],
        );
    let label = label
        || s.is(
            at - 1,
            &["class", "grade", "number", "page", "chapter", "room", "-", "part", "unit", "level"],
        );
    let head = if s.entry(at + 1).adjective && !COUNTABLE.contains(&s.w(at + 1)) { at + 2 } else { at + 1 };
    let noun = s.w(head);
    let quantity = ((spelled && !(label && NUMERALS.contains(&s.w(at)))) || (digits && !label))
        && !s.is(at - 1, &["a", "the"]) | spelled;
    let countable = COUNTABLE.contains(&noun) && noun != "person" && !(noun == "second" || noun == "few");
    if quantity && countable && is_head(s, head) && !s.is(head + 1, &["old", "long"]) {
        found.replace_about(head..head + 1, &plural(noun), note::PLURAL, s.text(at));
    } else if quantity && noun == "person" && is_head(s, head) {
        found.replace_about(head..head + 1, "people", note::PLURAL, s.text(at));
    } else if quantity && s.follows(head, &["year", "old"]) && s.is_break(head + 2) {
        found.replace_about(head..head + 1, "years", note::PLURAL, s.text(at));
    }
    let lots = s.follows(at, &["lot", "of"])
        || s.follows(at, &["lots", "of"])
        || (s.w(at) == "all" && POSSESSIVES.contains(&s.w(at + 1)));
    let noun = s.w(at + 2);
    if lots
        && COUNTABLE.contains(&noun)
        && !MASS.contains(&noun)
        && noun != "chicken"
        && noun != "cake"
        && is_head(s, at + 2)
        && !matches!(
            noun,
            "time" | "school" | "class" | "room" | "fan" | "egg" | "way" | "day" | "week" | "year" | "month"
        )
    {
        let about = if s.w(at) == "all" { "all" } else { "a lot of" };
        found.replace_about(at + 2..at + 3, &plural(noun), note::PLURAL, about);
    }
}

/// "one of my friend", "one of the best player".
fn one_of(s: &Sentence, at: usize, found: &mut Proposals<'_>) {
    if !s.follows(at, &["one", "of"])
        || !(POSSESSIVES.contains(&s.w(at + 2)) || s.is(at + 2, &["the", "these", "those"]))
    {
        return;
    }
    let mut head = at + 3;
    while !COUNTABLE.contains(&s.w(head))
        && (s.entry(head).adjective || s.is(head, &["most"]))
        && head < at + 6
    {
        head += 1;
    }
    let noun = s.w(head);
    if COUNTABLE.contains(&noun) && is_head(s, head) {
        found.replace_about(head..head + 1, &plural(noun), note::PLURAL, "one of");
    }
}

/// "every students", "each days", "another books".
fn every(s: &Sentence, at: usize, found: &mut Proposals<'_>) {
    if !s.is(at, &["every", "each", "another"]) {
        return;
    }
    let one = singular(s.w(at + 1)).filter(|one| COUNTABLE.contains(&one.as_str()) && one != s.w(at + 1));
    let alone = !s.entry(at + 2).noun || ends_phrase(s, at + 2) || super::clause::is_verb_like(s, at + 2);
    if let Some(one) = one.filter(|_| alone) {
        found.replace_about(at + 1..at + 2, &one, note::SINGULAR, s.w(at));
    }
}

/// "many money", "many homeworks", "a few informations".
fn many_mass(s: &Sentence, at: usize, found: &mut Proposals<'_>) {
    if s.w(at) != "many" {
        return;
    }
    let word = s.w(at + 1);
    let mass = UNCOUNTABLE.iter().find(|(wrong, _)| *wrong == word).map(|(_, right)| *right);
    let mass = mass.or_else(|| {
        MASS.iter().copied().find(|mass| {
            *mass == word
                && !matches!(word, "coffee" | "tea" | "time" | "work" | "research" | "help" | "news")
        })
    });
    if let Some(mass) = mass.filter(|_| !s.entry(at + 2).plural) {
        let question = s.w(at - 1) == "how";
        let limited =
            question || s.is(at - 1, &["too", "so"]) || s.has(&["don't", "doesn't", "didn't", "not"]);
        let quantity = if limited { "much" } else { "a lot of" };
        found.replace(at..at + 2, &format!("{quantity} {mass}"), note::MUCH_MANY);
    }
}

/// "much friends", "much people".
fn much(s: &Sentence, at: usize, found: &mut Proposals<'_>) {
    let word = s.w(at + 1);
    let plural_noun = word == "people" || singular(word).is_some_and(|one| COUNTABLE.contains(&one.as_str()));
    if s.w(at) == "much" && plural_noun && s.w(at - 1) != "as" {
        found.replace(at..at + 1, "many", note::MUCH_MANY);
    }
}

/// "informations", with a following "are" put right as well.
fn uncountable(s: &Sentence, at: usize, found: &mut Proposals<'_>) {
    let Some((_, right)) = UNCOUNTABLE.iter().find(|(wrong, _)| *wrong == s.w(at)) else { return };
    found.replace(at..at + 1, right, note::UNCOUNTABLE);
    match s.w(at + 1) {
        "are" => found.replace_about(at + 1..at + 2, "is", crate::explanation::agreement::BE_FORM, right),
        "were" => found.replace_about(at + 1..at + 2, "was", crate::explanation::agreement::BE_FORM, right),
        _ => {}
    }
}

/// "childs", "mans", "peoples".
fn irregular(s: &Sentence, at: usize, found: &mut Proposals<'_>) {
    let right = match s.w(at) {
        "childs" | "childrens" | "childern" => "children",
        "mans" => "men",
        "womans" | "womens" => "women",
        "peoples" => "people",
        "foots" => "feet",
        "tooths" | "teeths" => "teeth",
        "sheeps" => "sheep",
        "mouses" => "mice",
        "wifes" => "wives",
        "knifes" => "knives",
        "lifes" => "lives",
        _ => return,
    };
    let owned = s.w(at + 1) == "'" || s.w(at + 1) == "’";
    let nations = s.w(at) == "peoples" && (s.is(at - 1, &["indigenous", "different"]) || s.is_name(at - 1));
    if !owned && !nations {
        found.replace(at..at + 1, right, note::IRREGULAR_PLURAL);
    }
}

/// "these book", "this books".
fn these(s: &Sentence, at: usize, found: &mut Proposals<'_>) {
    let noun = s.w(at + 1);
    if s.is(at, &["these", "those"]) && COUNTABLE.contains(&noun) && is_head(s, at + 1) {
        found.replace_about(at + 1..at + 2, &plural(noun), note::PLURAL, s.w(at));
    } else if s.is(at, &["this", "that"])
        && singular(noun)
            .is_some_and(|one| COUNTABLE.contains(&one.as_str()) && !lks_checker::entry(&one).verb)
        && super::clause::is_verb_like(s, at + 2)
    {
        let several = if s.w(at) == "this" { "these" } else { "those" };
        found.replace(at..at + 2, &format!("{several} {noun}"), note::THESE);
    }
}

/// "my father house", "my friend name".
fn possessive(s: &Sentence, at: usize, found: &mut Proposals<'_>) {
    const OWNED: &[&str] = &[
        "house",
        "car",
        "name",
        "birthday",
        "job",
        "phone",
        "room",
        "motorcycle",
        "hobby",
        "shop",
        "laptop",
        "bag",
        "office",
        "wedding",
        "village",
    ];
    const GIVING: &[&str] = &[
        "give", "gave", "tell", "told", "show", "showed", "buy", "bought", "send", "sent", "ask", "asked",
        "lend", "lent", "call", "called",
    ];
    if POSSESSIVES.contains(&s.w(at))
        && PEOPLE.contains(&s.w(at + 1))
        && OWNED.contains(&s.w(at + 2))
        && !GIVING.contains(&s.w(at - 1))
        && s.w(at + 1) != "baby"
    {
        found.replace(at + 1..at + 2, &format!("{}'s", s.w(at + 1)), note::POSSESSIVE_S);
    }
}
