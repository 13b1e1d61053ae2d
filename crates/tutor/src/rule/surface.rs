//! Capitals, spaces, doubled words, short forms and the misspellings that learners make most.

use std::ops::Range;

use super::Proposals;
use crate::explanation::surface as note;
use crate::sentence::{Sentence, TokenKind};
use crate::word::capitalise;
use crate::word::lists::DAYS;

/// Short forms without their apostrophe, and chat words.
const SHORT: &[(&str, &str)] = &[
    ("dont", "don't"),
    ("doesnt", "doesn't"),
    ("didnt", "didn't"),
    ("cant", "can't"),
    ("isnt", "isn't"),
    ("arent", "aren't"),
    ("wasnt", "wasn't"),
    ("werent", "weren't"),
    ("havent", "haven't"),
    ("hasnt", "hasn't"),
    ("wouldnt", "wouldn't"),
    ("couldnt", "couldn't"),
    ("shouldnt", "shouldn't"),
    ("im", "I'm"),
    ("ive", "I've"),
    ("thats", "that's"),
    ("whats", "what's"),
    ("youre", "you're"),
    ("theyre", "they're"),
    ("dosent", "doesn't"),
    ("dosen't", "doesn't"),
];
const CHAT: &[(&str, &str)] = &[
    ("u", "you"),
    ("bcs", "because"),
    ("bcz", "because"),
    ("coz", "because"),
    ("becoz", "because"),
    ("pls", "please"),
    ("plz", "please"),
    ("ppl", "people"),
    ("thx", "thanks"),
    ("tmrw", "tomorrow"),
    ("btw", "by the way"),
    ("ur", "your"),
];
const MISSPELT: &[(&str, &str)] = &[
    ("becouse", "because"),
    ("becuase", "because"),
    ("becaus", "because"),
    ("beacause", "because"),
    ("beautifull", "beautiful"),
    ("beutiful", "beautiful"),
    ("wich", "which"),
    ("whit", "with"),
    ("tomorow", "tomorrow"),
    ("tommorow", "tomorrow"),
    ("yesturday", "yesterday"),
    ("yesterdey", "yesterday"),
    ("realy", "really"),
    ("verry", "very"),
    ("studing", "studying"),
    ("writting", "writing"),
    ("planing", "planning"),
    ("swiming", "swimming"),
    ("runing", "running"),
    ("goverment", "government"),
    ("enviroment", "environment"),
    ("inggris", "English"),
    ("englis", "English"),
    ("indonesian's", "Indonesian"),
    ("scholl", "school"),
    ("shcool", "school"),
    ("skul", "school"),
    ("freind", "friend"),
    ("fren", "friend"),
    ("teh", "the"),
    ("i'am", "I'm"),
    ("his's", "his"),
    ("buyed", "bought"),
    ("goed", "went"),
    ("eated", "ate"),
    ("teached", "taught"),
    ("thinked", "thought"),
    ("catched", "caught"),
    ("writed", "wrote"),
    ("runned", "ran"),
    ("sleeped", "slept"),
    ("drinked", "drank"),
    ("speaked", "spoke"),
    ("swimmed", "swam"),
    ("maked", "made"),
    ("taked", "took"),
    ("comed", "came"),
    ("singed", "sang"),
    ("breaked", "broke"),
    ("falled", "fell"),
    ("gived", "gave"),
    ("knowed", "knew"),
    ("telled", "told"),
    ("selled", "sold"),
    ("sended", "sent"),
    ("spended", "spent"),
    ("meeted", "met"),
    ("feeled", "felt"),
    ("finded", "found"),
    ("choosed", "chose"),
    ("bringed", "brought"),
    ("drived", "drove"),
    ("forgetted", "forgot"),
    ("losed", "lost"),
    ("studyed", "studied"),
    ("tryed", "tried"),
    ("cryed", "cried"),
    ("stoped", "stopped"),
    ("planed", "planned"),
];
/// Languages and nationalities that are nothing else in lower case.
const PROPER: &[&str] = &[
    "english",
    "indonesian",
    "indonesia",
    "japanese",
    "korean",
    "arabic",
    "javanese",
    "american",
    "british",
];

pub(super) fn check(s: &Sentence, found: &mut Proposals<'_>) {
    for at in s.places() {
        capital_i(s, at, found);
        spelled(s, at, found);
        proper(s, at, found);
        doubled(s, at, found);
        spacing(s, at, found);
    }
    sentence_capital(s, found);
}

