//! All forms, by subject; what has most words is tried first.

mod advice;
mod cloud;
mod monitor;
mod plan;
mod policy;
mod refusal;
mod report;
pub mod requirement;
mod run;
mod sheet;
mod stack;
mod word;

use std::sync::LazyLock;

use super::form::{Form, Sayer};

/// An entry: the form of a sentence, and the same in Bahasa Indonesia.
type Entry = (&'static str, &'static str);

const SUBJECTS: [&[Entry]; 12] = [
    requirement::FORMS,
    sheet::FORMS,
    policy::FORMS,
    plan::FORMS,
    stack::FORMS,
    run::FORMS,
    cloud::FORMS,
    advice::FORMS,
    monitor::FORMS,
    refusal::FORMS,
    report::FORMS,
    word::WORDS,
];

static FORMS: LazyLock<Vec<Form>> = LazyLock::new(|| {
    let entries = SUBJECTS.into_iter().flatten();
    let mut forms: Vec<Form> = entries.map(|(english, indonesian)| Form::new(english, indonesian)).collect();
    forms.sort_by_key(|form| std::cmp::Reverse(form.weight));
    forms
});

const SAYER: Sayer = Sayer { word, sentence };

/// A whole sentence; also one that needs no translation.
pub fn sentence(english: &str) -> Option<String> {
    if super::neutral::is(english) {
        return Some(english.to_owned());
    }
    FORMS.iter().find_map(|form| form.say(english, &SAYER))
}

/// A word that stands for a value.
fn word(english: &str) -> Option<&'static str> {
    word::WORDS.iter().find(|(known, _)| *known == english).map(|(_, text)| *text)
}

/// For tests: every entry.
#[cfg(test)]
pub fn entries() -> impl Iterator<Item = &'static Entry> {
    SUBJECTS.into_iter().flatten()
}
