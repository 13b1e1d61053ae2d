//! Greetings, thanks, goodbyes, help.

use super::conversation::Conversation;

/// Answers a message that is nothing but small talk.
pub(super) fn answer(talk: &Conversation) -> Option<String> {
    if talk.last.trim().is_empty() {
        return Some(
            talk.pick(&[
                "I'm here! What would you like to talk about?",
                "Take your time. What is on your mind?",
            ])
            .to_owned(),
        );
    }
    let short = talk.words.len() <= 6;
    if talk.words.first().is_some_and(|word| word == "help" || word == "bantuan") && talk.words.len() <= 3
        || talk.says("what can you do")
        || talk.says("what can i do here")
    {
        return Some(help(talk));
    }
    if short && (talk.has(&["bye", "goodbye"]) || talk.says("see you") || talk.says("good night")) {
        return Some(bye(talk));
    }
    if talk.says("how are you")
        || talk.says("how's it going")
        || talk.says("how do you do")
        || talk.says("what's up")
    {
        return Some(how_are_you(talk));
    }
    if short
        && (talk.has(&["thanks", "thx", "makasih"]) || talk.says("thank you") || talk.says("terima kasih"))
    {
        let choices = [
            "You're welcome! What shall we talk about next?",
            "My pleasure! Do you want to go on with this topic or choose a new one?",
            "Any time! Shall we try a role-play, for example in a restaurant?",
        ];
        return Some(talk.pick(&choices).to_owned());
    }
    let lost = [
        "i don't understand",
        "i dont understand",
        "i don't get it",
        "what do you mean",
        "what should i say",
        "i'm confused",
        "i am confused",
    ];
    if short && lost.iter().any(|phrase| talk.says(phrase)) {
        return Some(again(talk));
    }
    let greeting = talk
        .words
        .first()
        .is_some_and(|word| matches!(word.as_str(), "hi" | "hello" | "hey" | "halo" | "hai" | "helo"))
        || talk.says("good morning")
        || talk.says("good afternoon")
        || talk.says("good evening");
    if greeting && talk.words.len() <= 4 || talk.says("my name is") && talk.words.len() <= 8 {
        return Some(hello(talk));
    }
    None
}

fn hello(talk: &Conversation) -> String {
    let name = talk.comma_name();
    let question = talk.pick(&[
        "How is your day going?",
        "What did you do today?",
        "What are you going to do this weekend?",
        "What did you have for breakfast?",
        "How was school or work today?",
    ]);
    let start = if talk.says("my name is") {
        format!("Nice to meet you{name}! I'm Sofya, a practice partner that works by rules.")
    } else {
        format!("Hello{name}! It's nice to see you.")
    };
    format!("{start} {question}")
}

fn how_are_you(talk: &Conversation) -> String {
    let start = talk.pick(&[
        "I'm running fine, thank you for asking!",
        "All my rules are in order, thanks!",
        "Ready to talk, thank you!",
    ]);
    format!("{start} And how are you today? What was the best moment of your day?")
}

/// The learner is lost: an easier way in, with the beginning of an answer.
fn again(talk: &Conversation) -> String {
    let choices = [
        "No problem! Let's make it easy. Finish this sentence: “Today I …”",
        "Sorry, that was not clear. Begin with “I like …” and add one reason with “because …”.",
        "That's fine! You can answer with “I think …” or “I don't know, but …”. Try one of them!",
        "Let's go slowly. Tell me one thing that you did this week, beginning with “Last …”.",
    ];
    talk.pick(&choices).to_owned()
}

fn bye(talk: &Conversation) -> String {
    let start = talk.pick(&["Goodbye", "See you soon", "Bye for now", "Have a nice rest", "Take care"]);
    format!("{start}{}! Come back any time to practise.", talk.comma_name())
}

fn help(talk: &Conversation) -> String {
    let start = talk.pick(&["Here is what we can do:", "With pleasure! This is what I know:", "Some ideas:"]);
    format!(
        "{start}\n\n- **Just talk**: about your family, food, school, hobbies, work, travel or plans.\n\
         - **Words**: ask “How do you say *lapar* in English?” or “What does *diligent* mean?”\n\
         - **Role-plays**: say “Let's play restaurant”, “job interview”, “hotel”, “shopping”, “doctor”, “asking the way”, \
         “helpdesk”, “cashier” or “workshop”; say “stop” to end one.\n\nWhat would you like to do?"
    )
}
