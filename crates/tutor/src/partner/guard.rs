//! What a small model wrote, looked at sentence by sentence before a learner sees it.
//!
//! A sentence passes if it is short English about what was said; it must not speak of a life the
//! model does not have, name what nobody named, repeat, or ask twice. What does not pass is left
//! out; where nothing passes, the rules answer.

use lks_domain::ollama::ChatMessage;

use super::conversation::words;
use crate::language::{Written, written};

/// Sentences of one reply.
const SENTENCES: usize = 2;
/// Longest sentence, in words.
const WORDS: usize = 18;
/// Longest text without an end of a sentence, in code points.
const UNENDED: usize = 240;

/// Why a sentence does not pass.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Fault {
    /// It says nothing.
    Empty,
    /// It is too long or has no end.
    Long,
    /// It is not English, or is about prompts and roles.
    Form,
    /// It speaks of itself as of a person.
    Life,
    /// It names somebody, some place or some number that was not mentioned.
    Invention,
    /// It says again what was said.
    Repetition,
    /// It is about what a practice partner should not talk of.
    Unsafe,
}

/// One reply as it is written: takes pieces, gives sentences that may be shown.
#[derive(Debug, Clone)]
pub struct Guard {
    heard: Vec<String>,
    last: Vec<String>,
    said: Vec<String>,
    held: String,
    shown: Vec<String>,
    faults: Vec<Fault>,
    over: bool,
}

impl Guard {
    /// For the reply to these messages, of which the last is the learner's.
    pub fn new(messages: &[ChatMessage]) -> Self {
        let of = |role: &'static str| messages.iter().filter(move |message| message.role == role);
        let system = of("system").flat_map(|message| words(&message.content));
        let heard = of("user").flat_map(|message| words(&message.content)).chain(system).collect();
        let said = of("assistant").flat_map(|message| {
            let (mut whole, rest) = sentences(&message.content);
            whole.push(rest);
            whole.iter().map(|sentence| plain(sentence)).collect::<Vec<_>>()
        });
        let said = said.filter(|sentence| !sentence.is_empty()).collect();
        let last = of("user").next_back().map(|message| words(&message.content)).unwrap_or_default();
        Self { heard, last, said, held: String::new(), shown: Vec::new(), faults: Vec::new(), over: false }
    }

    /// More of the reply; gives what may be shown now.
    pub fn push(&mut self, piece: &str) -> Vec<String> {
        if self.over {
            return Vec::new();
        }
        self.held.push_str(piece);
        let (whole, rest) = sentences(&self.held);
        self.held = rest;
        let shown = self.admit(whole);
        if !self.over && self.held.chars().count() > UNENDED {
            self.refuse(Fault::Long);
        }
        shown
    }

    /// The reply is at its end; gives what may be shown of the rest. A last sentence without its mark
    /// was cut off and is left out.
    pub fn finish(&mut self) -> Vec<String> {
        let rest = std::mem::take(&mut self.held);
        let rest = rest.trim();
        if self.over || rest.is_empty() || !rest.ends_with(['.', '!', '?']) {
            return Vec::new();
        }
        self.admit(vec![rest.to_owned()])
    }

    /// Whether nothing more will be shown, whatever is written.
    pub const fn over(&self) -> bool {
        self.over
    }

    /// The sentences that passed.
    pub fn shown(&self) -> &[String] {
        &self.shown
    }

    /// Why others did not.
    pub fn faults(&self) -> &[Fault] {
        &self.faults
    }

    /// Whether the reply asks something.
    pub fn asks(&self) -> bool {
        self.shown.last().is_some_and(|sentence| sentence.ends_with('?'))
    }

    fn admit(&mut self, whole: Vec<String>) -> Vec<String> {
        let mut admitted = Vec::new();
        for sentence in whole {
            if self.over {
                break;
            }
            match self.fault(&sentence) {
                Some(fault) => self.refuse(fault),
                None => {
                    self.shown.push(sentence.clone());
                    self.over = sentence.ends_with('?') || self.shown.len() == SENTENCES;
                    admitted.push(sentence);
                }
            }
        }
        admitted
    }

    fn refuse(&mut self, fault: Fault) {
        self.faults.push(fault);
        // What follows a sentence that was left out hangs in the air.
        self.over = true;
    }

    fn fault(&self, sentence: &str) -> Option<Fault> {
        let said = words(sentence);
        let checks: [(bool, Fault); 7] = [
            (said.is_empty(), Fault::Empty),
            (said.len() > WORDS, Fault::Long),
            (!well_formed(sentence, &said), Fault::Form),
            (is_unsafe(&said), Fault::Unsafe),
            (claims_a_life(&said), Fault::Life),
            (self.repeats(sentence, &said), Fault::Repetition),
            (self.invents(sentence), Fault::Invention),
        ];
        checks.into_iter().find_map(|(wrong, fault)| wrong.then_some(fault))
    }

