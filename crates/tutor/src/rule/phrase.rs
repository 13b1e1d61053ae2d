//! Patterns of words for mistakes that a table can tell: "discuss about", "in Monday".
//!
//! A pattern is a list of items parted by spaces. `word` or `one|two`: that word; `<go>`: any form
//! of that verb, `<go|come>` of one of them; `@day`, `@month`, `@number`, `@year`, `@name` (a
//! capital inside the sentence), `@mine` (my, your …), `@me` (me, you …), `@i` (I, you …), `@adj`,
//! `@base`, `@ing`, `@ed` (a participle), `@noun`: a word of that sort. Items that look but take nothing: `-a|b` before the first: not behind
//! these; `+a|b`: only behind these; `=end`: the phrase ends here; `=break`: a mark or the end;
//! `=question`: the sentence is a question; `^`: a sentence begins here; `!a|b`: not followed by these; `?a|b`: only followed by
//! these. In the replacement `$1` is the
//! first word taken, as written, and `make:1` the verb "make" in the form of the first word.

use std::sync::OnceLock;

use super::Proposals;
use super::clause::ends_phrase;
use crate::explanation::Reason;
use crate::sentence::{Sentence, TokenKind};
use crate::word::lists::{ADJECTIVES, DAYS, MONTHS, OBJECTS, POSSESSIVES, SUBJECTS};
use crate::word::verb::{self, Form};

/// A pattern, what should stand there, and why.
pub(crate) type Phrase = (&'static str, &'static str, Reason);

mod choices;
mod prepositions;
mod structures;

