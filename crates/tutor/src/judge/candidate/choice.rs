//! Words taken for one another: alike in look or sound, or of the same family.

use std::collections::HashMap;
use std::sync::OnceLock;

use super::{Candidates, is_function_word, untouchable};
use crate::judge::kind::Kind;
use crate::sentence::Sentence;

/// Sets of words or short phrases, one a line, with `/` between.
const CONFUSED: &str = include_str!("../../../data/confused_words.txt");
/// Endings by which the words of a family differ.
const ENDINGS: &[&str] = &[
    "", "e", "y", "ly", "ily", "ally", "al", "ful", "fully", "less", "ness", "ment", "ion", "ation", "ition",
    "ive", "ity", "er", "or", "able", "ible", "ous", "ously", "ance", "ence", "ant", "ent", "ently", "antly",
    "ing", "ingly", "ed", "ic", "ical", "ically", "ist", "ism", "th", "t", "ce", "cy", "tion", "sion",
    "ively", "ety", "ian", "ization",
];

pub(super) fn propose(s: &Sentence, at: usize, out: &mut Candidates<'_>) {
    if untouchable(s, at) {
        return;
    }
    for length in [2, 1] {
        let words: Vec<&str> = (at..at + length).map(|i| s.w(i)).collect();
        let others = confused().get(words.join(" ").as_str()).into_iter().flatten();
        others.for_each(|other| out.put(at..at + length, other, Kind::Confused));
    }
    let word = s.w(at);
    if word.len() > 3 && !is_function_word(word) && s.entry(at).known {
        family(word).iter().for_each(|other| out.swap(at, other, Kind::Family));
    }
}

fn confused() -> &'static HashMap<&'static str, Vec<&'static str>> {
    static SETS: OnceLock<HashMap<&'static str, Vec<&'static str>>> = OnceLock::new();
    SETS.get_or_init(|| {
        let mut sets: HashMap<&'static str, Vec<&'static str>> = HashMap::new();
        let lines = CONFUSED.lines().filter(|line| !line.starts_with('#') && !line.trim().is_empty());
        for set in lines.map(|line| line.split('/').map(str::trim).collect::<Vec<_>>()) {
            for one in &set {
                sets.entry(one).or_default().extend(set.iter().filter(|other| *other != one));
            }
        }
        sets
    })
}

/// Common words with the same beginning and another of the endings; verb forms and plurals are left
/// to those who know them.
fn family(word: &str) -> Vec<String> {
    let mut found = Vec::new();
    for ending in ENDINGS {
        let Some(stem) = word.strip_suffix(ending).filter(|stem| stem.len() >= 4) else { continue };
        for other in ENDINGS.iter().filter(|other| *other != ending) {
            let candidate = format!("{stem}{other}");
            let entry = lks_checker::entry(&candidate);
            if entry.common && !entry.proper && candidate != word && !found.contains(&candidate) {
                found.push(candidate);
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_family_is_told_by_its_endings() {
        assert!(family("quick").contains(&"quickly".to_owned()));
        assert!(family("important").contains(&"importance".to_owned()));
        assert!(family("different").contains(&"difference".to_owned()));
    }
}
