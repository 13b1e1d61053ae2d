//! A sentence that is being mended: what stands there now, and how it differs from what was written.

use std::ops::Range;

use lks_domain::correction::{Edit, Language};

use super::kind::Kind;

/// What made a change.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Made {
    /// The rules or the checker, with their own explanation.
    Found(Box<Edit>),
    /// The judge.
    Judged(Kind),
}

/// One change; its span counts code points of the sentence as written.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Change {
    pub(super) span: Range<usize>,
    pub(super) replacement: Vec<char>,
    pub(super) made: Made,
}

/// The sentence as written and the changes so far, in order, never overlapping.
#[derive(Debug, Clone)]
pub(super) struct Draft {
    written: Vec<char>,
    changes: Vec<Change>,
}

impl Draft {
    pub(super) fn new(written: &[char]) -> Self {
        Self { written: written.to_vec(), changes: Vec::new() }
    }

    pub(super) fn changes(&self) -> &[Change] {
        &self.changes
    }

    /// A part of the sentence as written.
    pub(super) fn written(&self, span: &Range<usize>) -> Vec<char> {
        self.written[span.clone()].to_vec()
    }

    /// The sentence with every change.
    pub(super) fn text(&self) -> Vec<char> {
        let mut text = Vec::with_capacity(self.written.len());
        let mut at = 0;
        for change in &self.changes {
            text.extend(&self.written[at..change.span.start]);
            text.extend(&change.replacement);
            at = change.span.end;
        }
        text.extend(&self.written[at..]);
        text
    }

    /// Where the replacement of each change stands in [`Draft::text`].
    pub(super) fn places(&self) -> Vec<Range<usize>> {
        let mut shift = 0_isize;
        let place = |change: &Change| {
            let start = change.span.start.saturating_add_signed(shift);
            shift += change.replacement.len().cast_signed() - change.span.len().cast_signed();
            start..start + change.replacement.len()
        };
        self.changes.iter().map(place).collect()
    }

    /// Takes back the change with this number.
    pub(super) fn take_back(&mut self, number: usize) {
        if number < self.changes.len() {
            self.changes.remove(number);
        }
    }

    /// Changes `span` of the current text. A change that touches earlier ones swallows them.
    pub(super) fn accept(&mut self, span: Range<usize>, replacement: &str, made: Made) {
        let text = self.text();
        let places = self.places();
        let touched = |place: &Range<usize>| {
            let insertion = span.is_empty() || place.is_empty();
            if insertion {
                span.start <= place.end && place.start <= span.end
            } else {
                span.start < place.end && place.start < span.end
            }
        };
        let first = places.iter().position(&touched);
        let last = places.iter().rposition(&touched);
        let start = first.map_or(span.start, |at| span.start.min(places[at].start));
        let end = last.map_or(span.end, |at| span.end.max(places[at].end));
        let mut whole = text[start..span.start].to_vec();
        whole.extend(replacement.chars());
        whole.extend(&text[span.end..end]);
        let own = self.written_place(start, first, &places)..self.written_end(end, last, &places);
        if let Some((first, last)) = first.zip(last) {
            self.changes.drain(first..=last);
        }
        if self.written[own.clone()] != whole[..] {
            let at = self
                .changes
                .iter()
                .position(|change| change.span.start >= own.end)
                .unwrap_or(self.changes.len());
            self.changes.insert(at, Change { span: own, replacement: whole, made });
        }
    }

    /// The place of the sentence as written that stands at `at` now, which begins change `first` or
    /// lies in none.
    fn written_place(&self, at: usize, first: Option<usize>, places: &[Range<usize>]) -> usize {
        match first {
            Some(first) if places[first].start == at => self.changes[first].span.start,
            _ => self.back(at, places),
        }
    }

    fn written_end(&self, at: usize, last: Option<usize>, places: &[Range<usize>]) -> usize {
        match last {
            Some(last) if places[last].end == at => self.changes[last].span.end,
            _ => self.back(at, places),
        }
    }

    /// The same for a place outside all changes.
    fn back(&self, at: usize, places: &[Range<usize>]) -> usize {
        let before = places.iter().zip(&self.changes).take_while(|(place, _)| place.end <= at).last();
        before.map_or(at, |(place, change)| at - place.end + change.span.end)
    }

    /// The changes as edits of the text in which the sentence begins at `offset`.
    pub(super) fn edits(&self, offset: usize, language: Language, model: &str) -> Vec<Edit> {
        self.changes.iter().map(|change| self.edit(change, offset, language, model)).collect()
    }

    fn edit(&self, change: &Change, offset: usize, language: Language, model: &str) -> Edit {
        let original: String = self.written[change.span.clone()].iter().collect();
        let replacement: String = change.replacement.iter().collect();
        match &change.made {
            Made::Found(edit) if edit.replacement == replacement && edit.original == original => {
                (**edit).clone()
            }
            made => {
                let (category, severity, explanation) = match made {
                    Made::Found(edit) => (edit.category, edit.severity, edit.explanation.clone()),
                    Made::Judged(kind) => {
                        let note = kind.note();
                        (note.category, note.severity, note.text(language, &original, &replacement, ""))
                    }
                };
                Edit {
                    start: offset + change.span.start,
                    end: offset + change.span.end,
                    original,
                    replacement,
                    category,
                    severity,
                    explanation,
                    source: model.to_owned(),
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draft(text: &str) -> Draft {
        Draft::new(&text.chars().collect::<Vec<_>>())
    }

    fn text(draft: &Draft) -> String {
        draft.text().iter().collect()
    }

    fn spans(draft: &Draft) -> Vec<(usize, usize, String)> {
        let edits = draft.edits(0, Language::En, "m");
        edits.into_iter().map(|edit| (edit.start, edit.end, edit.replacement)).collect()
    }

    #[test]
    fn changes_of_the_changed_text_are_told_in_places_of_the_written_one() {
        let mut draft = draft("She go to school by a bus");
        draft.accept(4..6, "goes", Made::Judged(Kind::VerbForm));
        draft.accept(21..23, "", Made::Judged(Kind::ArticleExtra));
        assert_eq!(text(&draft), "She goes to school by bus");
        assert_eq!(spans(&draft), [(4, 6, "goes".to_owned()), (19, 21, String::new())]);
        draft.accept(0..3, "He", Made::Judged(Kind::Pronoun));
        assert_eq!(text(&draft), "He goes to school by bus");
        assert_eq!(spans(&draft).len(), 3);
    }

    #[test]
    fn a_change_of_a_change_swallows_it_and_a_change_back_leaves_none() {
        let mut draft = draft("I go home");
        draft.accept(2..4, "goes", Made::Judged(Kind::VerbForm));
        draft.accept(2..2, "will ", Made::Judged(Kind::AuxiliaryMissing));
        assert_eq!(spans(&draft), [(2, 4, "will goes".to_owned())]);
        draft.accept(2..11, "go", Made::Judged(Kind::VerbForm));
        assert_eq!((text(&draft).as_str(), spans(&draft).len()), ("I go home", 0));
    }
}
