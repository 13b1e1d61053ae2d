//! What a verb or preposition asks of the verb behind it: want to go, enjoy reading, for helping.

use super::Proposals;
use crate::explanation::verb as note;
use crate::sentence::Sentence;
use crate::word::lists::OBJECTS;
use crate::word::verb::{self, Form};

/// Base forms that are no nouns, adjectives or prepositions.
const PURE: &[&str] = &[
    "go",
    "eat",
    "learn",
    "buy",
    "become",
    "write",
    "speak",
    "improve",
    "bring",
    "choose",
    "know",
    "teach",
    "sing",
    "meet",
    "give",
    "forget",
    "send",
    "tell",
    "get",
    "take",
    "make",
    "see",
    "understand",
    "explain",
    "ask",
    "finish",
    "do",
    "have",
];
/// Verbs with -ing behind them, in every form.
const ING_VERBS: &[&str] =
    &["enjoy", "finish", "avoid", "practice", "practise", "suggest", "mind", "quit", "dislike", "imagine"];

pub(super) fn check(s: &Sentence, found: &mut Proposals<'_>) {
    for at in s.places() {
        needs_to(s, at, found);
        needs_ing(s, at, found);
        after_preposition(s, at, found);
        purpose(s, at, found);
        looking_forward(s, at, found);
    }
}

/// "I want go", "He wants eat", "I want be".
fn needs_to(s: &Sentence, at: usize, found: &mut Proposals<'_>) {
    const WANTING: &[&str] =
        &["want", "wants", "wanted", "decide", "decided", "hope", "hopes", "hoped", "decides"];
    let next = s.w(at + 1);
    let verb = PURE.contains(&next)
        || matches!(next, "be" | "visit" | "play" | "sleep" | "buy" | "watch" | "study" | "join");
    let bare = !s.is(at - 1, &["the", "a", "my", "no", "your", "his", "their"]);
    let liking = s.is(at, &["like", "likes", "love", "loves", "hate", "hates"])
        && PURE.contains(&next)
        && (s.is(at - 1, crate::word::lists::SUBJECTS) || s.w(at - 1) == "really");
    if (WANTING.contains(&s.w(at)) && verb && bare) || liking {
        found.replace_about(at + 1..at + 2, &format!("to {next}"), note::NEEDS_TO, s.w(at));
    } else if s.is(at, &["want", "wants", "wanted"])
        && OBJECTS.contains(&next)
        && PURE.contains(&s.w(at + 2))
        && bare
    {
        found.replace_about(at + 2..at + 3, &format!("to {}", s.w(at + 2)), note::NEEDS_TO, s.w(at));
    }
}

/// "enjoy to read", "finish to do".
fn needs_ing(s: &Sentence, at: usize, found: &mut Proposals<'_>) {
    let Some(verb) = verb::any(s.w(at)).filter(|verb| ING_VERBS.contains(&verb.base.as_str())) else {
        return;
    };
    let Some(next) = verb::base(s.w(at + 2)).filter(|_| s.w(at + 1) == "to") else {
        if verb.base == "enjoy"
            && PURE.contains(&s.w(at + 1))
            && let Some(next) = verb::base(s.w(at + 1))
        {
            found.replace_about(at + 1..at + 2, &next.ing, note::NEEDS_ING, &verb.base);
        }
        return;
    };
    // "I practice to become …", "finish to go home" may mean a purpose.
    let purpose =
        matches!(verb.base.as_str(), "practice" | "practise") && next.base != "speak" && next.base != "write";
    if !purpose {
        found.replace_about(at + 1..at + 3, &next.ing, note::NEEDS_ING, &verb.base);
    }
}

/// "without eat", "thank you for help me", "good at sing", "after finish my homework".
fn after_preposition(s: &Sentence, at: usize, found: &mut Proposals<'_>) {
    let word = s.w(at + 1);
    let strict =
        s.is(at, &["without", "of", "about", "by"]) && PURE.contains(&word) && word != "have" && word != "do";
    let after = s.is(at, &["after", "before"])
        && matches!(
            word,
            "eat"
                | "go"
                | "finish"
                | "take"
                | "do"
                | "come"
                | "get"
                | "make"
                | "buy"
                | "have"
                | "wake"
                | "pray"
        )
        && !(word == "do" && s.is(at + 2, &["you", "they"]));
    let good_at = s.w(at) == "at"
        && s.is(at - 1, &["good", "bad"])
        && (PURE.contains(&word) || matches!(word, "draw" | "cook" | "swim" | "dance" | "play"));
    let thanks = s.w(at) == "for"
        && (s.is(at - 1, &["thanks", "thank"]) || (s.w(at - 1) == "you" && s.w(at - 2) == "thank"))
        && (PURE.contains(&word)
            || (matches!(word, "help" | "visit" | "call" | "invite" | "listen" | "come" | "wait")
                && (OBJECTS.contains(&s.w(at + 2)) || word == "listen" || word == "come")))
        && !s.is(at + 2, &["of", "with"]);
    let interested =
        s.w(at) == "in" && s.w(at - 1) == "interested" && verb::is(word, Form::Base) && !s.entry(at + 1).noun;
    if let Some(verb) = verb::base(word).filter(|_| strict || after || good_at || thanks || interested) {
        found.replace_about(at + 1..at + 2, &verb.ing, note::NEEDS_ING, s.w(at));
    }
}

/// "I go to market for buy fish", "for to learn".
fn purpose(s: &Sentence, at: usize, found: &mut Proposals<'_>) {
    let word = s.w(at + 1);
    if s.w(at) != "for" || s.is(at - 1, &["thanks", "thank", "you", "asked", "except"]) {
        return;
    }
    if word == "to" && verb::is(s.w(at + 2), Form::Base) {
        found.replace(at..at + 2, "to", note::PURPOSE);
    } else if PURE.contains(&word) && !matches!(word, "do" | "have") || matches!(word, "find") {
        found.replace(at..at + 2, &format!("to {word}"), note::PURPOSE);
    }
}

/// "look forward to meet you", "interested to learn".
fn looking_forward(s: &Sentence, at: usize, found: &mut Proposals<'_>) {
    if s.follows(at, &["forward", "to"])
        && let Some(verb) =
            verb::base(s.w(at + 2)).filter(|_| !s.entry(at + 2).noun || OBJECTS.contains(&s.w(at + 3)))
    {
        found.replace_about(at + 2..at + 3, &verb.ing, note::NEEDS_ING, "look forward to");
    }
    if s.follows(at, &["interested", "to"])
        && let Some(verb) =
            verb::base(s.w(at + 2)).filter(|verb| !matches!(verb.base.as_str(), "know" | "hear" | "see"))
    {
        found.replace_about(at + 1..at + 3, &format!("in {}", verb.ing), note::NEEDS_ING, "interested in");
    }
}