enum Item {
    Words(Vec<&'static str>),
    Forms(Vec<&'static str>),
    Sort(&'static str),
    NotBehind(Vec<&'static str>),
    Behind(Vec<&'static str>),
    NotBefore(Vec<&'static str>),
    Before(Vec<&'static str>),
    Here(&'static str),
}

struct Compiled {
    items: Vec<Item>,
    replacement: &'static str,
    reason: Reason,
}

pub(super) fn check(s: &Sentence, found: &mut Proposals<'_>) {
    for at in s.places() {
        for phrase in compiled() {
            if let Some(taken) = matches(s, at, &phrase.items).filter(|taken| *taken > 0) {
                propose(s, at, taken, phrase, found);
            }
        }
    }
}

fn propose(s: &Sentence, at: usize, taken: usize, phrase: &Compiled, found: &mut Proposals<'_>) {
    let mut replacement = phrase.replacement.to_owned();
    for place in (1..=taken).rev() {
        let text = s.text(at + place - 1);
        let lower = place == 1 && !s.is_name(at) && s.w(at) != "i";
        let text = if lower { text.to_lowercase() } else { text.to_owned() };
        replacement = replacement.replace(&format!("${place}"), &text);
    }
    if let Some((base, rest)) = replacement.split_once(":1") {
        // "make:1": that verb in the form of the first word.
        let form = same_form(s.w(at), base);
        replacement = format!("{form}{rest}");
    }
    let about = (at..at + taken).find(|i| verb::any(s.w(*i)).is_some()).unwrap_or(at);
    found.replace_about(at..at + taken, &replacement, phrase.reason, &s.text(about).to_lowercase());
}

/// The form of `base` that `word` is of its own verb: ("did", "make") gives "made".
fn same_form(word: &str, base: &str) -> String {
    let Some(to) = verb::base(base) else { return base.to_owned() };
    let forms = [
        (Form::Third, to.third.as_str()),
        (Form::Past, to.past()),
        (Form::Participle, to.participle()),
        (Form::Ing, to.ing.as_str()),
    ];
    let form = forms.into_iter().find(|(form, _)| verb::is(word, *form) && !verb::is(word, Form::Base));
    form.map_or(to.base.as_str(), |(_, form)| form).to_owned()
}

/// How many tokens the pattern takes at `at`.
fn matches(s: &Sentence, at: usize, items: &[Item]) -> Option<usize> {
    let mut place = at;
    for item in items {
        let fits = match item {
            Item::Words(words) => words.contains(&s.w(place)),
            Item::Forms(bases) => {
                verb::any(s.w(place)).is_some_and(|verb| bases.contains(&verb.base.as_str()))
            }
            Item::Sort(sort) => is_sort(s, place, sort),
            Item::NotBehind(words) => !words.contains(&s.w(at - 1)),
            Item::Behind(words) => words.contains(&s.w(at - 1)),
            Item::NotBefore(words) => !words.contains(&s.w(place)),
            Item::Before(words) => words.contains(&s.w(place)),
            Item::Here("end") => ends_phrase(s, place),
            Item::Here("break") => s.is_break(place),
            Item::Here("question") => s.is_question(),
            Item::Here("start") => s.is_break(at - 1),
            Item::Here(_) => false,
        };
        if !fits {
            return None;
        }
        place += usize::from(matches!(item, Item::Words(_) | Item::Forms(_) | Item::Sort(_)));
    }
    Some(place - at)
}

fn is_sort(s: &Sentence, at: usize, sort: &str) -> bool {
    let word = s.w(at);
    match sort {
        "day" => DAYS.contains(&word),
        "month" => MONTHS.contains(&word) && (!matches!(word, "may" | "march") || s.text(at) != word),
        "number" => {
            s.kind(at) == TokenKind::Number || crate::word::lists::NUMERALS.contains(&word) || word == "one"
        }
        "year" => word.len() == 4 && word.parse::<u32>().is_ok_and(|year| (1900..2100).contains(&year)),
        "name" => s.is_name(at),
        "mine" => POSSESSIVES.contains(&word),
        "me" => OBJECTS.contains(&word),
        "i" => SUBJECTS.contains(&word),
        "adj" => ADJECTIVES.contains(&word),
        "base" => verb::is(word, Form::Base),
        "ing" => verb::is(word, Form::Ing),
        "ed" => verb::is(word, Form::Participle),
        "noun" => (s.entry(at).noun || s.entry(at).plural) && s.is_word(at),
        _ => false,
    }
}

fn compiled() -> &'static [Compiled] {
    static COMPILED: OnceLock<Vec<Compiled>> = OnceLock::new();
    COMPILED.get_or_init(|| {
        let tables = [structures::PHRASES, prepositions::PHRASES, choices::PHRASES];
        tables.into_iter().flatten().map(|phrase| compile(*phrase)).collect()
    })
}

fn compile((pattern, replacement, reason): Phrase) -> Compiled {
    let items = pattern.split_whitespace().map(item).collect();
    Compiled { items, replacement, reason }
}

fn item(text: &'static str) -> Item {
    let list = |text: &'static str| text.split('|').collect::<Vec<_>>();
    if text == "^" {
        Item::Here("start")
    } else if let Some(words) = text.strip_prefix('<').and_then(|text| text.strip_suffix('>')) {
        Item::Forms(list(words))
    } else if let Some(sort) = text.strip_prefix('@') {
        Item::Sort(sort)
    } else if let Some(words) = text.strip_prefix('-').filter(|text| !text.is_empty()) {
        Item::NotBehind(list(words))
    } else if let Some(words) = text.strip_prefix('+') {
        Item::Behind(list(words))
    } else if let Some(words) = text.strip_prefix('!') {
        Item::NotBefore(list(words))
    } else if let Some(words) = text.strip_prefix('?').filter(|text| !text.is_empty()) {
        Item::Before(list(words))
    } else if let Some(place) = text.strip_prefix('=') {
        Item::Here(place)
    } else {
        Item::Words(list(text))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_pattern_takes_something_and_names_only_what_it_takes() {
        for phrase in compiled() {
            let taken = phrase
                .items
                .iter()
                .filter(|item| matches!(item, Item::Words(_) | Item::Forms(_) | Item::Sort(_)))
                .count();
            assert!(taken > 0 && taken < 10, "{}", phrase.replacement);
            for place in taken + 1..10 {
                assert!(!phrase.replacement.contains(&format!("${place}")), "{}", phrase.replacement);
            }
        }
    }

    #[test]
    fn verbs_named_in_patterns_are_known_verbs() {
        for phrase in compiled() {
            for item in &phrase.items {
                if let Item::Forms(bases) = item {
                    for base in bases {
                        assert!(verb::base(base).is_some(), "{base}");
                    }
                }
            }
        }
    }
}
