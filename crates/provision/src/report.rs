//! The sheet for people: as a text in the terminal, and as one HTML page that needs nothing else,
//! can be printed, and reads well aloud.

mod page;
mod text;

use lks_domain::correction::Language;
use lks_domain::timestamp::Timestamp;
use serde::{Deserialize, Serialize};

use crate::ink::Ink;
use crate::verify::Sheet;

/// What the sheet is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Occasion {
    /// The stack's name.
    pub stack: String,
    /// The account's twelve digits.
    pub account: String,
    /// Whether the account is a simulation.
    pub simulated: bool,
    /// When it was looked at.
    pub at: Timestamp,
}

/// The sheet as an HTML page in this language.
pub fn html(sheet: &Sheet, occasion: &Occasion, language: Language) -> String {
    page::write(sheet, occasion, language)
}

/// The sheet as text; in colour where the terminal has it.
pub fn text(sheet: &Sheet, ink: Ink) -> String {
    text::write(sheet, ink)
}

#[cfg(test)]
mod tests;