    /// Said before, turning in circles, or the learner's own words given back.
    fn repeats(&self, sentence: &str, said: &[String]) -> bool {
        let now = plain(sentence);
        let again = self.said.contains(&now) || self.shown.iter().any(|shown| plain(shown) == now);
        let circles = said
            .windows(3)
            .enumerate()
            .any(|(at, three)| said[at + 1..].windows(3).any(|next| next == three))
            || said.windows(2).any(|two| two[0] == two[1] && two[0] != "very" && two[0] != "so");
        let parrots = said.len() > 3
            && said.len() >= self.last.len()
            && said.iter().all(|word| self.last.contains(word));
        again || circles || parrots
    }

    /// A capital or a number in it that nobody has mentioned.
    fn invents(&self, sentence: &str) -> bool {
        let tokens =
            sentence.split(|c: char| !c.is_alphanumeric() && c != '\'').filter(|word| !word.is_empty());
        tokens.enumerate().any(|(at, word)| {
            let lower = word.to_lowercase();
            let stem = lower.strip_suffix("'s").unwrap_or(&lower);
            let name =
                at > 0 && word.starts_with(char::is_uppercase) && !lower.starts_with("i'") && lower != "i";
            let number = word.chars().any(char::is_numeric);
            let known = self.heard.iter().any(|heard| heard == stem) || COMMON_NAMES.contains(&stem);
            (name || number) && !known
        })
    }
}

/// Names that need no introduction.
const COMMON_NAMES: &[&str] = &[
    "english",
    "indonesian",
    "indonesia",
    "sofya",
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "ok",
    "tv",
];

/// Cut at `.`, `!`, `?` and line ends; the rest has no end yet.
fn sentences(text: &str) -> (Vec<String>, String) {
    let mut whole = Vec::new();
    let mut current = String::new();
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        if letter == '\n' {
            whole.push(std::mem::take(&mut current));
            continue;
        }
        current.push(letter);
        let ends =
            matches!(letter, '.' | '!' | '?') && letters.peek().is_some_and(|next| next.is_whitespace());
        if ends {
            whole.push(std::mem::take(&mut current));
        }
    }
    let whole =
        whole.into_iter().map(|sentence| sentence.trim().to_owned()).filter(|s| !s.is_empty()).collect();
    (whole, current.trim_start().to_owned())
}

fn plain(sentence: &str) -> String {
    words(sentence).join(" ")
}

/// One plain English sentence: no marks of a format, no roles, no other language.
fn well_formed(sentence: &str, said: &[String]) -> bool {
    const META: &[&str] = &[
        "user",
        "assistant",
        "prompt",
        "ai",
        "chatbot",
        "language model",
        "model",
        "instruction",
        "learner",
        "sentence",
        "grammar",
        "sofya",
    ];
    let letters = sentence.chars().filter(|c| c.is_ascii_alphabetic()).count();
    let odd = sentence.chars().any(|c| "<>|{}[]*#_`\\/=:;\"“”".contains(c)) || sentence.contains("..");
    let text = said.join(" ");
    let meta = said.iter().any(|word| META.contains(&word.as_str()))
        || ["can i help", "may i help", "help you today", "assist you", "feel free to"]
            .iter()
            .any(|it| text.contains(it));
    let english = said.len() < 3 || written(sentence) == Written::English;
    letters * 2 > sentence.len() && !odd && !meta && english && sentence.ends_with(['.', '!', '?'])
}

/// A person's life: what it likes, does, has and remembers. Feelings towards the learner may stay.
fn claims_a_life(said: &[String]) -> bool {
    const MAY_SAY: &[&str] = &[
        "i'm sorry",
        "i am sorry",
        "i'm glad",
        "i am glad",
        "i'm happy for",
        "i am happy for",
        "i'm happy to hear",
        "i am happy to hear",
        "i'm so sorry",
        "i'm so happy for",
        "i'm so glad",
        "i hope",
        "i see",
        "i understand",
        "i can imagine",
        "i wonder",
        "i think",
        "i'm sure",
        "i am sure",
        "i bet",
        "i'm curious",
        "i'd love to hear",
        "i would love to hear",
        "i'd like to hear",
        "i'd love to know",
        "let me know",
        "tell me",
        "i'm proud of you",
        "i am proud of you",
        "i know",
    ];
    const OWN: &[&str] =
        &["i", "i'm", "i've", "i'd", "i'll", "my", "me", "mine", "we", "we're", "we've", "our", "us"];
    let text = said.join(" ");
    let allowed = MAY_SAY.iter().find(|start| text.starts_with(*start));
    let rest = allowed.map_or(text.as_str(), |start| &text[start.len()..]);
    rest.split(' ').any(|word| OWN.contains(&word))
}

