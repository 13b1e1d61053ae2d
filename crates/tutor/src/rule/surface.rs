//! Capitals and spacing.

use super::Proposals;
use crate::explanation::surface as note;
use crate::sentence::Sentence;

pub(super) fn check(s: &Sentence, found: &mut Proposals<'_>) {
    for at in s.places() {
        if s.text(at) == "i" {
            found.push(span(s, at), "I".to_owned(), note::CAPITAL_I, "I");
        }
    }
}

fn span(s: &Sentence, at: usize) -> std::ops::Range<usize> {
    s.token(at).map_or(0..0, |token| token.start..token.end)
}
