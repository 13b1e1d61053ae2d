//! Suggestions for misspelt words: the nearest words of the dictionary, common ones first.
//!
//! Our own search instead of harper's: its automata cost over a second and tens of megabytes in
//! *every thread* that meets a misspelt word. Here words are kept by length with the set of their
//! letters, so that nearly all of them are ruled out by one comparison of bits.

use std::sync::OnceLock;

use harper_core::spell::Dictionary;

use crate::edit_distance;
use crate::lexicon::dictionary;

const FARTHEST: usize = 2;
const LONGEST: usize = 24;
const SUGGESTIONS: usize = 3;

/// What a misspelt word (lower case) may have meant, best first; nothing for a word that is known.
pub fn spellings(word: &str) -> Vec<String> {
    let letters: Vec<char> = word.chars().collect();
    if dictionary().contains_word(&letters) { Vec::new() } else { suggestions(&letters) }
}

struct Known {
    letters: u32,
    common: bool,
    word: Vec<char>,
}

/// The best replacements for `word` (lower case), best first; empty when nothing is near.
pub(crate) fn suggestions(word: &[char]) -> Vec<String> {
    if word.len() > LONGEST {
        return Vec::new();
    }
    let letters = letter_set(word);
    // In a short word two slips leave nothing to recognise it by.
    let farthest = if word.len() < 5 { 1 } else { FARTHEST };
    let mut near: Vec<(usize, &Known)> = Vec::new();
    for bucket in by_length().iter().take(word.len() + farthest + 1).skip(word.len().saturating_sub(farthest))
    {
        for known in bucket {
            if (known.letters ^ letters).count_ones() as usize <= 2 * farthest
                && let Some(distance) = edit_distance::within(word, &known.word, farthest)
            {
                near.push((cost(word, known, distance), known));
            }
        }
    }
    near.sort_by(|a, b| a.0.cmp(&b.0).then_with(|| a.1.word.cmp(&b.1.word)));
    near.iter().take(SUGGESTIONS).map(|(_, known)| known.word.iter().collect()).collect()
}

/// Lower is better: few slips, a common word, the same first letter, the same letters in another
/// order, only a letter doubled or undoubled.
fn cost(word: &[char], known: &Known, distance: usize) -> usize {
    let first = usize::from(word.first() != known.word.first());
    let rare = usize::from(!known.common);
    let same_letters = usize::from(letter_set(word) != known.letters);
    let same_skeleton = usize::from(skeleton(word) != skeleton(&known.word));
    distance * 10 + rare * 9 + first * 7 + same_letters * 3 + same_skeleton * 3
}

/// The consonants in order, doubles once: what learners mostly get right.
fn skeleton(word: &[char]) -> Vec<char> {
    let mut bones: Vec<char> = word.iter().copied().filter(|c| !"aeiouy'".contains(*c)).collect();
    bones.dedup();
    bones
}

fn letter_set(word: &[char]) -> u32 {
    word.iter().filter(|c| c.is_ascii_lowercase()).fold(0, |set, c| set | 1 << (*c as u32 - 'a' as u32))
}

fn by_length() -> &'static Vec<Vec<Known>> {
    static WORDS: OnceLock<Vec<Vec<Known>>> = OnceLock::new();
    WORDS.get_or_init(|| {
        let mut buckets: Vec<Vec<Known>> = (0..=LONGEST + FARTHEST).map(|_| Vec::new()).collect();
        let plain = |word: &&[char]| {
            word.len() > 1
                && word.len() < LONGEST
                && word.iter().all(|c| c.is_ascii_lowercase() || *c == '\'')
        };
        for word in dictionary().words_iter().filter(plain) {
            let found = dictionary().get_word_metadata_exact(word);
            // Swear words are understood but never suggested.
            if found.is_some_and(|data| data.swear == Some(true)) {
                continue;
            }
            let common = found.is_some_and(|data| data.common);
            buckets[word.len()].push(Known { letters: letter_set(word), common, word: word.to_vec() });
        }
        buckets
    })
}

#[cfg(test)]
mod tests {
    use super::suggestions;

    #[test]
    fn the_usual_slips_lead_to_the_word_that_was_meant() {
        let best = |word: &str| suggestions(&word.chars().collect::<Vec<_>>()).into_iter().next();
        for (wrong, right) in [
            ("beautifull", "beautiful"),
            ("becouse", "because"),
            ("recieve", "receive"),
            ("tommorow", "tomorrow"),
            ("freind", "friend"),
            ("diferent", "different"),
            ("intresting", "interesting"),
            ("grammer", "grammar"),
            ("favorit", "favorite"),
            ("langguage", "language"),
        ] {
            assert_eq!(best(wrong).as_deref(), Some(right), "{wrong}");
        }
        assert_eq!(best("xqzvkwpt"), None);
    }
}
