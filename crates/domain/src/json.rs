//! Reading JSON as browsers write it.

use std::borrow::Cow;

/// Replaces every escaped lone surrogate (`\ud83d` without its second half) by `\ufffd`.
///
/// `JSON.stringify` and cut strings of existing clients produce them; JSON allows them, UTF-8 and
/// `serde_json` do not. Nothing else is touched, so that the answer is valid exactly if the rest is.
pub fn replace_lone_surrogates(body: &[u8]) -> Cow<'_, [u8]> {
    let mut out: Option<Vec<u8>> = None;
    let mut i = 0;
    while i < body.len() {
        let step = match escape_at(body, i) {
            Escape::None => 1,
            Escape::Other | Escape::Simple => 2,
            Escape::Unit(unit) => match unit {
                0xD800..=0xDBFF if matches!(escape_at(body, i + 6), Escape::Unit(0xDC00..=0xDFFF)) => 12,
                0xD800..=0xDFFF => {
                    out.get_or_insert_with(|| body[..i].to_vec()).extend_from_slice(b"\\ufffd");
                    i += 6;
                    continue;
                }
                _ => 6,
            },
        };
        let end = (i + step).min(body.len());
        if let Some(out) = &mut out {
            out.extend_from_slice(&body[i..end]);
        }
        i = end;
    }
    out.map_or(Cow::Borrowed(body), Cow::Owned)
}

enum Escape {
    None,
    Simple,
    Unit(u16),
    Other,
}

fn escape_at(body: &[u8], at: usize) -> Escape {
    match (body.get(at), body.get(at + 1)) {
        (Some(b'\\'), Some(b'u')) => body
            .get(at + 2..at + 6)
            .and_then(|digits| std::str::from_utf8(digits).ok())
            .filter(|digits| digits.bytes().all(|b| b.is_ascii_hexdigit()))
            .and_then(|digits| u16::from_str_radix(digits, 16).ok())
            .map_or(Escape::Other, Escape::Unit),
        (Some(b'\\'), Some(_)) => Escape::Simple,
        _ => Escape::None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn replaced(text: &str) -> String {
        String::from_utf8(replace_lone_surrogates(text.as_bytes()).into_owned()).unwrap_or_default()
    }

    #[test]
    fn lone_surrogates_become_the_replacement_character_and_nothing_else_changes() {
        for (given, expected) in [
            (r#"{"title":"hi \ud83d"}"#, r#"{"title":"hi \ufffd"}"#),
            (r#""\ude00 x""#, r#""\ufffd x""#),
            (r#""\ud83d\ude00""#, r#""\ud83d\ude00""#),
            (r#""\ud83d\ud83d\ude00""#, r#""\ufffd\ud83d\ude00""#),
            (r#""\\ud83d""#, r#""\\ud83d""#),
            (r#""\\\ud83d""#, r#""\\\ufffd""#),
            (r#""\u12"#, r#""\u12"#),
            (r#""\"#, r#""\"#),
            ("\"😀\"", "\"😀\""),
        ] {
            assert_eq!(replaced(given), expected);
        }
    }
}
