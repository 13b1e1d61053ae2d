//! Words: their forms and the small closed lists that rules ask for. Knows nothing of sentences.

pub(crate) mod inflection;
pub(crate) mod lists;
pub(crate) mod noun;
pub(crate) mod verb;

/// `replacement` with the capital of `original`'s first letter, unless it is the pronoun I.
pub(crate) fn with_case_of(original: &str, replacement: &str) -> String {
    let mut letters = original.chars();
    let capital = letters.next().is_some_and(char::is_uppercase);
    let is_i = original == "I"
        || original.starts_with("I'")
        || original.starts_with("I’")
        || original.starts_with("I ");
    if capital && !is_i { capitalise(replacement) } else { replacement.to_owned() }
}

/// The word with a capital.
pub(crate) fn capitalise(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

/// "a" or "an", by the sound the next word begins with.
pub(crate) fn indefinite_article(next: &str) -> &'static str {
    const SILENT_H: &[&str] = &["hour", "honest", "honor", "honour", "heir"];
    const LIKE_YOU: &[&str] = &[
        "uni", "use", "usu", "ute", "euro", "eu", "ubiq", "u-", "one", "once", "ukulele", "ura", "utop",
        "uran",
    ];
    let next = next.to_lowercase();
    let vowel = next.starts_with(['a', 'e', 'i', 'o', 'u']);
    let silent_h = SILENT_H.iter().any(|start| next.starts_with(start));
    let like_you = LIKE_YOU.iter().any(|start| next.starts_with(start))
        && !["unin", "unim", "unid"].iter().any(|start| next.starts_with(start));
    if silent_h || (vowel && !like_you) { "an" } else { "a" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_article_follows_the_sound() {
        for (word, article) in [
            ("apple", "an"),
            ("book", "a"),
            ("hour", "an"),
            ("university", "a"),
            ("umbrella", "an"),
            ("uninteresting", "an"),
            ("European", "a"),
            ("one", "a"),
            ("honest", "an"),
        ] {
            assert_eq!(indefinite_article(word), article, "{word}");
        }
    }

    #[test]
    fn capitals_are_kept_but_not_taken_from_the_pronoun_i() {
        assert_eq!(with_case_of("Her", "she"), "She");
        assert_eq!(with_case_of("I", "my"), "my");
    }
}
