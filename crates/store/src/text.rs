//! Text as both databases can hold it.

/// The text with every U+0000 as U+FFFD: PostgreSQL has no U+0000, and both databases shall answer
/// the same.
pub(crate) fn storable(text: &str) -> String {
    text.replace('\0', "\u{FFFD}")
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
