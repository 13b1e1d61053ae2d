//! The general checker: spelling, a lexicon of English words, and harper-core's curated rules.
//!
//! The only crate that names harper-core, and one that hardly ever changes: harper's rule set costs
//! most of a minute at every rebuild of whoever calls it. Knows nothing of learners, languages of
//! explanation or the wire; offsets are code points throughout. Everything loads on first use.

mod curation;
mod edit_distance;
mod lexicon;
mod lint;
mod local_words;
mod spelling;

pub use lexicon::{Entry, entry};
pub use lint::{Finding, Kind, lint};
pub use local_words::{is_local, local_spelling};
pub use spelling::spellings;

/// Loads everything and pays the first-use costs, a badly misspelt word included.
pub fn warm_up() {
    let _ = lint("Yesterday I have recieved a beautifull lettter.");
}
