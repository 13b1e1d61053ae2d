//! Forms behind helping verbs: doesn't go, can go, have gone, am going.

use super::Proposals;
use super::clause::{Person, past_time, subject};
use crate::explanation::{structure, verb as note};
use crate::sentence::Sentence;
use crate::word::lists::{ADJECTIVES, BE, DO_FORMS, MIDDLE_ADVERBS, MODALS, SUBJECTS};
use crate::word::verb::{self, Form};

/// Verbs that say a state and take no -ing, and are nothing but verbs.
const STATES: &[&str] = &[
    "agree",
    "want",
    "understand",
    "know",
    "believe",
    "have",
    "need",
    "hope",
    "forget",
    "disagree",
    "belong",
];
/// Verbs of action that are no nouns or adjectives.
const ACTIONS: &[&str] = &[
    "go", "eat", "learn", "buy", "bring", "write", "speak", "sing", "come", "sit", "get", "do", "make",
    "wait", "bake", "cook", "study", "meet", "send", "teach", "listen", "become", "read", "arrive",
    "prepare", "build", "play", "swim", "watch",
];
/// Third person forms that are no plural nouns.
const THIRD_ONLY: &[&str] = &[
    "goes", "has", "does", "eats", "buys", "makes", "takes", "gives", "gets", "speaks", "writes", "reads",
    "learns", "becomes", "knows", "sees", "says", "thinks", "tells", "comes", "brings", "is", "wants",
    "meets", "studies", "teaches",
];

pub(super) fn check(s: &Sentence, found: &mut Proposals<'_>) {
    for at in s.places() {
        after_do(s, at, found);
        after_modal(s, at, found);
        after_have(s, at, found);
        be_and_verb(s, at, found);
        after_to(s, at, found);
        without_do(s, at, found);
        depends(s, at, found);
    }
}

/// The verb of which `word` is an inflected form that cannot be a base form.
fn inflected(word: &str) -> Option<&'static verb::Verb> {
    if verb::is(word, Form::Base) {
        return None;
    }
    verb::as_form(word, Form::Third).or_else(|| verb::as_form(word, Form::Past))
}

/// "doesn't goes", "did you went", "Do you happy?"
fn after_do(s: &Sentence, at: usize, found: &mut Proposals<'_>) {
    if !DO_FORMS.contains(&s.w(at)) {
        return;
    }
    let question = SUBJECTS.contains(&s.w(at + 1)) && super::clause::opens_clause_or_wh(s, at);
    let negative = s.w(at).ends_with("n't");
    let mut place = if question { at + 2 } else { at + 1 };
    if s.w(place) == "not" {
        place += 1;
    } else if !question && !negative {
        return;
    }
    while s.is(place, MIDDLE_ADVERBS) {
        place += 1;
    }
    let about = s.w(at).to_owned();
    if let Some(verb) = inflected(s.w(place)) {
        found.replace_about(place..place + 1, &verb.base, note::AFTER_AUXILIARY, &about);
    } else if question && ADJECTIVES.contains(&s.w(place)) && s.is_break(place + 1) {
        let past = s.w(at) == "did";
        let person = match s.w(at + 1) {
            "i" => Person::First,
            "he" | "she" | "it" => Person::Third,
            _ => Person::Plural,
        };
        found.replace_about(at..at + 1, person.be(past), structure::QUESTION_BE_NOT_DO, s.w(place));
    }
}

/// "can goes", "will going", "must to go", "will happy", "will can".
fn after_modal(s: &Sentence, at: usize, found: &mut Proposals<'_>) {
    if !MODALS.contains(&s.w(at))
        || s.is(at - 1, &["the", "a", "my", "his", "her", "in"])
        || s.text(at) == "May" && at > s.first()
    {
        return;
    }
    let question = SUBJECTS.contains(&s.w(at + 1));
    let mut place = if question { at + 2 } else { at + 1 };
    while s.is(place, MIDDLE_ADVERBS) || s.w(place) == "not" {
        place += 1;
    }
    let about = s.w(at).to_owned();
    let word = s.w(place);
    if word == "to" && verb::is(s.w(place + 1), Form::Base) && !question {
        found.replace_about(place..place + 2, s.w(place + 1), note::NO_TO_AFTER_MODAL, &about);
    } else if matches!(about.as_str(), "will" | "would" | "must" | "should") && word == "can" {
        found.replace_about(place..place + 1, "be able to", note::TWO_MODALS, &about);
    } else if matches!(word, "am" | "is" | "are") {
        found.replace_about(place..place + 1, "be", note::AFTER_AUXILIARY, &about);
    } else if let Some(verb) = inflected(word)
        .filter(|_| !s.entry(place).plural || THIRD_ONLY.contains(&word) || SUBJECTS.contains(&s.w(at - 1)))
    {
        found.replace_about(place..place + 1, &verb.base, note::AFTER_AUXILIARY, &about);
    } else if let Some(verb) = verb::as_form(word, Form::Ing).filter(|_| !question) {
        found.replace_about(place..place + 1, &verb.base, note::AFTER_AUXILIARY, &about);
    } else if ADJECTIVES.contains(&word) && super::clause::ends_phrase(s, place + 1) && !question {
        found.insert_before(place, "be", note::MODAL_BE);
        if let Some(last) = found.found.last_mut() {
            last.about = about;
        }
    }
}

