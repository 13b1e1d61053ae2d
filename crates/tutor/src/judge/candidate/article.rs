//! a, an, the: one more, one less, another one.

use super::{Candidates, begins_noun_phrase, untouchable};
use crate::judge::kind::Kind;
use crate::sentence::Sentence;
use crate::word::indefinite_article;

pub(super) fn propose(s: &Sentence, at: usize, out: &mut Candidates<'_>) {
    let indefinite = |next: usize| indefinite_article(s.w(next));
    match s.w(at) {
        "a" | "an" => {
            out.swap(at, indefinite(at + 1), Kind::ArticleOther);
            out.swap(at, "the", Kind::ArticleOther);
            out.drop(at, Kind::ArticleExtra);
        }
        "the" => {
            out.swap(at, indefinite(at + 1), Kind::ArticleOther);
            out.drop(at, Kind::ArticleExtra);
        }
        // The model likes "the" before names that it does not know.
        _ if s.is_name(at) => {}
        _ if begins_noun_phrase(s, at) && !untouchable(s, at) => {
            out.insert(at, indefinite(at), Kind::ArticleMissing);
            out.insert(at, "the", Kind::ArticleMissing);
        }
        "same" | "only" | "first" | "last" | "most" | "best" | "next" | "other"
            if !super::is_determiner(s.w(at - 1)) =>
        {
            out.insert(at, "the", Kind::ArticleMissing);
        }
        _ => {}
    }
}
