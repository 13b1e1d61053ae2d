//! What models are told, and what is read from what they are asked.

pub mod small;

use serde_json::Value;

use crate::conversation::Message;
use crate::limits;
use crate::ollama::ChatMessage;
use crate::scores::Scores;

/// Sofya's character, for a chat with the learner of this name.
pub fn sofya(name: &str) -> String {
    let learner = name.split_whitespace().next().unwrap_or("the learner");
    format!(
        "You are Sofya, a friendly companion for people who practise English. You are talking with {learner}. \
         Talk casually and warmly, in short, simple English sentences, and keep the conversation going. \
         Ask at most two questions in an answer. Answer what {learner} asks before you ask something yourself. \
         If {learner} writes in another language, kindly ask for English and show how to say it. \
         Do not list the learner's mistakes; they are shown elsewhere."
    )
}

/// The messages for a chat model: Sofya's character and the end of the conversation, which must
/// already hold the learner's question.
pub fn chat_messages(name: &str, conversation: &[Value]) -> Vec<ChatMessage> {
    let spoken = spoken(conversation);
    let skipped = spoken.len().saturating_sub(limits::CONTEXT_MESSAGES);
    std::iter::once(ChatMessage::new("system", sofya(name))).chain(spoken.into_iter().skip(skipped)).collect()
}

/// What learner and Sofya said, without foreign roles and empty messages.
fn spoken(conversation: &[Value]) -> Vec<ChatMessage> {
    conversation
        .iter()
        .filter_map(Message::from_value)
        .filter(|message| matches!(message.role.as_str(), "user" | "assistant"))
        .filter(|message| !message.content.trim().is_empty())
        .map(|message| ChatMessage::new(&message.role, message.content))
        .collect()
}

/// A title for a conversation that begins with this message: its first line, cut at a word.
pub fn title(message: &str) -> String {
    const LONGEST: usize = 60;
    let line = message.lines().map(str::trim).find(|line| !line.is_empty()).unwrap_or_default();
    if line.chars().count() <= LONGEST {
        return line.to_owned();
    }
    let cut: String = line.chars().take(LONGEST - 1).collect();
    let whole_words = cut.rsplit_once(' ').map_or(cut.as_str(), |(words, _)| words);
    format!("{}…", whole_words.trim_end())
}

/// The text of which a conversation's vector is made: what was said, newest last, speakers left out.
pub fn embedding_text(conversation: &[Value]) -> String {
    let texts: Vec<String> =
        conversation.iter().filter_map(Message::from_value).map(|message| message.content).collect();
    texts.join("\n")
}

/// Asks a model for the nine aspects of a conversation; [`Scores::from_reply`] reads the answer.
pub fn scores(conversation: &[Value]) -> String {
    let lines: Vec<String> = chat_messages("", conversation)
        .into_iter()
        .skip(1)
        .map(|message| {
            let speaker = if message.role == "user" { "Learner" } else { "Sofya" };
            format!("{speaker}: {}", message.content)
        })
        .collect();
    format!(
        "Rate the English of the learner in this conversation. Answer with one flat JSON object and nothing \
         else: whole numbers from 0 to 100 under the names {}.\n\n{}",
        Scores::NAMES.join(", "),
        lines.join("\n")
    )
}

/// Whether a prompt asks for the nine aspects as JSON, as existing clients do without a `format`.
pub fn asks_for_scores(prompt: &str) -> bool {
    let prompt = prompt.to_lowercase();
    prompt.contains("json") && Scores::NAMES.iter().all(|name| prompt.contains(&name.to_lowercase()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_title_is_the_first_line_cut_at_a_word() {
        assert_eq!(title("\n  Hello there \nmore"), "Hello there");
        let long = title(&"wonderful ".repeat(12));
        assert!(long.ends_with("wonderful…") && long.chars().count() <= 60, "{long}");
        assert_eq!(title(""), "");
    }

    #[test]
    fn a_model_gets_the_character_and_the_end_of_the_talk_without_foreign_roles() {
        let mut talk = vec![json!({"role":"tool","content":"x"}), json!(7)];
        talk.extend((0..40).map(|n| json!({"role":"user","content":format!("m{n}")})));
        let messages = chat_messages("Budi Santoso", &talk);
        assert_eq!(messages.len(), limits::CONTEXT_MESSAGES + 1);
        assert!(messages[0].content.contains("talking with Budi."));
        assert_eq!(messages[limits::CONTEXT_MESSAGES].content, "m39");
    }

    #[test]
    fn only_a_prompt_with_all_nine_names_asks_for_scores() {
        let all = format!("Give me JSON: {}", Scores::NAMES.join(", "));
        assert!(asks_for_scores(&all));
        assert!(!asks_for_scores("Rate my Grammar as JSON"));
        assert!(asks_for_scores(&scores(&[json!({"role":"user","content":"hi"})])));
    }
}
