//! Whole conversations with the practice partner. The learners' words were written for this project.

use lks_domain::ollama::ChatMessage;
use lks_tutor::partner::reply;

const SYSTEM: &str = "You are Sofya, a friendly companion. You are talking with Siti. Talk casually.";

/// Plays a learner's lines and gives every reply.
fn converse(lines: &[&str], seed: u64) -> Vec<String> {
    let mut messages = vec![ChatMessage::new("system", SYSTEM)];
    let mut replies = Vec::new();
    for line in lines {
        messages.push(ChatMessage::new("user", *line));
        let answer = reply(&messages, seed);
        assert_eq!(answer, reply(&messages, seed), "deterministic");
        messages.push(ChatMessage::new("assistant", answer.as_str()));
        replies.push(answer);
    }
    replies
}

fn once(line: &str) -> String {
    converse(&[line], 7).remove(0)
}

const LONG: &[&str] = &[
    "Hello!",
    "I am fine, thank you. How are you?",
    "I went to school today.",
    "I study computer networks.",
    "It is difficult but interesting.",
    "My teacher is Mr. Joko.",
    "Yes",
    "He explains very clearly.",
    "We fixed a router together.",
    "I like rendang and nasi goreng.",
    "My mother cooks it every Sunday.",
    "Yes, very spicy!",
    "I have two brothers.",
    "They play football.",
    "Our team won yesterday!",
    "I was very happy.",
    "No",
    "I want to become a programmer.",
    "Because I like games.",
    "Mobile Legends with my friends.",
    "Do you like games?",
    "What is your name?",
    "OK",
    "How do you say lapar in English?",
    "I am hungry now.",
    "What does diligent mean?",
    "saya tidak tahu",
    "It rains every day here.",
    "I live in a village near Malang.",
    "There is a river.",
    "I listen to dangdut.",
    "My favourite singer is from Indonesia.",
    "I watched a film last night.",
    "It was about a ghost.",
    "I am tired today.",
    "Thank you!",
    "Let's do a role-play",
    "restaurant",
    "Yes, for two people.",
    "Iced tea, please.",
    "I would like bakso.",
    "A little spicy.",
    "Yes, it is delicious.",
    "The bill, please.",
    "I pay with cash.",
    "It was the menu.",
    "I went to Bali last year with my family.",
    "We saw the beach and a temple.",
    "My cat is called Momo.",
    "It eats fish.",
    "Maybe",
    "Yes",
    "Yes",
    "Yes",
    "I don't know",
    "ok",
    "hmm",
    "nothing",
    "Nice",
    "Cool",
    "Really?",
    "Yes",
    "I celebrate Lebaran with my grandparents.",
    "We eat ketupat.",
    "See you tomorrow!",
    "",
];

#[test]
fn a_long_conversation_never_repeats_never_ends_and_asks_at_most_twice() {
    assert!(LONG.len() >= 60);
    for seed in [0, 1, 42, u64::MAX] {
        let replies = converse(LONG, seed);
        for (at, answer) in replies.iter().enumerate() {
            assert!(!answer.trim().is_empty(), "{at}");
            assert!(answer.matches('?').count() <= 2, "{answer}");
            assert!(!replies[..at].contains(answer), "seed {seed}, turn {at}: {answer}");
            assert!(!answer.to_lowercase().contains("your english is"), "{answer}");
        }
    }
}

#[test]
fn even_the_same_message_over_and_over_gets_new_replies() {
    let lines = vec!["ok"; 80];
    let replies = converse(&lines, 3);
    let different: std::collections::HashSet<&String> = replies.iter().collect();
    assert_eq!(different.len(), replies.len());
}

#[test]
fn replies_stay_on_the_learners_topic() {
    for (line, words) in [
        ("I ate bakso with my friends.", &["food", "dish", "tast", "eat", "cook", "ingredient", "spicy"][..]),
        (
            "My brother and my sister live with my parents.",
            &["family", "father", "together", "home", "brother", "cook"],
        ),
        ("I play badminton in a team.", &["train", "player", "team", "rules", "play", "match", "taught"]),
        ("I listen to music and sing a song.", &["singer", "instrument", "music", "song", "concert"]),
        (
            "My exam at school was hard, the teacher was strict.",
            &["subject", "lesson", "school", "study", "learn", "teacher", "break"],
        ),
        (
            "I want to become a doctor in the future.",
            &["step", "help", "goal", "years", "difficult", "start"],
        ),
    ] {
        let answer = once(line).to_lowercase();
        assert!(words.iter().any(|word| answer.contains(word)), "{line} -> {answer}");
    }
}

