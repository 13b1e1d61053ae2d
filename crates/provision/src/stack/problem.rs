//! What is wrong with a stack file, in sentences that say what to do next.

/// Why a stack cannot be built as it is written.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum StackError {
    /// The text is not TOML, or has a key or a value that does not belong there.
    #[error("the stack file cannot be read: {0}")]
    Unreadable(String),
    /// The stack could not be written as TOML.
    #[error("the stack cannot be written as TOML: {0}")]
    Unwritable(String),
    /// Choices that cannot be had; one sentence each.
    #[error("the stack cannot be built as written:\n- {}", .0.join("\n- "))]
    Invalid(Vec<String>),
    /// The derived graph contradicts itself: a fault of this program, found before any call.
    #[error(
        "the stack's resources contradict each other: {0}; this is a fault of the program, please report it"
    )]
    Contradiction(String),
}

impl StackError {
    pub(super) fn unreadable(error: &toml::de::Error) -> Self {
        Self::Unreadable(error.to_string().trim_end().to_owned())
    }

    pub(super) fn unwritable(error: &toml::ser::Error) -> Self {
        Self::Unwritable(error.to_string())
    }

    pub(super) fn of(problems: Vec<String>) -> Result<(), Self> {
        if problems.is_empty() { Ok(()) } else { Err(Self::Invalid(problems)) }
    }
}
