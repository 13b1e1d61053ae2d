//! What the engine and the server say in English, in Bahasa Indonesia.
//!
//! The engine speaks English alone, in sentences that it fills in; sheets, plans and runs are kept as it said them. So
//! they are translated where they are read: the sentence's form is found in a catalogue, and what filled it in - names,
//! properties, codes, networks - stays as it is. What has no entry is left in English. Pure; knows no other crate.

mod catalogue;
mod form;
mod neutral;

use std::borrow::Cow;

/// The text in Bahasa Indonesia, as far as the catalogue has its sentences.
pub fn said(english: &str) -> Cow<'_, str> {
    match by_lines(english, &mut |piece| piece.to_owned()) {
        same if same == english => Cow::Borrowed(english),
        told => Cow::Owned(told),
    }
}

/// The sentences of a text that the catalogue has not.
pub fn unsaid(english: &str) -> Vec<String> {
    let mut unknown = Vec::new();
    by_lines(english, &mut |piece| {
        unknown.push(piece.to_owned());
        String::new()
    });
    unknown
}

/// The requirements and remedies that the catalogue has, in English: whoever says them can be held to it.
pub fn requirements() -> impl Iterator<Item = &'static str> {
    catalogue::requirement::FORMS.iter().map(|(english, _)| *english)
}

/// Line by line, and in each line sentence by sentence. `unknown` says what becomes of what has no entry.
fn by_lines(english: &str, unknown: &mut dyn FnMut(&str) -> String) -> String {
    let line = |line: &str| match line.strip_prefix("- ") {
        Some(item) => format!("- {}", by_sentences(item, unknown)),
        None => by_sentences(line, unknown),
    };
    english.split('\n').map(line).collect::<Vec<_>>().join("\n")
}

/// Sentences are joined by `; `.
fn by_sentences(english: &str, unknown: &mut dyn FnMut(&str) -> String) -> String {
    let told = apart(english).into_iter().map(|(sentence, said)| said.unwrap_or_else(|| unknown(&sentence)));
    told.collect::<Vec<_>>().join("; ")
}

/// The sentences of a line, in English. Some have a `; ` of their own: what the catalogue has is not cut.
pub fn sentences(english: &str) -> Vec<String> {
    apart(english).into_iter().map(|(sentence, _)| sentence).collect()
}

/// The sentences of a line, each with its translation if there is one: the longest that is known goes first.
fn apart(english: &str) -> Vec<(String, Option<String>)> {
    let pieces: Vec<&str> = english.split("; ").collect();
    let mut found = Vec::new();
    let mut at = 0;
    while at < pieces.len() {
        let known = (at + 1..=pieces.len().min(at + LONGEST)).rev().find_map(|end| {
            let sentence = pieces[at..end].join("; ");
            catalogue::sentence(&sentence).map(|said| (end, sentence, Some(said)))
        });
        let (end, sentence, said) = known.unwrap_or_else(|| (at + 1, pieces[at].to_owned(), None));
        found.push((sentence, said));
        at = end;
    }
    found
}

/// A sentence of the catalogue has at most this many parts joined by `; `.
const LONGEST: usize = 3;

#[cfg(test)]
mod tests;