/// "have went", "has wrote", "have already finish".
fn after_have(s: &Sentence, at: usize, found: &mut Proposals<'_>) {
    const BASES: &[&str] = &[
        "go", "eat", "see", "make", "learn", "forget", "know", "buy", "meet", "write", "finish", "speak",
        "do",
    ];
    let owned = s.is(at, &["have", "has", "had", "haven't", "hasn't", "hadn't"]) || s.w(at).ends_with("'ve");
    if !owned {
        return;
    }
    let question =
        SUBJECTS.contains(&s.w(at + 1)) && super::clause::opens_clause_or_wh(s, at) && !s.is(at + 1, &["it"]);
    let mut place = if question { at + 2 } else { at + 1 };
    while s.is(place, MIDDLE_ADVERBS) || s.w(place) == "not" {
        place += 1;
    }
    let word = s.w(place);
    let base =
        BASES.contains(&word) && !s.is(at - 1, &["do", "does", "did", "don't"]) && s.w(place + 1) != "to";
    let verb = verb::as_form(word, Form::Past).filter(|verb| {
        !verb.participle.iter().any(|form| form == word) && !s.entry(place).noun || verb::is_past_only(word)
    });
    let verb = verb.or_else(|| verb::base(word).filter(|_| base && !s.entry(place).adjective));
    if let Some(verb) = verb.filter(|verb| !verb.participle.iter().any(|form| form == word)) {
        found.replace(place..place + 1, verb.participle(), note::PARTICIPLE);
    }
}

/// "I am agree", "She is go", "I was went", "Are you have".
fn be_and_verb(s: &Sentence, at: usize, found: &mut Proposals<'_>) {
    let word = s.w(at);
    let (short, subject_text) = short_be(word);
    if !BE.contains(&word) && !short {
        return;
    }
    if !short && SUBJECTS.contains(&s.w(at + 1)) {
        return be_question(s, at, found);
    }
    let Some(subject) = (if short { short_subject(s, at) } else { subject_before(s, at) }) else { return };
    let mut place = at + 1;
    let negative = s.w(place) == "not";
    while s.is(place, MIDDLE_ADVERBS) || s.w(place) == "not" {
        place += 1;
    }
    let third = subject == Person::Third;
    let past = matches!(word, "was" | "were");
    let text = s.w(place);
    let start = if short { String::from(subject_text) + " " } else { String::new() };
    if negative {
        if STATES.contains(&text) && place == at + 2 {
            let not = if past {
                "didn't"
            } else if third {
                "doesn't"
            } else {
                "don't"
            };
            found.replace(at..place + 1, &format!("{start}{not} {text}"), note::BE_AND_VERB);
        }
    } else if verb::is_past_only(text) && text != "rang" && text != "sang" {
        found.replace(at..place + 1, &format!("{start}{text}"), note::BE_AND_VERB);
    } else if let Some(verb) = verb::base(text).filter(|_| STATES.contains(&text) || ACTIONS.contains(&text))
    {
        // "I am usually go": the adverb stays.
        let adverbs: String = (at + 1..place).map(|i| format!("{} ", s.w(i))).collect();
        let repeated =
            s.has(&["every", "everyday", "always", "usually", "often", "sometimes", "never", "rarely"]);
        let timely = past || past_time(s).is_some();
        let form = if timely {
            verb.past().to_owned()
        } else if STATES.contains(&text) || repeated {
            if third { verb.third.clone() } else { verb.base.clone() }
        } else {
            let be = if short { s.text(at) } else { word };
            let whole = format!("{be} {adverbs}{}", verb.ing);
            return found.replace(at..place + 1, &whole, note::BE_AND_VERB);
        };
        found.replace(at..place + 1, &format!("{start}{adverbs}{form}"), note::BE_AND_VERB);
    }
}

