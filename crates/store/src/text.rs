//! Text as both databases can hold it.

/// The text with every U+0000 as U+FFFD: PostgreSQL has no U+0000, and both databases shall answer
/// the same.
pub(crate) fn storable(text: &str) -> String {
    text.replace('\0', "\u{FFFD}")
}

/// The LIKE pattern, escaped by `!`, of texts that contain this one in any case.
pub(crate) fn containing(text: &str) -> String {
    let mut pattern = String::from("%");
    for c in text.trim().to_lowercase().chars() {
        if matches!(c, '%' | '_' | '!') {
            pattern.push('!');
        }
        pattern.push(c);
    }
    pattern + "%"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_nul_is_replaced() {
        assert_eq!(storable("a\0b\0"), "a\u{FFFD}b\u{FFFD}");
        assert_eq!(storable("plain \u{1F600}"), "plain \u{1F600}");
    }
}
