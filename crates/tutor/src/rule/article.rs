//! a, an and the.

use super::Proposals;
use super::clause::{ends_phrase, subject};
use crate::explanation::noun as note;
use crate::sentence::Sentence;
use crate::word::lists::{BE, COUNTABLE, MASS, PROFESSIONS};
use crate::word::{indefinite_article, noun};

pub(super) fn check(s: &Sentence, found: &mut Proposals<'_>) {
    for at in s.places() {
        job(s, at, found);
        missing(s, at, found);
        a_plural(s, at, found);
        a_an(s, at, found);
        needless_the(s, at, found);
        known_place(s, at, found);
    }
}

/// "a apple", "an university"; capitals alone ("an SMS") are read letter by letter and left alone.
fn a_an(s: &Sentence, at: usize, found: &mut Proposals<'_>) {
    if !s.is(at, &["a", "an"]) || !s.is_word(at + 1) || s.text(at) == "A" && at > s.first() {
        return;
    }
    let next = s.text(at + 1);
    let spelled_out = next.chars().filter(|c| c.is_uppercase()).count() > 1 || next.chars().count() == 1;
    let right = indefinite_article(next);
    if !spelled_out && right != s.w(at) && s.entry(at + 1).known {
        found.replace(at..at + 2, &format!("{right} {next}"), note::A_AN);
    }
}

/// "I am student", "She is teacher in SMK", "want to be doctor".
fn job(s: &Sentence, at: usize, found: &mut Proposals<'_>) {
    const BECOMING: &[&str] = &["be", "become", "becomes", "became", "becoming"];
    if !PROFESSIONS.contains(&s.w(at)) || s.is(at, &["president"]) || !ends_phrase(s, at + 1) {
        return;
    }
    let person = || (1..=3).find_map(|back| subject(s, at - 1 - back).filter(|found| found.verb == at - 1));
    let one = BE.contains(&s.w(at - 1))
        && (s.is(at - 2, &["i", "he", "she"])
            || person().is_some_and(|found| found.person != super::clause::Person::Plural))
        || s.is(at - 1, &["i'm", "he's", "she's"])
        || (BECOMING.contains(&s.w(at - 1)) && !s.has(&["they", "we", "people", "students"]));
    let not = s.w(at - 1) == "not" && BE.contains(&s.w(at - 2)) && s.is(at - 3, &["i", "he", "she"]);
    if one || not {
        found.insert_before(at, indefinite_article(s.w(at)), note::ARTICLE_JOB);
    }
}

/// "I have cat", "She bought new book", "It is good idea", "There is book".
fn missing(s: &Sentence, at: usize, found: &mut Proposals<'_>) {
    const HAVING: &[&str] =
        &["have", "has", "had", "want", "buy", "bought", "need", "needs", "got", "wants", "get", "gets"];
    const MODIFIERS: &[&str] = &[
        "new",
        "big",
        "small",
        "good",
        "beautiful",
        "nice",
        "old",
        "red",
        "black",
        "white",
        "blue",
        "green",
        "great",
        "bad",
        "long",
        "short",
        "little",
        "young",
        "interesting",
        "difficult",
        "famous",
        "big",
        "best",
        "special",
        "delicious",
    ];
    const NOT_ALONE: &[&str] = &[
        "school",
        "class",
        "time",
        "chicken",
        "email",
        "breakfast",
        "part",
        "way",
        "test",
        "watch",
        "present",
        "plan",
        "dream",
        "answer",
        "second",
        "drink",
        "park",
        "type",
        "kind",
        "cake",
        "egg",
        "subject",
        "work",
        "place",
        "exam",
        "shop",
        "program",
        "holiday",
        "server",
        "sentence",
        "fan",
        "store",
        "ticket",
    ];
    let modified = MODIFIERS.contains(&s.w(at)) && s.w(at) != "best";
    let head = if modified { at + 1 } else { at };
    let noun = s.w(head);
    let single = COUNTABLE.contains(&noun)
        && ends_phrase(s, head + 1)
        && (modified && !matches!(noun, "time" | "school" | "chicken") || !NOT_ALONE.contains(&noun));
    if !single {
        return;
    }
    let owner = s.is(
        at - 2,
        &["i", "he", "she", "we", "they", "you", "to", "don't", "doesn't", "also", "only", "can"],
    ) || crate::word::lists::PEOPLE.contains(&s.w(at - 2));
    let having = HAVING.contains(&s.w(at - 1)) && owner;
    let there = s.is(at - 1, &["is", "was"]) && s.w(at - 2) == "there";
    let being = modified
        && (s.is(at - 1, &["is", "was"])
            && (s.is(at - 2, &["it", "this", "that", "he", "she"]) || s.is_name(at - 2))
            || s.is(at - 1, &["it's", "he's", "she's", "that's"]));
    let being = being && !matches!(s.w(at), "best");
    if having || there || being {
        found.insert_before(at, indefinite_article(s.w(at)), note::ARTICLE_MISSING);
    }
}

