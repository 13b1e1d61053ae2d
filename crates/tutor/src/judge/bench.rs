//! What the thresholds are fixed by: every candidate of a text with its gain, nothing decided.

use lks_domain::correction::{Edit, Language};

use super::draft::Made;
use super::session::{Session, Tried};
use super::{LanguageModel, Unavailable};
use crate::{Tutor, sentence};

/// Lead from which a candidate is tried here, lower than in earnest.
const LEAD: f32 = 1.0;

/// One candidate, as the edit that it would be.
#[derive(Debug, Clone, PartialEq)]
pub struct Trial {
    /// What it would change, in code points of the text.
    pub edit: Edit,
    /// Kind of change, or the finder of the edit.
    pub kind: String,
    /// How much likelier it begins than what stands there, in nats.
    pub lead: f32,
    /// By how much the sentence would become likelier, in nats.
    pub gain: f32,
}

/// Every candidate of `text` that is worth a try, after the edits that the rules and the checker made.
///
/// # Errors
/// [`Unavailable`] if the model does not answer.
pub fn trials(tutor: &Tutor, text: &str, model: &dyn LanguageModel) -> Result<Vec<Trial>, Unavailable> {
    let chars: Vec<char> = text.chars().collect();
    let mut found = crate::merge::compatible(tutor.proposed(text, Language::En));
    let mut session = Session::new(model, usize::MAX / 2);
    let mut trials = Vec::new();
    for span in sentence::split(text).iter().filter_map(sentence::Sentence::span) {
        let (own, rest) =
            found.into_iter().partition(|edit: &Edit| span.contains(&edit.start) && edit.end <= span.end);
        found = rest;
        let written = &chars[span.clone()];
        for (edit, gain) in own.iter().zip(session.gains_of(written, span.start, &own)?) {
            let kind = format!("{}:{:?}", edit.source, edit.category);
            trials.push(Trial { edit: edit.clone(), kind, lead: 0.0, gain: gain.unwrap_or_default() });
        }
        let draft = session.vetoed(written, span.start, own)?;
        for Tried { candidate, lead, gain } in session.tried(&draft, None, LEAD)? {
            let mut changed = draft.clone();
            changed.accept(candidate.span.clone(), &candidate.replacement, Made::Judged(candidate.kind));
            let before = draft.edits(span.start, Language::En, "");
            let new =
                changed.edits(span.start, Language::En, "").into_iter().find(|edit| !before.contains(edit));
            let kind = format!("{:?}", candidate.kind);
            trials.extend(new.map(|edit| Trial { edit, kind, lead, gain }));
        }
        session.remember(&draft.text());
    }
    Ok(trials)
}
