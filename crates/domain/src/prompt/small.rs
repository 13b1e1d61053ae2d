//! What a small model is told: little, by examples, and never more of the talk than it can follow.

use serde_json::{Map, Value, json};

use super::spoken;
use crate::ollama::ChatMessage;

/// Models with fewer parameters are small.
const SMALL: u64 = 1_000_000_000;
/// Messages of the conversation that it is shown.
const MESSAGES: usize = 4;
/// How a talk sounds: what a learner writes, and a fitting answer.
const EXAMPLES: [(&str, &str); 4] = [
    ("I like fried rice very much.", "Fried rice is delicious! Who cooks it for you?"),
    ("My cat is sick today.", "Oh no, poor cat! How long has it been sick?"),
    ("Yesterday I go to the beach with my friends.", "A day at the beach sounds fun! What did you do there?"),
    (
        "I am tired because I have many homework.",
        "That sounds like a long day! Which subject is the hardest?",
    ),
];

/// Whether a model of so many parameters needs a small model's prompt; one of unknown size does not.
pub fn is_small(parameters: Option<u64>) -> bool {
    parameters.is_some_and(|parameters| (1..SMALL).contains(&parameters))
}

/// The messages for a small chat model; the conversation must already hold the learner's question.
pub fn messages(name: &str, conversation: &[Value]) -> Vec<ChatMessage> {
    let learner = name.split_whitespace().next().unwrap_or("a learner");
    let system = format!(
        "You are Sofya, a friendly chat partner. You are talking with {learner}. React to the message in one \
         short, simple sentence, then ask one short question about it."
    );
    let examples = EXAMPLES.iter().flat_map(|(learner, sofya)| {
        [ChatMessage::new("user", *learner), ChatMessage::new("assistant", *sofya)]
    });
    let spoken = spoken(conversation);
    let skipped = spoken.len().saturating_sub(MESSAGES);
    let mut last: Vec<ChatMessage> = spoken.into_iter().skip(skipped).collect();
    // A question of the learner's comes first, as in the examples.
    if last.first().is_some_and(|message| message.role == "assistant") {
        last.remove(0);
    }
    std::iter::once(ChatMessage::new("system", system)).chain(examples).chain(last).collect()
}

/// How it writes: briefly, one line, without much fancy.
pub fn options() -> Map<String, Value> {
    let options = json!({
        "temperature": 0.3,
        "top_p": 0.9,
        "repeat_penalty": 1.1,
        "num_predict": 48,
        "stop": ["\n"],
    });
    options.as_object().cloned().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_small_model_sees_examples_and_the_last_messages_only() {
        let talk: Vec<Value> = (0..9)
            .map(|n| json!({"role": if n % 2 == 0 { "user" } else { "assistant" }, "content": format!("m{n}")}))
            .collect();
        let messages = messages("Siti Rahayu", &talk);
        assert!(messages[0].content.contains("talking with Siti."));
        assert_eq!(messages.len(), 1 + 2 * EXAMPLES.len() + 3);
        assert_eq!((messages[9].role.as_str(), messages[9].content.as_str()), ("user", "m6"));
        assert_eq!(messages[11].content, "m8");
    }

    #[test]
    fn models_are_small_by_their_parameters() {
        assert!(is_small(Some(134_515_008)) && is_small(Some(494_000_000)));
        assert!(!is_small(Some(3_000_000_000)) && !is_small(None) && !is_small(Some(0)));
    }
}
