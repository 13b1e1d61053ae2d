//! The built-in models' tokens: what they are streamed in and what they are counted by.
//!
//! A token is the white space before it and then either a word (letters, digits, `'`, `’`, `_`, and
//! `-` inside), or a run of other characters outside ASCII (an emoji, whole), or one ASCII character.
//! White space at the end is a token of its own. The tokens of a text, joined, are the text.

/// Cuts a text into its tokens.
pub(crate) fn pieces(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let (piece, after) = rest.split_at(first(rest));
        rest = after;
        Some(piece)
    })
}

/// How many tokens a text has.
pub(crate) fn count(text: &str) -> u64 {
    pieces(text).count() as u64
}

/// Length in bytes of the first token.
fn first(text: &str) -> usize {
    let blank = text.len() - text.trim_start().len();
    let body = &text[blank..];
    let Some(head) = body.chars().next() else {
        return text.len();
    };
    let end = if in_word(head) {
        run(body, in_word)
    } else if head.is_ascii() {
        head.len_utf8()
    } else {
        run(body, |c| !c.is_ascii() && !in_word(c) && !c.is_whitespace())
    };
    blank + end
}

fn run(text: &str, belongs: impl Fn(char) -> bool) -> usize {
    text.find(|c| !belongs(c)).unwrap_or(text.len())
}

fn in_word(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '\'' | '’' | '_' | '-')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_reply_is_cut_at_its_words_and_signs() {
        let got: Vec<_> = pieces("Hi, it's a well-known café! 😀👍🏽 ok\n").collect();
        assert_eq!(got, ["Hi", ",", " it's", " a", " well-known", " café", "!", " 😀👍🏽", " ok", "\n"]);
        assert_eq!(count(""), 0);
    }

    proptest! {
        #[test]
        fn nothing_is_lost_and_no_token_is_empty(text in ".{0,200}") {
            let pieces: Vec<_> = pieces(&text).collect();
            prop_assert!(pieces.iter().all(|piece| !piece.is_empty()));
            prop_assert_eq!(pieces.concat(), text);
        }
    }
}
