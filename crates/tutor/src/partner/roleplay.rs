//! Role-plays: the partner takes a part for several turns. Where a play stands is read from what the
//! partner said last, so that nothing is kept between requests.

use super::conversation::Conversation;

struct Play {
    name: &'static str,
    /// What the learner says to start it.
    triggers: &'static [&'static str],
    /// What the partner says, turn by turn; the last one ends the play.
    lines: &'static [&'static str],
}

const PLAYS: &[Play] = &[
    Play {
        name: "restaurant",
        triggers: &["restaurant", "waiter", "order food"],
        lines: &[
            "Let's play! I'm the waiter and you are the guest. Good evening, and welcome to Warung Sofya! Do you have a reservation?",
            "Thank you, this way please. Here is the menu. What would you like to drink?",
            "Certainly! And what would you like to eat?",
            "Excellent choice. How spicy would you like it?",
            "Here you are. Enjoy your meal! … Is everything all right?",
            "I'm glad to hear it. Would you like a dessert or the bill?",
            "That is 85,000 rupiah, please. How would you like to pay?",
            "Thank you very much and good night! That was our restaurant role-play. What was the hardest part for you?",
        ],
    },
    Play {
        name: "job interview",
        triggers: &["job interview", "interview"],
        lines: &[
            "Let's play! I'm the manager of a company and you would like a job. Good morning, please sit down. Can you introduce yourself?",
            "Thank you. Which school did you go to, and what did you study there?",
            "I see. What are you good at?",
            "Can you tell me about a problem that you solved?",
            "Interesting. Why would you like to work for us?",
            "How would you feel about working in a team?",
            "Do you have a question for me?",
            "Thank you for coming. We will call you next week! That was our interview. Which answer would you improve?",
        ],
    },
    Play {
        name: "hotel reception",
        triggers: &["hotel", "reception", "check in"],
        lines: &[
            "Let's play! I work at the reception and you are the guest. Good afternoon, welcome to Hotel Merdeka. How can I help you?",
            "Of course. What name is the booking under?",
            "Thank you. How many nights will you stay?",
            "Would you like a room with a view of the sea or of the garden?",
            "Breakfast is from 6 to 10. Would you like to have it in your room?",
            "Here is your key, room 207. Do you need help with your luggage?",
            "Have a pleasant stay! That was our hotel role-play. Would you like to be the receptionist next time?",
        ],
    },
    Play {
        name: "shopping",
        triggers: &["shopping", "shop assistant", "buy clothes"],
        lines: &[
            "Let's play! I'm the shop assistant and you are the customer. Hello! What are you looking for?",
            "We have several of those. Which colour do you like?",
            "What size do you need?",
            "Here it is. Would you like to try it on?",
            "How does it feel?",
            "It costs 150,000 rupiah. Would you like to take it?",
            "Thank you! Here is your receipt. That was our shopping role-play. What else do people say in a shop?",
        ],
    },
    Play {
        name: "doctor",
        triggers: &["doctor", "at the clinic"],
        lines: &[
            "Let's play! I'm the doctor and you are the patient. Good morning. What seems to be the problem?",
            "I'm sorry to hear that. How long have you felt like this?",
            "Do you have a fever or a headache?",
            "What did you eat yesterday?",
            "Please rest for two days and drink a lot of water. Do you have any questions?",
            "Get well soon! That was only a role-play; with a real illness see a real doctor. Which new words did you use?",
        ],
    },
    Play {
        name: "asking the way",
        triggers: &["asking the way", "ask the way", "directions", "asking for directions"],
        lines: &[
            "Let's play! I'm a visitor in your town. Excuse me, could you tell me the way to the station?",
            "I see. Is it far from here?",
            "Should I walk or take a bus?",
            "And what will I see on the way?",
            "So first I go straight on, is that right? Could you say it once more, step by step?",
            "Thank you so much, you are very helpful! That was our role-play about the way. Which place shall I look for next time?",
        ],
    },
    Play {
        name: "network helpdesk",
        triggers: &["helpdesk", "help desk", "technician", "network"],
        lines: &[
            "Let's play! You are the network technician and I am a user. Hello, is this the helpdesk? My computer has no internet!",
            "OK, I'm at my desk. What should I check first?",
            "The cable looks fine, but there is an orange light on the router. What does that mean?",
            "I have done that. It says “no IP address”. What do I do now?",
            "It works again! What was the cause of the problem?",
            "How can I avoid it in the future?",
            "Thank you, you saved my day! That was our helpdesk role-play. Which step was difficult to explain?",
        ],
    },
    Play {
        name: "cashier",
        triggers: &["cashier", "minimarket", "checkout"],
        lines: &[
            "Let's play! You are the cashier and I am the customer. Hello, I would like to pay for these, please. How much is it all together?",
            "Oh, is there a discount on the coffee?",
            "I see. Can I pay by card or with my phone?",
            "Could I have a bag, please? How much is it?",
            "I think you gave me too little change. Could you check it?",
            "No problem, everyone makes mistakes. Thank you! That was our cashier role-play. What else can a cashier say?",
        ],
    },
    Play {
        name: "workshop",
        triggers: &["workshop", "mechanic", "garage"],
        lines: &[
            "Let's play! You are the mechanic and I bring my motorcycle. Good morning! My engine makes a strange noise. Can you help me?",
            "It started two days ago. What could it be?",
            "I see. Which part do you have to change?",
            "How much will it cost, and how long will it take?",
            "All right. Could you check the brakes as well?",
            "Great, it sounds like new! What should I do to take care of it?",
            "Thank you for your work! That was our workshop role-play. Which tools did you have in mind?",
        ],
    },
];