/// "i'm" is a subject with be; gives the subject as it is written alone.
fn short_be(word: &str) -> (bool, &'static str) {
    match word {
        "i'm" => (true, "I"),
        "you're" => (true, "you"),
        "we're" => (true, "we"),
        "they're" => (true, "they"),
        _ => (false, ""),
    }
}

fn short_subject(s: &Sentence, at: usize) -> Option<Person> {
    Some(if s.w(at) == "i'm" { Person::First } else { Person::Plural })
}

/// The person of the pronoun or person right before `at`.
fn subject_before(s: &Sentence, at: usize) -> Option<Person> {
    (1..=3)
        .filter_map(|back| subject(s, at - back))
        .find(|subject| subject.verb == at)
        .map(|subject| subject.person)
}

/// "Are you want", "Is she have".
fn be_question(s: &Sentence, at: usize, found: &mut Proposals<'_>) {
    let state = STATES.contains(&s.w(at + 2))
        || s.w(at + 2) == "like"
            && s.is_question()
            && s.is_word(at + 3)
            && at == s.first()
            && s.is(at + 1, &["you"]);
    if state && super::clause::opens_clause_or_wh(s, at) {
        let do_form = match s.w(at) {
            "was" | "were" => "did",
            "is" => "does",
            _ => "do",
        };
        found.replace_about(at..at + 1, do_form, structure::QUESTION_DO_NOT_BE, s.w(at + 2));
    }
}

/// "to went", "to goes".
fn after_to(s: &Sentence, at: usize, found: &mut Proposals<'_>) {
    if s.w(at) != "to" {
        return;
    }
    let word = s.w(at + 1);
    let wrong = THIRD_ONLY.contains(&word) || (verb::is_past_only(word) && !s.entry(at + 1).noun);
    if word == "is" || word == "am" || word == "are" {
        if s.is(at - 1, &["want", "wants", "wanted", "going", "have", "has", "need", "needs", "hope"]) {
            found.replace(at + 1..at + 2, "be", note::AFTER_TO);
        }
    } else if let Some(verb) = inflected(word).filter(|_| wrong) {
        found.replace(at + 1..at + 2, &verb.base, note::AFTER_TO);
    } else if s.is(
        at - 1,
        &[
            "want", "wants", "need", "decide", "hope", "wanted", "decided", "needs", "plan", "have", "has",
            "had",
        ],
    ) {
        let regular = verb::as_form(word, Form::Past).or_else(|| verb::as_form(word, Form::Ing));
        if let Some(verb) = regular.filter(|verb| verb.base != word && !s.entry(at + 1).adjective) {
            found.replace(at + 1..at + 2, &verb.base, note::AFTER_TO);
        }
    }
}

/// "I not like", "He no have".
fn without_do(s: &Sentence, at: usize, found: &mut Proposals<'_>) {
    let Some(subject) = subject(s, at) else { return };
    let place = subject.verb;
    let plain = SUBJECTS.contains(&s.w(at)) || super::clause::opens_clause(s, at);
    if !plain || !s.is(place, &["not", "no"]) {
        return;
    }
    let verb = verb::base(s.w(place + 1)).or_else(|| verb::as_form(s.w(place + 1), Form::Third));
    if let Some(verb) = verb.filter(|_| !s.entry(place + 1).preposition || s.w(place + 1) == "like") {
        let negative = if past_time(s).is_some() {
            "didn't"
        } else if subject.person == Person::Third {
            "doesn't"
        } else {
            "don't"
        };
        found.replace(place..place + 2, &format!("{negative} {}", verb.base), structure::DO_NOT);
    }
}

/// "it is depend on", "it's depends".
fn depends(s: &Sentence, at: usize, found: &mut Proposals<'_>) {
    if s.is(at, &["depend", "depends"]) {
        if s.w(at - 1) == "is" && s.w(at - 2) == "it" {
            found.replace(at - 1..at + 1, "depends", note::IT_DEPENDS);
        } else if s.w(at - 1) == "it's" {
            found.replace(at - 1..at + 1, "it depends", note::IT_DEPENDS);
        }
    }
}
