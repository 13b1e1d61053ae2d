//! `context` of `generate`: a conversation as numbers, to be sent back with the next prompt.
//!
//! The tokens here are Unicode code points; a number above them begins a message and says whose.

use lks_domain::ollama::ChatMessage;
use serde_json::Value;

use crate::error::ApiError;

/// Behind the last Unicode code point.
const USER: u32 = 0x11_0000;
const ASSISTANT: u32 = USER + 1;

/// The conversation as numbers; system messages are sent anew with each prompt and left out.
pub(crate) fn encode(messages: &[ChatMessage]) -> Vec<u32> {
    let spoken = messages.iter().filter_map(|message| match message.role.as_str() {
        "user" => Some((USER, &message.content)),
        "assistant" => Some((ASSISTANT, &message.content)),
        _ => None,
    });
    spoken.flat_map(|(role, text)| std::iter::once(role).chain(text.chars().map(u32::from))).collect()
}

/// The conversation again.
pub(crate) fn decode(numbers: &[Value]) -> Result<Vec<ChatMessage>, ApiError> {
    let mut messages: Vec<ChatMessage> = Vec::new();
    for number in numbers {
        let code = number.as_u64().and_then(|number| u32::try_from(number).ok()).ok_or_else(foreign)?;
        match (code, messages.last_mut()) {
            (USER, _) => messages.push(ChatMessage::new("user", "")),
            (ASSISTANT, _) => messages.push(ChatMessage::new("assistant", "")),
            (code, Some(message)) => message.content.push(char::from_u32(code).ok_or_else(foreign)?),
            (_, None) => return Err(foreign()),
        }
    }
    Ok(messages)
}

fn foreign() -> ApiError {
    ApiError::bad("context was not made by this model; send the one of its last answer, or none")
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_conversation_comes_back_as_it_was() {
        let talk = [ChatMessage::new("user", "hé 😀"), ChatMessage::new("assistant", "")];
        let numbers: Vec<Value> = encode(&talk).into_iter().map(|number| json!(number)).collect();
        assert_eq!(decode(&numbers), Ok(talk.to_vec()));
        for foreign in [json!(1), json!(-1), json!("x"), json!(4_000_000_000_u64)] {
            assert!(decode(&[foreign]).is_err());
        }
    }
}
