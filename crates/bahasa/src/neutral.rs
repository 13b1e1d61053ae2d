//! What is no language: names, codes, numbers, networks, and lists of them.

/// Whether a text has no word in it that would be translated.
pub fn is(text: &str) -> bool {
    text.split_whitespace().all(|word| {
        let bare = word.trim_matches(|sign: char| matches!(sign, ',' | ':' | '(' | ')' | '.' | '"'));
        bare.is_empty()
            || NAMES.contains(&bare)
            || bare.starts_with('/')
            || bare.chars().skip(1).any(is_of_a_name)
            || !has_letters(bare)
    })
}

/// Words have none of these inside: digits, signs, or capitals as in `CamelCase` and `ALL_CAPS`.
fn is_of_a_name(sign: char) -> bool {
    sign.is_ascii_digit()
        || sign.is_uppercase()
        || matches!(sign, '-' | '_' | '.' | ':' | '*' | '@' | '+' | '%' | '=')
}

fn has_letters(word: &str) -> bool {
    word.chars().any(char::is_alphabetic)
}

/// Proper names that look like words.
const NAMES: [&str; 6] = ["default", "tcp", "udp", "its", "worked!", "nfs4"];
