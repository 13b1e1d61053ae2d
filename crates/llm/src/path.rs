//! Which paths may be sent on: what a client wrote behind the region must stay below `/api/`.

use crate::error::LlmError;

/// Checks a path as it came, still percent-encoded, without a slash before it.
pub fn checked(path: &str) -> Result<&str, LlmError> {
    let parts = path.strip_suffix('/').unwrap_or(path);
    if parts.split('/').all(harmless) { Ok(path) } else { Err(LlmError::Path) }
}

fn harmless(part: &str) -> bool {
    let Some(plain) = percent_decoded(part) else { return false };
    !matches!(plain.as_slice(), b"" | b"." | b"..")
        && !plain
            .iter()
            .any(|byte| matches!(byte, b'/' | b'\\' | b'%' | b'?' | b'#') || byte.is_ascii_control())
}

fn percent_decoded(part: &str) -> Option<Vec<u8>> {
    let mut bytes = part.bytes();
    let mut plain = Vec::with_capacity(part.len());
    while let Some(byte) = bytes.next() {
        plain.push(if byte == b'%' { hex(bytes.next()?)? * 16 + hex(bytes.next()?)? } else { byte });
    }
    Some(plain)
}

fn hex(digit: u8) -> Option<u8> {
    char::from(digit).to_digit(16).and_then(|value| u8::try_from(value).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_plain_paths_below_api_are_sent_on() {
        for good in ["chat", "chat/", "tags", "blobs/sha256:29fd", "show", "a%20b"] {
            assert_eq!(checked(good), Ok(good));
        }
        for bad in [
            "",
            "/",
            "..",
            "../v1/models",
            "a/../b",
            "a/..",
            "%2e%2e/x",
            ".%2E",
            "a%2fb",
            "a%5cb",
            "a\\b",
            "http://evil/",
            "//evil",
            "a//b",
            "%252e%252e",
            "a%00",
            "a%0d%0ab",
            "a%",
            "a%zz",
            ".",
        ] {
            assert_eq!(checked(bad), Err(LlmError::Path), "{bad}");
        }
    }
}
