//! How answers are written: documents for scripts, lines and words for people.

use std::io::Write;

use serde::Serialize;

use super::CliError;

/// One document.
pub(super) fn document(out: &mut dyn Write, value: &impl Serialize) -> Result<(), CliError> {
    let text = serde_json::to_string_pretty(value).map_err(CliError::of)?;
    line(out, &text)
}

/// One line.
pub(super) fn line(out: &mut dyn Write, text: &str) -> Result<(), CliError> {
    writeln!(out, "{text}").map_err(CliError::of_writing)
}

/// A duration.
pub(super) fn time(seconds: u64) -> String {
    if seconds < 90 { format!("{seconds} s") } else { format!("{} min {} s", seconds / 60, seconds % 60) }
}

/// The word that a value is in JSON.
pub(super) fn word(value: &impl Serialize) -> String {
    let json = serde_json::to_value(value).unwrap_or_default();
    json.as_str().unwrap_or_default().to_owned()
}
