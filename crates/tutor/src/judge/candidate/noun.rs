//! Singular, plural and possessive of nouns.

use super::{Candidates, is_function_word, untouchable};
use crate::judge::kind::Kind;
use crate::sentence::Sentence;
use crate::word::noun::{plural, singular};

pub(super) fn propose(s: &Sentence, at: usize, out: &mut Candidates<'_>) {
    let word = s.w(at);
    let entry = s.entry(at);
    if untouchable(s, at) || is_function_word(word) || word.len() < 3 {
        return;
    }
    if entry.noun {
        let many = plural(word);
        if lks_checker::entry(&many).known {
            out.swap(at, &many, Kind::Number);
        }
    }
    let one = singular(word).filter(|one| lks_checker::entry(one).noun);
    if let Some(one) = one.as_ref().filter(|_| entry.plural || !entry.known) {
        out.swap(at, one, Kind::Number);
    }
    let owns = entry.noun || entry.plural;
    let owned = s.entry(at + 1).noun || s.entry(at + 1).plural || s.entry(at + 1).adjective;
    if owns && owned && !is_function_word(s.w(at + 1)) {
        out.swap(at, &format!("{}'s", one.as_deref().unwrap_or(word)), Kind::Possessive);
        if word.ends_with('s') {
            out.swap(at, &format!("{word}'"), Kind::Possessive);
        }
    }
}
