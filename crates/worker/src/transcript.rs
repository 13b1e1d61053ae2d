//! Finds the conversation or the text that a prompt is about.
//!
//! Clients put a conversation into a prompt as JSON, or as lines with a speaker's name before a colon.
//! Where neither is found, everything that does not talk about scores or JSON is the learner's text.

use lks_domain::conversation::Message;
use lks_domain::limits;
use lks_domain::ollama::ChatMessage;
use lks_domain::scores::Scores;
use serde_json::Value;

/// The conversation that a request is about: the one quoted in its last message, or its own messages.
pub(crate) fn conversation(messages: &[ChatMessage]) -> Vec<Message> {
    let last = messages.last().map_or("", |message| message.content.as_str());
    let quoted = json_messages(last).or_else(|| speaker_lines(last));
    recent(quoted.unwrap_or_else(|| match spoken(messages).as_slice() {
        [only] => prose(&only.content),
        several => several.to_vec(),
    }))
}

/// The end of a conversation, as far as it fits into what a request may take to work through; a
/// language model forgets the beginning in the same way.
fn recent(mut messages: Vec<Message>) -> Vec<Message> {
    let mut room = limits::CORRECTION_CHARS;
    let kept = messages.iter().rev().take_while(|message| {
        let fits = room > 0;
        room = room.saturating_sub(message.content.chars().count());
        fits
    });
    let kept = kept.count();
    let mut end = messages.split_off(messages.len() - kept);
    if let Some(first) = end.first_mut() {
        let chars = first.content.chars().count();
        first.content = first.content.chars().skip(chars.saturating_sub(limits::CORRECTION_CHARS)).collect();
    }
    end
}

fn spoken(messages: &[ChatMessage]) -> Vec<Message> {
    let of = |message: &ChatMessage| named(&message.role, &message.content);
    messages.iter().filter(|message| message.role != "tool").filter_map(of).collect()
}

/// A message by a speaker's name; none for those who are neither learner nor partner.
fn named(speaker: &str, content: &str) -> Option<Message> {
    let role = match speaker.trim().to_lowercase().as_str() {
        "user" | "learner" | "student" | "human" | "you" | "me" | "siswa" => "user",
        "assistant" | "ai" | "bot" | "sofya" | "sofia" | "model" | "tutor" | "teacher" | "partner" => {
            "assistant"
        }
        _ => return None,
    };
    let content = content.trim();
    (!content.is_empty()).then(|| Message {
        role: role.to_owned(),
        content: content.to_owned(),
        ..Message::default()
    })
}

/// Objects with a speaker and a text, in an array or one behind the other. What looks like JSON and
/// is none may be read anew from each bracket in it; a budget keeps that from growing with the square.
fn json_messages(text: &str) -> Option<Vec<Message>> {
    let mut found = Vec::new();
    let mut rest = text;
    let mut budget = 8 * text.len();
    while let Some(at) = rest.find(['[', '{']).filter(|_| budget > 0) {
        rest = &rest[at..];
        let mut values = serde_json::Deserializer::from_str(rest).into_iter::<Value>();
        let step = match values.next() {
            Some(Ok(value)) => {
                collect(&value, &mut found);
                values.byte_offset().max(1)
            }
            Some(Err(error)) => {
                budget = budget.saturating_sub(read_until(rest, &error));
                1
            }
            None => 1,
        };
        rest = &rest[step..];
    }
    (!found.is_empty()).then_some(found)
}

/// How many bytes were read until an error.
fn read_until(text: &str, error: &serde_json::Error) -> usize {
    let before: usize = text.split_inclusive('\n').take(error.line().saturating_sub(1)).map(str::len).sum();
    before + error.column()
}

fn collect(value: &Value, found: &mut Vec<Message>) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| collect(item, found)),
        Value::Object(map) => {
            let first = |keys: &[&str]| keys.iter().find_map(|key| map.get(*key)?.as_str());
            match (first(&["role", "sender", "from", "speaker"]), first(&["content", "text", "message"])) {
                (Some(speaker), Some(content)) => found.extend(named(speaker, content)),
                _ => map.values().for_each(|inner| collect(inner, found)),
            }
        }
        _ => {}
    }
}

/// `Speaker: text` lines; a line without a speaker goes on with the one before, a blank line ends it.
fn speaker_lines(text: &str) -> Option<Vec<Message>> {
    let mut found: Vec<Message> = Vec::new();
    let mut open = false;
    for line in text.lines().map(str::trim) {
        let spoken = line.split_once(':').and_then(|(speaker, said)| named(bare(speaker), said));
        match (spoken, found.last_mut()) {
            (Some(message), _) => {
                found.push(message);
                open = true;
            }
            (None, Some(last)) if open && !line.is_empty() => {
                last.content.push('\n');
                last.content.push_str(line);
            }
            _ => open = false,
        }
    }
    (!found.is_empty()).then_some(found)
}

