//! The notes under a learner's message: what to mend, how, and why.

use leptos::html::Details;
use leptos::prelude::*;
use lks_domain::correction::{Corrections, Edit, Severity};

use crate::live::live;
use crate::words::{Words, use_speech};

/// A piece of the learner's text.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Piece {
    /// As it was written.
    Plain(String),
    /// What stands there, what should, and how much it matters.
    Changed(String, String, Severity),
}

/// Cuts a text at its edits. Positions count code points; an edit that does not fit is left out.
fn pieces(text: &str, edits: &[Edit]) -> Vec<Piece> {
    let letters: Vec<char> = text.chars().collect();
    let between = |from: usize, to: usize| letters[from..to].iter().collect::<String>();
    let mut pieces = Vec::new();
    let mut position = 0;
    for edit in edits {
        if edit.start < position || edit.end < edit.start || edit.end > letters.len() {
            continue;
        }
        if edit.start > position {
            pieces.push(Piece::Plain(between(position, edit.start)));
        }
        pieces.push(Piece::Changed(between(edit.start, edit.end), edit.replacement.clone(), edit.severity));
        position = edit.end;
    }
    if position < letters.len() {
        pieces.push(Piece::Plain(between(position, letters.len())));
    }
    pieces
}

const fn class(severity: Severity) -> &'static str {
    match severity {
        Severity::Suggestion => "suggestion",
        Severity::Minor => "minor",
        Severity::Major => "major",
    }
}

const fn severity_name(words: &Words, severity: Severity) -> &'static str {
    match severity {
        Severity::Suggestion => words.suggestion,
        Severity::Minor => words.minor,
        Severity::Major => words.major,
    }
}

/// What the checker found in `text`; where it found nothing, that and no more: silence is no praise.
/// Whether it is open is kept outside: a later answer takes the place of an earlier one as it stood.
#[component]
pub fn CorrectionNotes(text: String, corrections: Corrections, open: RwSignal<bool>) -> impl IntoView {
    let speech = use_speech();
    if corrections.edits.is_empty() {
        return view! { <p class="notes-none">{speech.say(|w| w.nothing_found)}</p> }.into_any();
    }
    let details = NodeRef::<Details>::new();
    let keep = move |_| {
        if let Some(details) = details.get_untracked() {
            open.set(details.open());
        }
    };
    let count = corrections.edits.len();
    let marked = pieces(&text, &corrections.edits).into_iter().map(piece).collect_view();
    let notes = corrections.edits.into_iter().map(|edit| view! { <Note edit/> }).collect_view();
    view! {
        <details class="notes" open=open.get_untracked() node_ref=details on:toggle=keep>
            <summary>
                <span class="notes-title">{speech.say(|w| w.corrections)}</span>
                <span class="notes-count">{count}</span>
            </summary>
            <p class="notes-text" lang="en">{marked}</p>
            <ul class="notes-list">{notes}</ul>
        </details>
    }
    .into_any()
}

/// Spaces before, the text, spaces after: only the text is marked.
fn around(text: &str) -> (String, String, String) {
    let word = text.trim();
    let before = text.len() - text.trim_start().len();
    (text[..before].to_owned(), word.to_owned(), text[before + word.len()..].to_owned())
}

fn piece(piece: Piece) -> impl IntoView {
    match piece {
        Piece::Plain(text) => text.into_any(),
        Piece::Changed(old, new, severity) if old.trim().is_empty() => {
            let (before, word, after) = around(&format!("{old}{new}"));
            view! { {before}<ins class=class(severity)>{word}</ins>{after} }.into_any()
        }
        Piece::Changed(old, new, severity) => {
            let space = (!new.is_empty()).then_some(" ");
            let new = (!new.is_empty()).then(|| view! { <ins class=class(severity)>{new}</ins> });
            view! { <del class=class(severity)>{old}</del>{space}{new} }.into_any()
        }
    }
}

#[component]
fn Note(edit: Edit) -> impl IntoView {
    let speech = use_speech();
    let (category, severity) = (edit.category, edit.severity);
    let (old, new) = (edit.original.trim().to_owned(), edit.replacement.trim().to_owned());
    let change = move || {
        let words = speech.words();
        match (old.is_empty(), new.is_empty()) {
            (true, _) => {
                view! { <span>{words.insert} " "</span> <ins lang="en">{new.clone()}</ins> }.into_any()
            }
            (_, true) => {
                view! { <span>{words.remove} " "</span> <del lang="en">{old.clone()}</del> }.into_any()
            }
            _ => view! {
                <del lang="en">{old.clone()}</del>
                <span class="notes-arrow" aria-hidden="true">" → "</span>
                <span class="visually-hidden">{words.becomes}</span>
                <ins lang="en">{new.clone()}</ins>
            }
            .into_any(),
        }
    };
    view! {
        <li class=format!("note {}", class(severity))>
            <p class="note-change">{live(change)}</p>
            <p class="note-tags">
                <span class="tag">{live(move || speech.words().category(category))}</span>
                <span class="tag tag-severity">{live(move || severity_name(speech.words(), severity))}</span>
            </p>
            <p class="note-why">{edit.explanation}</p>
        </li>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use lks_domain::correction::Category;

    fn edit(start: usize, end: usize, replacement: &str) -> Edit {
        Edit {
            start,
            end,
            original: String::new(),
            replacement: replacement.to_owned(),
            category: Category::Verb,
            severity: Severity::Minor,
            explanation: String::new(),
            source: "rules".to_owned(),
        }
    }

    #[test]
    fn spaces_stay_outside_the_mark() {
        assert_eq!(around(" the "), (" ".into(), "the".into(), " ".into()));
        assert_eq!(around("é"), (String::new(), "é".into(), String::new()));
        assert_eq!(around("  "), ("  ".into(), String::new(), String::new()));
    }

    #[test]
    fn a_text_is_cut_by_code_points_and_nothing_of_it_is_lost() {
        let found = pieces("😀 she go home", &[edit(6, 8, "goes"), edit(13, 13, "."), edit(9, 99, "x")]);
        let expected = [
            Piece::Plain("😀 she ".into()),
            Piece::Changed("go".into(), "goes".into(), Severity::Minor),
            Piece::Plain(" home".into()),
            Piece::Changed(String::new(), ".".into(), Severity::Minor),
        ];
        assert_eq!(found, expected);
    }
}
