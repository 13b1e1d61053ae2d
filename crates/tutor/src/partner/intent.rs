//! What comes before any small talk: who the partner is, and a text that is not English.

use super::conversation::Conversation;
use super::dictionary;
use crate::language::{Written, written};

/// Questions about the partner itself, answered honestly.
pub(super) fn about_me(talk: &Conversation) -> Option<String> {
    const WHO: &[&str] = &[
        "who are you",
        "what are you",
        "what is your name",
        "what's your name",
        "your name",
        "are you a robot",
        "are you human",
        "are you a human",
        "are you real",
        "are you a bot",
        "are you an ai",
        "are you ai",
        "are you chatgpt",
        "siapa kamu",
        "introduce yourself",
        "tell me about yourself",
    ];
    const CORRECT: &[&str] = &[
        "is my english good",
        "is my english correct",
        "is that correct",
        "is this correct",
        "did i make a mistake",
        "check my grammar",
        "correct my",
        "any mistakes",
        "is it correct",
        "is my grammar",
        "how is my english",
    ];
    if WHO.iter().any(|phrase| talk.says(phrase)) && !talk.says("say your name") {
        let choices = [
            "I'm Sofya, a practice partner that works by rules. I'm not a person and I don't understand everything, but I love to keep a conversation going. What would you like to talk about?",
            "My name is Sofya. I'm a program with rules for practising English, no human and no big brain! What should I call you?",
            "I'm Sofya, your practice partner. I follow simple rules, so sometimes I miss the point. What shall we talk about today?",
        ];
        return Some(talk.pick(&choices).to_owned());
    }
    if CORRECT.iter().any(|phrase| talk.says(phrase)) {
        let choices = [
            "Look below your message: the mistakes that I can find are marked there. I don't find all of them, so please ask your teacher as well. Shall we go on talking?",
            "I mark what my rules find under each message, but they miss things. What topic should we practise next?",
        ];
        return Some(talk.pick(&choices).to_owned());
    }
    personal_question(talk)
}

/// "Do you like bakso?", "Where do you live?": honest, and back to the learner.
fn personal_question(talk: &Conversation) -> Option<String> {
    let asks = talk.last.contains('?');
    let about = |phrase: &str| talk.says(phrase);
    if asks
        && (about("your favorite")
            || about("your favourite")
            || about("do you like")
            || about("do you have")
            || about("do you want"))
    {
        let choices = [
            "Good question! I work by rules, so I have no taste of my own. I'm curious about yours: what would you answer?",
            "I'm only a set of rules, so I can't like things, but I enjoy asking about them! What about you?",
            "As a rule-based partner I have nothing like that. Tell me your own answer and the reason, please!",
        ];
        return Some(talk.pick(&choices).to_owned());
    }
    if asks
        && (about("where do you live")
            || about("where are you from")
            || about("how old are you")
            || about("what are you doing")
            || about("are you married"))
    {
        let choices = [
            "I live inside a computer and have no age, so there is little to tell. And you? Where do you live?",
            "I'm a program, so I have no home and no birthday. What is your home town like?",
        ];
        return Some(talk.pick(&choices).to_owned());
    }
    None
}

/// Another language: kindly ask for English, and show the words that are known.
pub(super) fn not_english(talk: &Conversation) -> Option<String> {
    match written(&talk.last) {
        Written::English => None,
        Written::Indonesian => Some(in_indonesian(talk)),
        Written::Other => {
            let choices = [
                "I can't read that, sorry. Could you write it in English, please?",
                "Hmm, I only understand English. Try one short English sentence!",
                "Please write a few English words for me. How is your day so far?",
            ];
            Some(talk.pick(&choices).to_owned())
        }
    }
}

fn in_indonesian(talk: &Conversation) -> String {
    let start = talk.pick(&[
        "I understand a few Indonesian words, but let's practise English!",
        "Nice, but this is our English corner.",
        "Let's try that in English together!",
        "English, please - small mistakes are no problem at all.",
    ]);
    let known = dictionary::glosses(&talk.words, 3);
    if known.is_empty() {
        return format!("{start} Can you say it again in English, with easy words?");
    }
    let words: Vec<String> = known.iter().map(|(word, english)| format!("“{word}” is “{english}”")).collect();
    format!("{start} {}. Can you make an English sentence with that?", words.join(", "))
}
