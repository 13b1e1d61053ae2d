//! How bad a line of a log is, as far as the line says.

use serde_json::Value;

const LEVELS: [&str; 6] = ["ERROR", "WARN", "INFO", "DEBUG", "TRACE", "FATAL"];

/// How many words of a line are looked at: a level stands at the front.
const FRONT: usize = 6;

/// The level of a line, in capitals; empty where it names none.
pub(super) fn of(message: &str) -> String {
    let written = serde_json::from_str::<Value>(message).ok();
    let field = written.as_ref().and_then(|line| line.get("level").or_else(|| line.get("severity")));
    match field.and_then(Value::as_str) {
        Some(level) => level.to_ascii_uppercase(),
        None if written.is_some() => String::new(),
        None => in_front(message).unwrap_or_default().to_owned(),
    }
}

fn in_front(message: &str) -> Option<&'static str> {
    let words = message.split(|c: char| !c.is_ascii_alphabetic()).filter(|word| word.len() > 3);
    words.take(FRONT).find_map(|word| match word {
        "WARNING" => Some("WARN"),
        word => LEVELS.into_iter().find(|level| *level == word),
    })
}

#[cfg(test)]
mod tests {
    use super::of;

    #[test]
    fn a_level_is_read_from_json_and_from_the_front_of_a_line_and_never_made_up() {
        for (message, level) in [
            (r#"{"level":"error","message":"no"}"#, "ERROR"),
            (r#"{"message":"ERROR in the text"}"#, ""),
            ("2026-11-25T10:00:00Z  WARN lks: slow", "WARN"),
            ("[WARNING] disk", "WARN"),
            ("START RequestId: 1", ""),
            ("an error somewhere", ""),
        ] {
            assert_eq!(of(message), level, "{message}");
        }
    }
}