/// The next line of a play that is going on, or the first of one that is asked for.
pub(super) fn play(talk: &Conversation) -> Option<String> {
    if let Some((play, step)) = going_on(talk) {
        if talk.words.len() < 5 && talk.has(&["stop", "quit", "exit", "finish", "enough"]) {
            return Some(format!(
                "OK, we stop our {} role-play here. Well tried! What shall we do now?",
                play.name
            ));
        }
        return play.lines.get(step + 1).map(|line| acknowledge(talk, line));
    }
    let wanted = [
        "role-play",
        "roleplay",
        "role",
        "let's play",
        "lets play",
        "pretend",
        "practise",
        "practice",
        "play a",
    ];
    let asks = wanted.iter().any(|phrase| talk.says(phrase)) || talk.words.len() <= 3;
    let play = PLAYS.iter().find(|play| play.triggers.iter().any(|trigger| talk.says(trigger)));
    match play.filter(|_| asks) {
        Some(play) => {
            play.lines.first().filter(|line| !talk.was_said(line)).map(|line| (*line).to_owned()).or_else(
                || {
                    Some(format!(
                        "We played {} before. This time you begin: what is your first sentence?",
                        play.name
                    ))
                },
            )
        }
        None if talk.says("role-play") || talk.says("roleplay") || talk.says("role play") => {
            let names: Vec<&str> = PLAYS.iter().map(|play| play.name).collect();
            Some(format!("Good idea! I know these: {}. Which one do you choose?", names.join(", ")))
        }
        None => None,
    }
}

/// The play and the line that the partner's last message holds, unless it was the last line.
fn going_on(talk: &Conversation) -> Option<(&'static Play, usize)> {
    let last = talk.said.last()?;
    PLAYS.iter().find_map(|play| {
        let step = play.lines.iter().position(|line| last.ends_with(line))?;
        // A line may be anybody's question: the play goes on only if it was begun.
        let begun = play.lines.first().is_some_and(|first| talk.was_said(first));
        (begun && step + 1 < play.lines.len()).then_some((play, step))
    })
}

/// A very short answer gets a word of encouragement before the next line.
fn acknowledge(talk: &Conversation, line: &str) -> String {
    if talk.words.len() == 1 && talk.has(&["what", "huh", "sorry", "pardon"]) {
        return format!("No problem, just say something that fits. {line}");
    }
    line.to_owned()
}
