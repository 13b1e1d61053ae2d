//! Two neighbouring words in the other order.

use super::{Candidates, untouchable};
use crate::judge::kind::Kind;
use crate::sentence::Sentence;
use crate::word::lists::{BE, MIDDLE_ADVERBS, MODALS, SUBJECTS};

pub(super) fn propose(s: &Sentence, at: usize, out: &mut Candidates<'_>) {
    let (first, second) = (s.entry(at), s.entry(at + 1));
    if !s.is_word(at + 1) || untouchable(s, at) || untouchable(s, at + 1) {
        return;
    }
    let adjective_behind = (first.noun || first.plural) && second.adjective && !second.noun;
    let adverb_misplaced = MIDDLE_ADVERBS.contains(&s.w(at))
        && (BE.contains(&s.w(at + 1)) || MODALS.contains(&s.w(at + 1)))
        || first.any_verb() && MIDDLE_ADVERBS.contains(&s.w(at + 1))
        || first.any_verb() && second.adverb && !second.adjective;
    let verb_like =
        |word: &str| BE.contains(&word) || MODALS.contains(&word) || matches!(word, "do" | "does" | "did");
    let subject_like = |word: &str| SUBJECTS.contains(&word) || matches!(word, "this" | "that");
    let inverted =
        verb_like(s.w(at)) && subject_like(s.w(at + 1)) || subject_like(s.w(at)) && verb_like(s.w(at + 1));
    let enough = s.w(at) == "enough" || s.w(at + 1) == "enough";
    if adjective_behind || adverb_misplaced || inverted || enough {
        let (one, two) = (s.text(at), s.text(at + 1));
        let one = if at == s.first() && one != "I" { one.to_lowercase() } else { one.to_owned() };
        out.put(at..at + 2, &format!("{two} {one}"), Kind::Order);
    }
}