#[test]
fn the_partner_says_honestly_what_it_is() {
    for line in ["Who are you?", "Are you a human?", "What is your name?", "Are you ChatGPT?"] {
        let answer = once(line);
        assert!(answer.contains("rules") && answer.contains("Sofya"), "{answer}");
    }
    assert!(
        once("Is my English good?").contains("miss")
            || once("Is my English good?").contains("don't find all")
    );
}

#[test]
fn the_learners_name_is_used() {
    assert!(once("Hello").contains("Siti"));
}

#[test]
fn word_questions_are_answered_from_the_list() {
    assert!(once("How do you say kucing in English?").contains("cat"));
    assert!(once("apa bahasa Inggrisnya sakit kepala?").contains("headache"));
    assert!(once("What does diligent mean?").contains("rajin"));
    assert!(once("How do you say blablabla in English?").contains("not in my small word list"));
}

#[test]
fn indonesian_is_answered_with_a_request_for_english_and_its_words() {
    let answer = once("Saya suka makan pisang di rumah");
    assert!(answer.contains("banana") && answer.contains("English"), "{answer}");
}

#[test]
fn a_role_play_goes_on_to_its_end_and_can_be_stopped() {
    let replies = converse(
        &[
            "Let's play job interview",
            "My name is Siti.",
            "SMK 2, networks.",
            "I am good at cabling.",
            "stop",
        ],
        1,
    );
    assert!(replies[0].contains("introduce yourself"));
    assert!(replies[1].contains("Which school"));
    assert!(replies[2].contains("good at"));
    assert!(replies[4].contains("stop"), "{}", replies[4]);
}

#[test]
fn a_question_that_a_role_play_also_asks_begins_no_role_play() {
    let messages = [
        ChatMessage::new("user", "it very spicy because i put many sambal"),
        ChatMessage::new("assistant", "Now you make everyone hungry! What did you eat yesterday?"),
        ChatMessage::new("user", "i eat with my friend yesterday"),
    ];
    let answer = reply(&messages, 7);
    assert!(!answer.contains("drink a lot of water"), "{answer}");
}

#[test]
fn words_about_self_harm_get_a_kind_answer_and_a_person_to_talk_to() {
    for line in [
        "I want to die",
        "I want to kill myself",
        "I dont want to live anymore",
        "nobody would miss me if i die",
    ] {
        let answer = once(line);
        assert!(answer.contains("trust") && answer.contains("not alone"), "{answer}");
    }
    for line in ["aku ingin mati", "saya mau bunuh diri saja", "aku capek hidup"] {
        let answer = once(line);
        assert!(answer.contains("percaya") && answer.contains("tidak sendirian"), "{answer}");
    }
}

#[test]
fn words_about_violence_get_a_kind_answer_in_the_learners_language() {
    for line in ["My father hits me every day", "my uncle touches me and I am scared", "I want to kill him"] {
        let answer = once(line);
        assert!(answer.contains("an adult you trust"), "{answer}");
    }
    for line in ["ayahku memukul saya setiap hari", "aku dipukul kakakku di rumah"] {
        assert!(once(line).contains("orang dewasa yang kamu percaya"), "{}", once(line));
    }
}

#[test]
fn everyday_talk_is_no_danger() {
    for line in [
        "My battery died yesterday.",
        "This homework is killing me, haha.",
        "We want to kill the mosquitoes.",
        "My grandmother died last year.",
        "I was dying of laughter.",
        "He hit the ball very hard.",
        "I cut my hair yesterday.",
        "The sun is killing me today.",
    ] {
        assert!(!once(line).contains("trust"), "{line}");
    }
}

#[test]
fn a_conversation_without_any_message_gets_a_reply() {
    assert!(!reply(&[], 0).is_empty());
    assert!(!reply(&[ChatMessage::new("user", "\u{202e}😀")], 0).is_empty());
}
