//! Why a model cannot be had or does not answer.

use std::path::PathBuf;

/// What went wrong. Cheap to clone: one failed load is told to everybody who waits for it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum EngineError {
    /// The file cannot be read at all.
    #[error("{file}: {reason}", file = .0.display(), reason = .1)]
    Unreadable(PathBuf, String),
    /// The file is no model, is cut short, or is one that this library cannot use.
    #[error("{file} is not a usable model: {reason}", file = .0.display(), reason = .1)]
    Unusable(PathBuf, String),
    /// The file is not the one that was expected.
    #[error("{file} is not the expected file: its SHA-256 is {found}, not {expected}", file = .file.display())]
    WrongDigest {
        /// The file.
        file: PathBuf,
        /// What it should be.
        expected: String,
        /// What it is.
        found: String,
    },
    /// The file was changed after it had been opened.
    #[error("{file} has changed since it was opened", file = .0.display())]
    Changed(PathBuf),
    /// The text does not fit.
    #[error("the text has {tokens} tokens; there is room for {room}")]
    TooLong {
        /// Tokens of the text.
        tokens: usize,
        /// Tokens there is room for.
        room: usize,
    },
    /// There is nothing to work on.
    #[error("the text is empty")]
    Empty,
    /// The model has no chat template, or one that is not known here.
    #[error("the model has no chat template that is known here")]
    NoChatTemplate,
    /// The form that was asked for cannot be kept to.
    #[error("the form of the reply cannot be used: {0}")]
    Constraint(String),
    /// The library below failed.
    #[error("the model failed: {0}")]
    Failed(String),
}