/// Subjects that are not for a practice partner, and words that put a learner down.
fn is_unsafe(said: &[String]) -> bool {
    const WORDS: &[&str] = &[
        "kill",
        "killed",
        "killing",
        "suicide",
        "murder",
        "weapon",
        "gun",
        "bomb",
        "drug",
        "drugs",
        "sex",
        "sexy",
        "sexual",
        "naked",
        "porn",
        "rape",
        "stupid",
        "idiot",
        "dumb",
        "ugly",
        "hate",
        "shut",
        "damn",
        "hell",
        "fuck",
        "shit",
        "alcohol",
        "beer",
        "wine",
        "cigarette",
        "medicine",
        "pill",
        "pills",
        "dose",
    ];
    const UNKIND: &[&str] = &[
        "not allowed",
        "your fault",
        "too late",
        "for your loss",
        "the way things are",
        "you can't",
        "you cannot",
        "you must not",
        "you shouldn't",
        "you should not",
        "you're not",
        "you are not",
        "you're wrong",
        "you don't",
    ];
    let text = said.join(" ");
    said.iter().any(|word| WORDS.contains(&word.as_str()))
        || UNKIND.iter().any(|unkind| text.contains(unkind))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn guarded(learner: &str, reply: &str) -> (Vec<String>, Vec<Fault>) {
        let mut guard = Guard::new(&[ChatMessage::new("user", learner)]);
        let mut shown = Vec::new();
        for piece in reply.split_inclusive(' ') {
            shown.extend(guard.push(piece));
        }
        shown.extend(guard.finish());
        assert_eq!(shown, guard.shown());
        (shown, guard.faults().to_vec())
    }

    #[test]
    fn two_short_sentences_that_end_in_a_question_pass_as_they_are() {
        let (shown, faults) = guarded("I bought a mango.", "Mangoes are delicious! How much did you buy?");
        assert_eq!(shown, ["Mangoes are delicious!", "How much did you buy?"]);
        assert!(faults.is_empty());
    }

    #[test]
    fn nothing_comes_after_a_question_or_a_second_sentence() {
        assert_eq!(guarded("Hi", "That is nice! Where is it? Who is there?").0.len(), 2);
        assert_eq!(guarded("Hi", "Is it far? That is good.").0, ["Is it far?"]);
        assert_eq!(guarded("Hi", "Good idea. It is nice. It is big.").0.len(), 2);
    }

    #[test]
    fn each_fault_is_told_apart() {
        for (reply, fault) in [
            ("I love rendang too!", Fault::Life),
            ("My mother cooks it every day.", Fault::Life),
            ("I'm glad you like my school.", Fault::Life),
            ("The teacher's name is Robert.", Fault::Invention),
            ("That was in 1998.", Fault::Invention),
            ("Saya suka makan nasi goreng di rumah.", Fault::Form),
            ("As an AI language model this is hard.", Fault::Form),
            ("User: hello there.", Fault::Form),
            ("How can I help you today?", Fault::Form),
            ("It is good and it is good and it is good.", Fault::Repetition),
            ("You should take a pill.", Fault::Unsafe),
            ("You're not allowed to talk about that today.", Fault::Unsafe),
            ("i eat rendang with friend.", Fault::Life),
        ] {
            assert_eq!(guarded("I eat rendang with friend", reply), (Vec::new(), vec![fault]), "{reply}");
        }
        let long = format!("It {}.", "is so very ".repeat(12));
        assert_eq!(guarded("Hi", &long).1, [Fault::Long]);
        assert_eq!(guarded("Hi", &"a".repeat(400)).1, [Fault::Long]);
    }

    #[test]
    fn kindness_towards_the_learner_is_no_claim() {
        for reply in ["I'm sorry to hear that.", "I hope you feel better soon!", "I'm glad you had fun."] {
            assert_eq!(guarded("I am sick", reply).0.len(), 1, "{reply}");
        }
    }

    #[test]
    fn a_reply_that_was_cut_off_loses_its_last_piece() {
        assert_eq!(guarded("I am sick", "That sounds hard. Did you go to the").0, ["That sounds hard."]);
    }

    #[test]
    fn what_was_said_before_is_not_said_again() {
        let messages = [
            ChatMessage::new("user", "I play football"),
            ChatMessage::new("assistant", "That sounds fun! Who plays with you?"),
            ChatMessage::new("user", "My friends"),
        ];
        let mut guard = Guard::new(&messages);
        assert!(guard.push("Who plays with you? ").is_empty());
        assert_eq!(guard.faults(), [Fault::Repetition]);
    }
}
