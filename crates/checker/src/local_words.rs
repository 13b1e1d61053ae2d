//! Words of the learners' world that no English dictionary has: Indonesian names, places, foods,
//! school words and the commonest Indonesian words. They are never spelling mistakes.

use std::collections::HashMap;
use std::sync::OnceLock;

/// One word a line or several; `#` begins a comment. A capital in the file is part of the word.
const FILE: &str = include_str!("../data/local_words.txt");

/// Whether this is a word of that list, whatever its capitalisation.
pub fn is_local(word: &str) -> bool {
    local_spelling(word).is_some()
}

/// The word as the list writes it: "jakarta" gives "Jakarta".
pub fn local_spelling(word: &str) -> Option<&'static str> {
    words().get(word.to_lowercase().as_str()).copied()
}

fn words() -> &'static HashMap<String, &'static str> {
    static WORDS: OnceLock<HashMap<String, &'static str>> = OnceLock::new();
    WORDS.get_or_init(|| {
        FILE.lines()
            .map(|line| line.split('#').next().unwrap_or_default())
            .flat_map(str::split_whitespace)
            .map(|word| (word.to_lowercase(), word))
            .collect()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_foods_and_places_are_known_with_their_capitals() {
        assert_eq!(local_spelling("jakarta"), Some("Jakarta"));
        assert_eq!(local_spelling("Rendang"), Some("rendang"));
        assert!(is_local("WAHYUNI"));
        assert!(!is_local("computer"));
    }
}
