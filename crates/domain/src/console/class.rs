//! Classes: learners who joined by a code, and what those who agreed to share it have learnt.

use serde::{Deserialize, Serialize};

use crate::correction::Category;
use crate::error::Invalid;
use crate::identity::UserId;
use crate::scores::Scores;
use crate::timestamp::Timestamp;

/// Letters and digits of a class code: none that look like another one.
pub const CODE_ALPHABET: &str = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789";
/// How long a class code is.
pub const CODE_CHARS: usize = 6;
/// Longest name of a class, in characters.
pub const NAME_CHARS: usize = 80;

/// A class: `GET /admin/api/classes`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Class {
    /// What learners type to join; also its name in paths.
    pub code: String,
    /// What it is called.
    pub name: String,
    /// When it was made.
    pub created_at: Timestamp,
    /// By whom: an address.
    pub created_by: String,
    /// How many learners joined.
    pub members: u64,
    /// How many of them agreed to share.
    pub sharing: u64,
}

/// The body of `POST /admin/api/classes`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewClass {
    /// What it is called.
    pub name: String,
}

impl NewClass {
    /// The name, trimmed.
    ///
    /// # Errors
    /// A sentence for the person who typed it.
    pub fn valid_name(&self) -> Result<&str, Invalid> {
        let name = self.name.trim();
        if name.is_empty() {
            return Err(Invalid::new("Please give the class a name."));
        }
        if name.chars().count() > NAME_CHARS || name.chars().any(char::is_control) {
            return Err(Invalid::new(format!(
                "A class's name has at most {NAME_CHARS} characters on one line."
            )));
        }
        Ok(name)
    }
}

/// A class with its learners: `GET /admin/api/classes/{code}`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClassView {
    /// The class.
    pub class: Class,
    /// Learners who agreed to share; of the others only their number is known.
    pub learners: Vec<LearnerProgress>,
    /// What the class gets wrong most, most frequent first.
    pub errors: Vec<CommonError>,
}

/// What a learner who agreed to share it has done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LearnerProgress {
    /// `sub`
    pub id: UserId,
    /// Display name.
    pub name: String,
    /// When they joined.
    pub joined_at: Timestamp,
    /// When they last sent a message.
    pub active_at: Option<Timestamp>,
    /// Conversations since they joined.
    pub conversations: u64,
    /// Messages they sent since they joined.
    pub messages: u64,
    /// Mistakes found in those messages.
    pub mistakes: u64,
    /// The scores of their last turn.
    pub scores: Option<Scores>,
    /// Overall communication over time, oldest first.
    pub trend: Vec<ScorePoint>,
}

/// A score at a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ScorePoint {
    /// When.
    pub at: Timestamp,
    /// Overall communication, 0 to 100.
    pub overall: u8,
}

/// A sort of mistake in a class.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CommonError {
    /// Which sort.
    pub category: Category,
    /// How often.
    pub count: u64,
    /// Of how many learners.
    pub learners: u64,
}

/// The body of `POST /classes`: a learner joins, or changes their mind about sharing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Joining {
    /// The class's code, in any case.
    pub code: String,
    /// Whether progress may be seen by the teachers.
    pub share: bool,
}

/// A class as its learner sees it: `GET /classes`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Membership {
    /// The class's code.
    pub code: String,
    /// The class's name.
    pub name: String,
    /// Whether progress may be seen by the teachers.
    pub share: bool,
    /// When they joined.
    pub joined_at: Timestamp,
}

/// A class code as it is stored: trimmed, in capitals.
///
/// # Errors
/// A sentence for the person who typed it.
pub fn code(typed: &str) -> Result<String, Invalid> {
    let code: String = typed.trim().to_uppercase().chars().filter(|c| !matches!(c, ' ' | '-')).collect();
    let right = code.chars().count() == CODE_CHARS && code.chars().all(|c| CODE_ALPHABET.contains(c));
    if right {
        Ok(code)
    } else {
        Err(Invalid::new(format!("A class code has {CODE_CHARS} letters and digits, like K7MPQ2.")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_class_code_is_read_as_people_type_it() {
        for (typed, expected) in [
            (" k7mpq2 ", Some("K7MPQ2")),
            ("K7M-PQ2", Some("K7MPQ2")),
            ("K7M PQ2", Some("K7MPQ2")),
            ("K7MPQ", None),
            ("K7MPQO", None),
            ("K7MPQ1", None),
            ("", None),
        ] {
            assert_eq!(code(typed).ok().as_deref(), expected, "{typed}");
        }
    }

    #[test]
    fn a_class_has_a_name_of_one_line() {
        let valid = |name: &str| NewClass { name: name.into() }.valid_name().map(ToOwned::to_owned);
        assert_eq!(valid("  XI TKJ 2 "), Ok("XI TKJ 2".to_owned()));
        assert!(valid(" ").is_err() && valid("a\nb").is_err() && valid(&"x".repeat(81)).is_err());
    }
}