/// "a books", "an informations", "an advice".
fn a_plural(s: &Sentence, at: usize, found: &mut Proposals<'_>) {
    if !s.is(at, &["a", "an"]) {
        return;
    }
    let word = s.w(at + 1);
    let clear = !s.entry(at + 2).noun && !s.entry(at + 2).plural || ends_phrase(s, at + 2);
    if let Some(one) = noun::singular(word).filter(|one| COUNTABLE.contains(&one.as_str()) && one != word) {
        if clear && !matches!(word, "times" | "parts" | "ways") {
            let article = indefinite_article(&one);
            found.replace(at..at + 2, &format!("{article} {one}"), note::NO_ARTICLE_PLURAL);
        }
    } else if clear
        && MASS.contains(&word)
        && !matches!(
            word,
            "coffee"
                | "tea"
                | "time"
                | "work"
                | "help"
                | "rain"
                | "research"
                | "water"
                | "milk"
                | "news"
                | "bread"
        )
    {
        found.replace_about(at..at + 2, word, note::NO_ARTICLE_MASS, word);
    } else if let Some((_, right)) = crate::word::lists::UNCOUNTABLE.iter().find(|(wrong, _)| *wrong == word)
    {
        found.replace_about(at..at + 2, right, note::NO_ARTICLE_MASS, right);
    }
}

/// "play the football", "in the Indonesia", "the my book".
fn needless_the(s: &Sentence, at: usize, found: &mut Proposals<'_>) {
    const SPORTS: &[&str] = &[
        "football",
        "soccer",
        "basketball",
        "volleyball",
        "badminton",
        "tennis",
        "chess",
        "futsal",
        "baseball",
    ];
    const PLACES: &[&str] = &[
        "Indonesia",
        "Jakarta",
        "Bandung",
        "Surabaya",
        "Bali",
        "Yogyakarta",
        "Java",
        "Malaysia",
        "Singapore",
        "Japan",
    ];
    if s.w(at) != "the" {
        return;
    }
    let sport = s.is(at - 1, &["play", "plays", "played", "playing"]) && SPORTS.contains(&s.w(at + 1));
    let place = PLACES.contains(&s.text(at + 1)) && s.is(at - 1, &["in", "from", "to"]);
    if (sport || place) && (ends_phrase(s, at + 2) || s.is(at + 2, &["with", "every"])) {
        found.replace(at..at + 2, s.text(at + 1), note::NO_THE);
    }
}

/// "in library", "to beach", "in morning": there is one that everybody knows, or one part of the day.
fn known_place(s: &Sentence, at: usize, found: &mut Proposals<'_>) {
    const PLACES: &[&str] = &[
        "library",
        "canteen",
        "kitchen",
        "classroom",
        "garden",
        "park",
        "office",
        "yard",
        "laboratory",
        "lab",
        "mall",
        "market",
        "river",
        "beach",
        "mosque",
        "zoo",
        "museum",
        "supermarket",
        "cinema",
        "bathroom",
        "bedroom",
        "village",
        "workshop",
        "airport",
        "station",
        "countryside",
    ];
    let place = s.is(at, &["in", "at", "to"]) && PLACES.contains(&s.w(at + 1));
    let day = s.w(at) == "in" && s.is(at + 1, &["morning", "afternoon", "evening"]);
    // "from village to village"
    let pair = (s.first()..at).any(|before| s.w(before) == s.w(at + 1));
    if (place || day) && !pair && ends_phrase(s, at + 2) {
        found.insert_before(at + 1, "the", note::KNOWN_PLACE);
    }
}