fn span(s: &Sentence, at: usize) -> Range<usize> {
    s.token(at).map_or(0..0, |token| token.start..token.end)
}

fn capital_i(s: &Sentence, at: usize, found: &mut Proposals<'_>) {
    let text = s.text(at);
    let alone =
        text == "i" && !matches!(s.w(at + 1), "." | ")") | s.is_break(at + 2) && !s.is(at - 1, &["(", "."]);
    if alone || (text.starts_with("i'") || text.starts_with("i’")) && s.w(at) != "i'am" {
        found.push(span(s, at), capitalise(text), note::CAPITAL_I, "I");
    }
}

fn spelled(s: &Sentence, at: usize, found: &mut Proposals<'_>) {
    if !s.is_word(at) || (s.is_name(at) && at > s.first()) {
        return;
    }
    let word = s.w(at);
    // "es teh" is iced tea.
    if word == "teh" && !s.entry(at + 1).noun {
        return;
    }
    for (list, reason) in [(SHORT, note::APOSTROPHE), (CHAT, note::CHAT_WORD), (MISSPELT, note::SPELLING)] {
        if let Some((_, right)) = list.iter().find(|(wrong, _)| *wrong == word) {
            found.replace(at..at + 1, right, reason);
        }
    }
}

fn proper(s: &Sentence, at: usize, found: &mut Proposals<'_>) {
    let text = s.text(at);
    let day = DAYS.contains(&text) || matches!(text, "mondays" | "sundays" | "saturdays" | "fridays");
    let month = matches!(
        text,
        "january"
            | "february"
            | "april"
            | "june"
            | "july"
            | "september"
            | "october"
            | "november"
            | "december"
    );
    if day || month || PROPER.contains(&text) {
        found.push(span(s, at), capitalise(text), note::NAME_CAPITAL, text);
    }
}

/// "the the", "to to"; not "that that", "had had", "very very", "bye bye".
fn doubled(s: &Sentence, at: usize, found: &mut Proposals<'_>) {
    const DOUBLED: &[&str] = &[
        "the", "a", "an", "to", "of", "in", "on", "at", "and", "but", "i", "my", "your", "we", "they", "he",
        "she", "it", "is", "are", "was", "for", "with", "this", "can", "will", "am", "have", "go", "because",
        "not", "me",
    ];
    if s.w(at) == s.w(at + 1)
        && DOUBLED.contains(&s.w(at))
        && !(s.w(at) == "it" || s.w(at) == "in" && s.entry(at - 1).verb)
    {
        found.delete(at + 1..at + 2, note::DOUBLED_WORD);
    }
}

/// "hello , my", "hello,my", two spaces.
fn spacing(s: &Sentence, at: usize, found: &mut Proposals<'_>) {
    let (Some(token), Some(before)) = (s.token(at), s.token(at.saturating_sub(1))) else { return };
    if before.kind == TokenKind::Edge {
        return;
    }
    let gap = token.start - before.end;
    let mark = matches!(token.lower.as_str(), "," | "?" | "!" | ".") && before.kind == TokenKind::Word;
    let single = !s.is(at + 1, &[".", "?", "!", ")", ","])
        && s.token(at + 1).is_none_or(|next| next.kind == TokenKind::Edge || next.start > token.end);
    if mark && gap > 0 && single {
        found.push(before.end..token.end, token.text.clone(), note::SPACE_BEFORE, &token.text);
    } else if before.lower == ","
        && gap == 0
        && token.kind == TokenKind::Word
        && s.kind(at.saturating_sub(2)) == TokenKind::Word
    {
        found.push(token.start - 1..token.start, ", ".to_owned(), note::SPACE_AFTER, ",");
    } else if gap > 1 && gap < 4 && token.kind == TokenKind::Word && before.kind == TokenKind::Word {
        found.push(before.end..token.start, " ".to_owned(), note::DOUBLE_SPACE, " ");
    }
}

fn sentence_capital(s: &Sentence, found: &mut Proposals<'_>) {
    let first = s.first();
    let text = s.text(first);
    let plain = s.is_word(first)
        && text.chars().all(|c| c.is_ascii_lowercase() || "'’".contains(c))
        && s.entry(first).known;
    if s.after_stop
        && plain
        && s.word_count() > 1
        && text != "i"
        && !text.starts_with("i'")
        && !text.starts_with("i’")
    {
        found.push(span(s, first), capitalise(text), note::SENTENCE_CAPITAL, text);
    }
}
