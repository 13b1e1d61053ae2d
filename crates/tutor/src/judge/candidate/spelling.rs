//! Misspelt words: every suggestion of the checker, for the judge to choose by the context.

use super::{Candidates, untouchable};
use crate::judge::kind::Kind;
use crate::sentence::Sentence;

pub(super) fn propose(s: &Sentence, out: &mut Candidates<'_>) {
    for at in s.places().filter(|at| s.is_word(*at)) {
        let local = lks_checker::is_local(s.w(at)) || crate::partner::is_indonesian_word(s.w(at));
        if s.entry(at).known || untouchable(s, at) || local || s.w(at).contains('\'') {
            continue;
        }
        for word in lks_checker::spellings(s.w(at)) {
            out.swap(at, &word, Kind::Spelling);
        }
    }
}
