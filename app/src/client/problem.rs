//! Why a call failed, as far as a learner can do something about it.

use lks_domain::error::ErrorBody;

use crate::browser::Lost;
use crate::words::Words;

/// Why a call failed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Problem {
    /// No answer at all.
    Offline,
    /// The session is over.
    Expired,
    /// There is no such thing, or it is someone else's.
    NotFound,
    /// Too many requests.
    Busy {
        /// Seconds to wait, if the server said so.
        retry_after_s: Option<u32>,
    },
    /// The server or a worker behind it does not work now; its own sentence.
    Down(String),
    /// The server does not accept what was sent.
    Refused {
        /// Cognito's error type, the console's stable code, or the status code.
        code: String,
        /// The server's own sentence.
        message: String,
    },
    /// The answer could not be understood.
    Garbled,
}

impl Problem {
    /// Reads an error answer of the contract.
    pub fn from_answer(status: u16, body: &str, retry_after_s: Option<u32>) -> Self {
        let message = || sentence_of(body).unwrap_or_default();
        match status {
            401 => Self::Expired,
            404 => Self::NotFound,
            429 => Self::Busy { retry_after_s },
            500.. => Self::Down(message()),
            _ => Self::Refused {
                code: code_of(body).unwrap_or_else(|| status.to_string()),
                message: message(),
            },
        }
    }

    /// What happened and what to do next.
    pub fn sentence(&self, words: &Words) -> String {
        match self {
            Self::Offline => words.offline.to_owned(),
            Self::Expired => words.session_ended.to_owned(),
            Self::NotFound => words.not_found.to_owned(),
            Self::Busy { retry_after_s: Some(seconds) } => {
                words.busy_for.replace("{n}", &seconds.to_string())
            }
            Self::Busy { .. } => words.busy.to_owned(),
            Self::Down(message) if message.is_empty() => words.server_down.to_owned(),
            Self::Down(message) => message.clone(),
            Self::Refused { code, message } => refusal(words, code, message),
            Self::Garbled => words.garbled.to_owned(),
        }
    }

    /// Whether asking again may well work.
    pub const fn is_passing(&self) -> bool {
        matches!(self, Self::Offline | Self::Busy { .. } | Self::Down(_))
    }
}

impl From<Lost> for Problem {
    fn from(_: Lost) -> Self {
        Self::Offline
    }
}

/// The stable code that the console's refusals have.
fn code_of(body: &str) -> Option<String> {
    let value: serde_json::Value = serde_json::from_str(body).ok()?;
    value.get("code")?.as_str().map(ToOwned::to_owned)
}

/// Our `message`, or Ollama's `error`.
fn sentence_of(body: &str) -> Option<String> {
    if let Ok(error) = serde_json::from_str::<ErrorBody>(body) {
        return Some(error.message);
    }
    let value: serde_json::Value = serde_json::from_str(body).ok()?;
    ["message", "error"].into_iter().find_map(|key| value.get(key)?.as_str().map(ToOwned::to_owned))
}

fn refusal(words: &Words, code: &str, message: &str) -> String {
    let known = match code {
        "NotAuthorizedException" | "UserNotFoundException" => words.wrong_credentials,
        "UsernameExistsException" => words.email_taken,
        "CodeMismatchException" => words.wrong_code,
        "ExpiredCodeException" => words.old_code,
        "LimitExceededException" | "TooManyRequestsException" | "TooManyFailedAttemptsException" => {
            words.too_often
        }
        "InvalidPasswordException" => words.weak_password,
        _ if message.is_empty() => words.refused,
        _ => message,
    };
    known.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::ENGLISH;

    #[test]
    fn an_error_answer_becomes_a_sentence_that_says_what_to_do() {
        let down =
            Problem::from_answer(503, r#"{"status":"error","message":"No worker. Try Oregon."}"#, None);
        assert_eq!(down.sentence(&ENGLISH), "No worker. Try Oregon.");
        let bare = Problem::from_answer(502, "<html>", None);
        assert_eq!(bare.sentence(&ENGLISH), ENGLISH.server_down);
        let busy = Problem::from_answer(429, "", Some(7));
        assert!(busy.sentence(&ENGLISH).contains('7'));
        let ollama = Problem::from_answer(400, r#"{"error":"model is required"}"#, None);
        assert_eq!(ollama.sentence(&ENGLISH), "model is required");
    }

    #[test]
    fn only_a_passing_problem_is_worth_another_try() {
        assert!(Problem::Offline.is_passing());
        assert!(!Problem::from_answer(404, "", None).is_passing());
    }
}
