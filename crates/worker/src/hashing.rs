//! The formula of `hash-768`. It must give the same numbers in every version: stored vectors are
//! compared with new ones. Whoever changes it makes a new model with a new name.
//!
//! 1. The text is lower-cased; a *word* is a run of letters and digits, with `'` (also `’`) inside.
//! 2. Features and weights: each word 1 (a function word 0.2); each pair of neighbouring words 0.5;
//!    each run of 3 and of 4 characters of `<word>` 0.25, unless it is a function word. A text
//!    without words has each of its characters but white space as a feature of weight 1.
//! 3. A feature that occurs n times counts its weight times the square root of n.
//! 4. Its hash is FNV-1a (64 bits) of the UTF-8 bytes of a letter for its kind and its text, mixed by
//!    the finaliser of SplitMix64. The value is added at index `hash mod 768`, with a minus sign if
//!    the highest bit is set.
//! 5. The sum is divided by its Euclidean length. A text of white space alone gives zeroes.
//!
//! Computed in `f64` with additions in the order of the features' bytes, then rounded to `f32`.

use std::collections::BTreeMap;

/// Version of the formula; part of the model's digest.
pub(crate) const VERSION: u32 = 1;
/// Length of a vector.
pub(crate) const DIMENSIONS: usize = lks_domain::limits::EMBEDDING_DIMENSIONS;

/// Words that carry grammar rather than a topic.
const FUNCTION_WORDS: &[&str] = &[
    "a", "about", "am", "an", "and", "are", "as", "at", "be", "because", "but", "by", "can", "could", "did",
    "do", "does", "for", "from", "had", "has", "have", "he", "her", "his", "i", "i'm", "if", "in", "is",
    "it", "it's", "its", "me", "my", "not", "of", "on", "or", "our", "she", "should", "so", "some", "that",
    "the", "their", "them", "then", "there", "they", "this", "to", "was", "we", "were", "what", "when",
    "where", "which", "who", "will", "with", "would", "you", "your",
];

/// The vector of a text.
pub(crate) fn vector(text: &str) -> Vec<f32> {
    let mut sums = vec![0.0_f64; DIMENSIONS];
    for (feature, (weight, times)) in features(text) {
        let hash = mix(fnv1a(feature.as_bytes()));
        let value = weight * f64::from(times).sqrt();
        let index = usize::try_from(hash % DIMENSIONS as u64).unwrap_or(0);
        sums[index] += if hash >> 63 == 1 { -value } else { value };
    }
    normalised(&sums)
}

/// The numbers divided by their Euclidean length; zeroes stay zeroes.
pub(crate) fn normalised(numbers: &[f64]) -> Vec<f32> {
    let length = numbers.iter().map(|number| number * number).sum::<f64>().sqrt();
    let scale = if length > 0.0 { 1.0 / length } else { 0.0 };
    #[expect(clippy::cast_possible_truncation, reason = "vectors are of f32 on the wire")]
    numbers.iter().map(|number| (number * scale) as f32).collect()
}

/// Features with their weight and how often they occur.
fn features(text: &str) -> BTreeMap<String, (f64, u32)> {
    let mut found = BTreeMap::new();
    let lower = text.to_lowercase().replace('’', "'");
    let words = words(&lower);
    for word in &words {
        let function_word = FUNCTION_WORDS.contains(word);
        add(&mut found, format!("w{word}"), if function_word { 0.2 } else { 1.0 });
        if !function_word {
            parts(word).for_each(|part| add(&mut found, format!("c{part}"), 0.25));
        }
    }
    for pair in words.windows(2) {
        add(&mut found, format!("p{} {}", pair[0], pair[1]), 0.5);
    }
    if words.is_empty() {
        lower.chars().filter(|c| !c.is_whitespace()).for_each(|c| add(&mut found, format!("s{c}"), 1.0));
    }
    found
}

fn add(found: &mut BTreeMap<String, (f64, u32)>, feature: String, weight: f64) {
    found.entry(feature).or_insert((weight, 0)).1 += 1;
}

fn words(text: &str) -> Vec<&str> {
    text.split(|c: char| !c.is_alphanumeric() && c != '\'')
        .map(|word| word.trim_matches('\''))
        .filter(|word| !word.is_empty())
        .collect()
}

/// The runs of three and of four characters of a word in its brackets.
fn parts(word: &str) -> impl Iterator<Item = String> {
    let marked: Vec<char> = std::iter::once('<').chain(word.chars()).chain(std::iter::once('>')).collect();
    let of = |size: usize| marked.windows(size).map(String::from_iter).collect::<Vec<_>>();
    of(3).into_iter().chain(of(4))
}

/// FNV-1a, 64 bits (Fowler, Noll, Vo; draft-eastlake-fnv).
fn fnv1a(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}

/// The finaliser of SplitMix64 (Steele, Lea, Flood 2014): spreads FNV's bits over the whole word.
const fn mix(hash: u64) -> u64 {
    let hash = (hash ^ (hash >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let hash = (hash ^ (hash >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    hash ^ (hash >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn alike(a: &str, b: &str) -> f32 {
        vector(a).iter().zip(vector(b)).map(|(a, b)| a * b).sum()
    }

    #[test]
    fn fnv_gives_its_published_values() {
        assert_eq!(fnv1a(b""), 0xcbf2_9ce4_8422_2325);
        assert_eq!(fnv1a(b"a"), 0xaf63_dc4c_8601_ec8c);
        assert_eq!(fnv1a(b"foobar"), 0x8594_4171_f739_67e8);
    }

    /// The digest comes from a second implementation of the formula above, in Python. If this test
    /// fails, stored vectors are worthless: mend the code, or make a model with a new name.
    #[test]
    fn the_numbers_are_those_of_the_first_version() {
        use sha2::{Digest, Sha256};
        let vector = vector("I'm cooking nasi goreng with my mother’s pan, and the café is near the café.");
        let first: Vec<(usize, f32)> =
            vector.iter().copied().enumerate().filter(|(_, number)| *number != 0.0).take(4).collect();
        for ((at, number), expected) in
            first.iter().zip([(5, 0.082_173), (14, -0.116_21), (20, -0.082_173), (22, 0.058_105)])
        {
            assert_eq!(*at, expected.0);
            assert!((number - expected.1).abs() < 1e-6, "{number}");
        }
        let bytes: Vec<u8> = vector.iter().flat_map(|number| number.to_le_bytes()).collect();
        assert_eq!(
            hex::encode(Sha256::digest(bytes)),
            "5542a6cd4ccad607b078eace595ebc9c01a14d7e128adff4b67787aa1b4eb027"
        );
    }

    #[test]
    fn texts_about_the_same_things_are_nearer_than_others() {
        let near = alike("I cooked fried rice with my mother.", "My mother is cooking rice");
        let far = alike("I cooked fried rice with my mother.", "The football match was on television");
        assert!(near > far + 0.2, "{near} {far}");
        assert!((alike("Hello there", "hello, THERE!") - 1.0).abs() < 1e-5);
    }

    #[test]
    fn blank_texts_give_zeroes_and_signs_alone_do_not() {
        assert!(vector(" \n").iter().all(|number| *number == 0.0));
        assert!(vector("😀!!").iter().any(|number| *number != 0.0));
    }

    proptest! {
        #[test]
        fn every_vector_has_length_one_or_none(text in ".{0,80}") {
            let vector = vector(&text);
            let length: f32 = vector.iter().map(|number| number * number).sum();
            prop_assert_eq!(vector.len(), DIMENSIONS);
            prop_assert!((length - 1.0).abs() < 1e-3 || text.trim().is_empty());
        }
    }
}
