//! Keeping to what the learner talks about: find the topic, react, ask on.

use super::conversation::Conversation;
use crate::word::verb::{self, Form};

mod catalogue;

use catalogue::{TOPICS, Topic};

/// A reaction to the message and a question that was not asked before.
pub(super) fn talk(talk: &Conversation) -> Option<String> {
    let topic = topic_of(&talk.words).or_else(|| earlier_topic(talk));
    let reaction = reaction(talk, topic);
    Some(format!("{reaction} {}", about(talk, topic)))
}

/// A question about the topic that was not asked before.
pub(super) fn question<'a>(talk: &Conversation) -> &'a str {
    about(talk, topic_of(&talk.words).or_else(|| earlier_topic(talk)))
}

/// Whether a text has words of the topic that another is about.
pub(super) fn shared(text: &[String], other: &[String]) -> bool {
    topic_of(other).is_some_and(|topic| count(topic, text) > 0)
}

fn about<'a>(talk: &Conversation, topic: Option<&'static Topic>) -> &'a str {
    topic
        .and_then(|topic| talk.pick_new(topic.questions))
        .or_else(|| talk.pick_new(GENERAL_QUESTIONS))
        .unwrap_or("What else would you like to tell me?")
}

/// Asked when a topic is used up or none was found.
const GENERAL_QUESTIONS: &[&str] = &[
    "Can you tell me more about it?",
    "Why is that important to you?",
    "When did it start?",
    "Who was with you?",
    "What happened then?",
    "How did you feel about it?",
    "What do your friends think about it?",
    "Would you do it again?",
    "What would you change if you could?",
    "What is the best part of it?",
    "Is there something difficult about it?",
    "What are you going to do next?",
    "What did you learn from it?",
    "Could you describe the place for me?",
    "What would you like to talk about next?",
];

/// The topic with the most words in the message.
fn topic_of(words: &[String]) -> Option<&'static Topic> {
    TOPICS
        .iter()
        .rev()
        .map(|topic| (count(topic, words), topic))
        .filter(|(count, _)| *count > 0)
        .max_by_key(|(count, _)| *count)
        .map(|(_, topic)| topic)
}

/// How many of these words are of the topic.
fn count(topic: &Topic, words: &[String]) -> usize {
    let of_topic = |word: &&String| {
        let base = verb::any(word).map_or(word.as_str(), |verb| verb.base.as_str());
        let one = crate::word::noun::singular(word);
        topic.words.contains(&word.as_str())
            || topic.words.contains(&base)
            || one.is_some_and(|one| topic.words.contains(&one.as_str()))
    };
    words.iter().filter(of_topic).count()
}

/// What the talk was about before, for a message that names no topic ("Yes, very much!").
fn earlier_topic(talk: &Conversation) -> Option<&'static Topic> {
    let words = |text: &String| super::conversation::words(text);
    talk.earlier.iter().rev().take(3).find_map(|text| topic_of(&words(text))).or_else(|| {
        let last = talk.said.last()?;
        TOPICS.iter().find(|topic| topic.questions.iter().any(|question| last.contains(question)))
    })
}

/// One sentence that shows the message was read: its feeling, its words, its length.
fn reaction(talk: &Conversation, topic: Option<&Topic>) -> String {
    const SAD: &[&str] = &[
        "sad", "tired", "sick", "ill", "lonely", "angry", "bored", "afraid", "worried", "stressed", "broke",
        "died", "lost", "failed", "nervous", "scared", "headache", "fever",
    ];
    const HAPPY: &[&str] = &[
        "happy",
        "excited",
        "won",
        "passed",
        "birthday",
        "proud",
        "glad",
        "wonderful",
        "amazing",
        "champion",
        "fun",
        "great",
    ];
    if talk.last.trim_end().ends_with('?') {
        let honest = [
            "That's a good question, but my rules can't answer it.",
            "I'm afraid I don't know: I only work by rules.",
            "Your teacher or a book will know that better than I do.",
            "Hmm, that is more than my rules can tell.",
        ];
        return talk.pick(&honest).to_owned();
    }
    if talk.has(SAD) && !talk.says("not sad") {
        return talk
            .pick(&[
                "Oh, I'm sorry to hear that.",
                "That sounds hard.",
                "I hope it gets better soon.",
                "Oh no, poor you!",
            ])
            .to_owned();
    }
    if talk.has(HAPPY) {
        return talk
            .pick(&[
                "That's wonderful news!",
                "How nice, I'm happy for you!",
                "That sounds like a lot of fun!",
                "Great!",
            ])
            .to_owned();
    }
    if talk.words.len() <= 2 && talk.has(&["yes", "yeah", "yep", "ok", "okay", "sure", "of course"]) {
        return talk.pick(&["I see!", "All right!", "Good!", "Fine!"]).to_owned();
    }
    if talk.words.len() <= 2 && talk.has(&["no", "nope", "never"]) {
        return talk.pick(&["Oh, I see.", "No problem.", "Fair enough."]).to_owned();
    }
    if let Some(echo) = echo(talk) {
        return echo;
    }
    let own = topic.map_or(&[] as &[&str], |topic| topic.reactions);
    talk.pick_new(own)
        .unwrap_or_else(|| {
            talk.pick(&[
                "I see!",
                "Interesting!",
                "Tell me about it!",
                "Thanks for telling me!",
                "Ah, now I understand.",
            ])
        })
        .to_owned()
}

/// "You went to Bali!": the learner's own past verb and its object, in the second person.
fn echo(talk: &Conversation) -> Option<String> {
    let words = &talk.words;
    if talk.last.contains('?') || talk.said.len() % 2 == 1 {
        return None;
    }
    let at = words.windows(2).position(|pair| {
        pair[0] == "i" && verb::is(&pair[1], Form::Past) && !verb::is(&pair[1], Form::Base)
    })?;
    let stop = |word: &String| {
        matches!(
            word.as_str(),
            "and"
                | "but"
                | "because"
                | "so"
                | "yesterday"
                | "with"
                | "when"
                | "i"
                | "my"
                | "last"
                | "that"
                | "then"
                | "me"
        )
    };
    let phrase: Vec<&str> =
        words[at + 1..].iter().take_while(|word| !stop(word)).take(4).map(String::as_str).collect();
    let rest = talk.last.to_lowercase();
    let cut_short = phrase.len() < 2
        || phrase.last().is_some_and(|word| {
            matches!(*word, "to" | "the" | "a" | "an" | "in" | "at" | "of" | "for" | "on")
        });
    if cut_short || !rest.contains(&phrase.join(" ")) {
        return None;
    }
    let original = phrase.iter().map(|word| original_case(&talk.last, word)).collect::<Vec<_>>().join(" ");
    Some(format!("Oh, you {original}!"))
}

/// The word as the learner wrote it: names keep their capital.
fn original_case(text: &str, lower: &str) -> String {
    let word = text
        .split(|c: char| !c.is_alphanumeric() && c != '\'' && c != '-')
        .find(|word| word.to_lowercase() == lower);
    word.unwrap_or(lower).to_owned()
}