/// A speaker's name without what Markdown and lists put around it.
fn bare(speaker: &str) -> &str {
    speaker.trim_matches(|c: char| !c.is_alphanumeric())
}

/// The lines that do not speak about scores, as one message of the learner.
fn prose(text: &str) -> Vec<Message> {
    let instructs = |line: &str| {
        let lower = line.to_lowercase();
        lower.contains("json") || Scores::NAMES.iter().any(|name| lower.contains(&name.to_lowercase()))
    };
    let rest: Vec<&str> = text.lines().filter(|line| !instructs(line)).collect();
    named("user", quoted_text(&rest.join("\n"))).into_iter().collect()
}

/// The text that a prompt is about: what stands in triple quotes, back-ticks or `<text>`, else what
/// follows a first line that ends in a colon, else all of it.
pub(crate) fn quoted_text(prompt: &str) -> &str {
    split(prompt).1
}

/// What a prompt says before the text it is about; empty if it is all text.
pub(crate) fn instruction(prompt: &str) -> &str {
    split(prompt).0
}

fn split(prompt: &str) -> (&str, &str) {
    for (open, close) in [("\"\"\"", "\"\"\""), ("```", "```"), ("<text>", "</text>")] {
        let inside =
            prompt.split_once(open).and_then(|(before, rest)| Some((before, rest.rsplit_once(close)?.0)));
        if let Some((before, text)) = inside.filter(|(_, text)| !text.trim().is_empty()) {
            return (before, text.trim());
        }
    }
    match prompt.split_once('\n') {
        Some((line, rest)) if line.trim_end().ends_with(':') && !rest.trim().is_empty() => {
            (line, rest.trim())
        }
        _ => ("", prompt.trim()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(prompt: &str) -> Vec<(String, String)> {
        let messages = conversation(&[ChatMessage::new("user", prompt)]);
        messages.into_iter().map(|message| (message.role, message.content)).collect()
    }

    fn talk() -> Vec<(String, String)> {
        [("user", "I go yesterday"), ("assistant", "Where?")]
            .map(|(a, b)| (a.to_owned(), b.to_owned()))
            .to_vec()
    }

    #[test]
    fn a_conversation_is_found_in_json() {
        for prompt in [
            r#"Rate as JSON like {"Grammar": 1}: [{"role":"user","content":"I go yesterday"},{"role":"assistant","content":"Where?"}] Thanks"#,
            r#"{"role":"user","content":"I go yesterday"}, {"role":"assistant","content":"Where?"}"#,
            r#"{"messages":[{"sender":"Student","text":"I go yesterday"},{"sender":"bot","text":"Where?"}]}"#,
        ] {
            assert_eq!(found(prompt), talk(), "{prompt}");
        }
    }

    #[test]
    fn text_full_of_brackets_takes_no_longer_than_it_should() {
        let hostile = "[\"[\",".repeat(100_000);
        let begin = std::time::Instant::now();
        assert!(json_messages(&hostile).is_none());
        assert!(begin.elapsed().as_secs() < 10, "{:?}", begin.elapsed());
    }

    #[test]
    fn only_the_end_of_a_long_conversation_is_worked_through() {
        let say = |text: &str| ChatMessage::new("user", text);
        let long = "x".repeat(limits::CORRECTION_CHARS - 1);
        let kept = conversation(&[say("first"), say(&long), say("a"), say("last")]);
        assert_eq!(kept.iter().map(|message| message.content.len()).collect::<Vec<_>>(), [long.len(), 1, 4]);
        let kept = conversation(&[say(&"é".repeat(limits::CORRECTION_CHARS + 9))]);
        assert_eq!(kept[0].content.chars().count(), limits::CORRECTION_CHARS);
    }

    #[test]
    fn a_conversation_is_found_in_lines() {
        assert_eq!(
            found("Score this:\n\nUser: I go yesterday\n- **Sofya**: Where?\n\nAnswer: JSON only"),
            talk()
        );
        assert_eq!(found("user: a\nb\n\nc"), [("user".to_owned(), "a\nb".to_owned())]);
    }

    #[test]
    fn without_a_conversation_the_prose_is_the_learners() {
        let only = |text: &str| vec![("user".to_owned(), text.to_owned())];
        assert_eq!(
            found("Give JSON with Grammar and Clarity.\nI am go to school."),
            only("I am go to school.")
        );
        assert_eq!(found("Give JSON with Grammar."), []);
    }

    #[test]
    fn a_text_is_found_behind_an_instruction() {
        assert_eq!(quoted_text("Correct this text:\nShe go home."), "She go home.");
        assert_eq!(quoted_text("Fix \"\"\"She go.\"\"\" please"), "She go.");
        assert_eq!(quoted_text("She go home."), "She go home.");
        assert_eq!(
            instruction("Jelaskan dalam bahasa Indonesia:\nShe go"),
            "Jelaskan dalam bahasa Indonesia:"
        );
    }
}
