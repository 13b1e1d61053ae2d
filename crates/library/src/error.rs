//! Why a model is not here. Each is one sentence for whoever runs the machine; addresses in it are
//! shown without user names and passwords.

use std::path::PathBuf;

/// What went wrong.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum LibraryError {
    /// The name can be none.
    #[error("{0:?} is no model name; write it like smollm2:135m")]
    Name(String),
    /// There is no model of this name here.
    #[error("model '{0}' not found")]
    NotHere(String),
    /// The registry has no such model.
    #[error("pull model manifest: {0} does not exist in the registry")]
    NotThere(String),
    /// The file is no model in the one format that is known.
    #[error("{}: {reason}", .file.display())]
    NoModel {
        /// The file.
        file: PathBuf,
        /// Why.
        reason: String,
    },
    /// A model of a kind that does not run here.
    #[error("{name} cannot be used here: {reason}")]
    Unsupported {
        /// The model.
        name: String,
        /// Why.
        reason: String,
    },
    /// The other side does not answer, or not as it should.
    #[error("{place} {reason}")]
    Remote {
        /// Host, or folder.
        place: String,
        /// What it does, as a verb.
        reason: String,
    },
    /// What came is not what was promised.
    #[error("digest mismatch: what {place} sent for {expected} has the SHA-256 {found}; it was thrown away")]
    WrongDigest {
        /// Host, or folder.
        place: String,
        /// What was promised.
        expected: String,
        /// What came.
        found: String,
    },
    /// Someone else is fetching the same file into the same folder.
    #[error("another process is fetching this model into the same folder")]
    Busy,
    /// A file cannot be read or written.
    #[error("{}: {error}", .path.display())]
    Disk {
        /// Where.
        path: PathBuf,
        /// Why.
        error: std::io::Error,
    },
}

impl LibraryError {
    /// For `map_err` on what is done with a file.
    pub(crate) fn disk(path: impl Into<PathBuf>) -> impl FnOnce(std::io::Error) -> Self {
        let path = path.into();
        move |error| Self::Disk { path, error }
    }
}
