//! Pronouns: she is, not her is; for him, not for he; my name, not I name.

use super::Proposals;
use super::clause::{ends_phrase, is_verb_like, opens_clause};
use crate::explanation::noun as note;
use crate::sentence::Sentence;
use crate::word::lists::{POSSESSIVES, object_of, possessive_of, subject_of};
use crate::word::verb::{self, Form};

pub(super) fn check(s: &Sentence, found: &mut Proposals<'_>) {
    for at in s.places() {
        as_subject(s, at, found);
        as_object(s, at, found);
        as_owner(s, at, found);
    }
    me_and(s, s.first(), found);
    i_and(s, s.first(), found);
}

/// "I and my friend went": whoever speaks comes last.
fn i_and(s: &Sentence, first: usize, found: &mut Proposals<'_>) {
    if !s.follows(first, &["i", "and"]) {
        return;
    }
    let owned = POSSESSIVES.contains(&s.w(first + 2)) && s.is_word(first + 3);
    let end = if owned { first + 4 } else { first + 3 };
    if (owned || s.is_name(first + 2)) && is_verb_like(s, end) {
        let other: Vec<&str> = (first + 2..end).map(|at| s.text(at)).collect();
        let whole = format!("{} and I", crate::word::capitalise(&other.join(" ")));
        found.replace(first..end, &whole, note::SELF_LAST);
    }
}

/// "Her is beautiful", "Him go to school".
fn as_subject(s: &Sentence, at: usize, found: &mut Proposals<'_>) {
    let Some(subject) = subject_of(s.w(at)) else { return };
    let begins = s.is_break(at - 1) || s.is(at - 1, &["because", "but", "when", "if"]);
    let verb = s.is(at + 1, &["is", "are", "was", "were", "am", "can", "will", "has", "doesn't", "don't"])
        || (s.w(at) != "her" && (verb::is(s.w(at + 1), Form::Third) || verb::is_past_only(s.w(at + 1))));
    if begins && verb && !s.is_question() {
        let be = s.w(at + 1);
        match (s.w(at), be) {
            ("me", "is" | "are") => found.replace(at..at + 2, "I am", note::SUBJECT_PRONOUN),
            _ => found.replace(at..at + 1, subject, note::SUBJECT_PRONOUN),
        }
    }
}

/// "for he", "with I", "I love she", "help they".
fn as_object(s: &Sentence, at: usize, found: &mut Proposals<'_>) {
    const VERBS: &[&str] = &[
        "love", "loves", "help", "helps", "helped", "call", "called", "meet", "met", "miss", "hate",
        "invite", "invited", "visit", "visited", "likes", "like", "loved", "saw",
    ];
    let Some(object) = object_of(s.w(at)) else { return };
    let free = ends_phrase(s, at + 1)
        && !s.is(at + 1, &["who", "that", "and", "or"])
        && (s.w(at) != "i" || s.text(at) == "I" || s.text(at) == "i");
    let before = s.is(at - 1, &["for", "with", "to", "from", "about", "near", "without"]);
    let loving = VERBS.contains(&s.w(at - 1)) && s.w(at) != "i";
    if free && (before || loving) && !is_verb_like(s, at + 1) {
        found.replace_about(at..at + 1, object, note::OBJECT_PRONOUN, s.w(at - 1));
    }
}

/// "he name is", "what is you name", "she house".
fn as_owner(s: &Sentence, at: usize, found: &mut Proposals<'_>) {
    const OWNED: &[&str] = &[
        "name",
        "house",
        "father",
        "mother",
        "brother",
        "sister",
        "hobby",
        "job",
        "friend",
        "teacher",
        "school",
        "favorite",
        "favourite",
        "family",
        "parents",
        "friends",
        "age",
        "birthday",
    ];
    let Some(owner) = possessive_of(s.w(at)) else { return };
    let verb_after =
        s.is(at + 2, &["is", "are", "was", "were", "name", "food", "color"]) || s.is_break(at + 2);
    let free = opens_clause(s, at) || s.is(at - 1, &["is", "are", "with", "in", "to", "at"]);
    if OWNED.contains(&s.w(at + 1)) && verb_after && free && !s.is_name(at + 1) && !matches!(s.w(at), "it") {
        // "Are you friends?" and "Is she mother …" ask about the person.
        let asked =
            s.is(at - 1, &["is", "are"]) && s.is_break(at + 2) && !(s.w(at - 1) == "is" && s.w(at) == "you");
        if !asked {
            found.replace(at..at + 1, owner, note::POSSESSIVE_PRONOUN);
        }
    }
}

/// "Me and my friend go", "Me and him going".
fn me_and(s: &Sentence, first: usize, found: &mut Proposals<'_>) {
    if !s.follows(first, &["me", "and"]) {
        return;
    }
    let owned = POSSESSIVES.contains(&s.w(first + 2));
    let end = if owned { first + 4 } else { first + 3 };
    let other = if owned || s.is_name(first + 2) {
        let words: Vec<&str> = (first + 2..end).map(|i| s.text(i)).collect();
        words.join(" ")
    } else if let Some(subject) = subject_of(s.w(first + 2)) {
        subject.to_owned()
    } else {
        return;
    };
    if verb::is(s.w(end), Form::Ing) {
        found.replace(first..end, &format!("{} and I are", crate::word::capitalise(&other)), note::ME_AND);
    } else if is_verb_like(s, end) {
        found.replace(first..end, &format!("{} and I", crate::word::capitalise(&other)), note::ME_AND);
    }
}
