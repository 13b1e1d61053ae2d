//! From the bytes of tokens to text that may go out: no character is ever cut, and what may be the
//! beginning of a stop text waits until it is known.

/// What has been written and has not gone out.
#[derive(Debug)]
pub(super) struct Outlet {
    stop: Vec<String>,
    /// The beginning of a character.
    bytes: Vec<u8>,
    held: String,
}

impl Outlet {
    pub(super) fn new(stop: &[String]) -> Self {
        let stop = stop.iter().filter(|text| !text.is_empty()).cloned().collect();
        Self { stop, bytes: Vec::new(), held: String::new() }
    }

    /// Takes the bytes of a token; gives what can go out and whether a stop text was met.
    pub(super) fn push(&mut self, bytes: &[u8]) -> (String, bool) {
        self.bytes.extend_from_slice(bytes);
        self.take_characters(false);
        if let Some(at) = self.stop.iter().filter_map(|stop| self.held.find(stop.as_str())).min() {
            self.held.truncate(at);
            return (std::mem::take(&mut self.held), true);
        }
        let rest = self.held.split_off(self.held.len() - self.doubtful());
        (std::mem::replace(&mut self.held, rest), false)
    }

    /// What is left, once nothing more comes.
    pub(super) fn finish(&mut self) -> String {
        self.take_characters(true);
        std::mem::take(&mut self.held)
    }

    /// Moves whole characters from the bytes to the text; bytes that can be none become U+FFFD.
    fn take_characters(&mut self, last: bool) {
        loop {
            let error = match std::str::from_utf8(&self.bytes) {
                Ok(text) => {
                    self.held.push_str(text);
                    self.bytes.clear();
                    return;
                }
                Err(error) => error,
            };
            let (whole, rest) = self.bytes.split_at(error.valid_up_to());
            self.held.push_str(&String::from_utf8_lossy(whole));
            let bad = match error.error_len() {
                Some(length) => length,
                None if last => rest.len(),
                None => 0,
            };
            self.bytes = rest[bad..].to_vec();
            if bad == 0 {
                return;
            }
            self.held.push(char::REPLACEMENT_CHARACTER);
        }
    }

    /// Length of the longest end of the text with which a stop text may begin.
    fn doubtful(&self) -> usize {
        let longest = |stop: &String| {
            let ends = stop.char_indices().map(|(at, _)| at).filter(|at| *at > 0);
            ends.filter(|at| self.held.ends_with(&stop[..*at])).max().unwrap_or(0)
        };
        self.stop.iter().map(longest).max().unwrap_or(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(stop: &[&str], pieces: &[&[u8]]) -> (Vec<String>, bool) {
        let stop: Vec<String> = stop.iter().map(|text| (*text).to_owned()).collect();
        let mut outlet = Outlet::new(&stop);
        let mut out = Vec::new();
        for piece in pieces {
            let (text, met) = outlet.push(piece);
            out.push(text);
            if met {
                return (out, true);
            }
        }
        out.push(outlet.finish());
        (out, false)
    }

    #[test]
    fn a_character_in_several_tokens_comes_out_whole() {
        let smile = "😀".as_bytes();
        assert_eq!(run(&[], &[&smile[..1], &smile[1..3], &smile[3..], b"!"]).0, ["", "", "😀", "!", ""]);
        assert_eq!(run(&[], &[b"a\xff", &smile[..2]]).0, ["a\u{fffd}", "", "\u{fffd}"]);
    }

    #[test]
    fn no_part_of_a_stop_text_gets_out() {
        assert_eq!(run(&["\nUser:"], &[b"Hi!", b"\nUs", b"er: x"]).0, ["Hi!", "", ""]);
        assert_eq!(run(&["\nUser:"], &[b"Hi!\n", b"Us"]).0, ["Hi!", "", "\nUs"]);
        assert!(run(&["é"], &["é".as_bytes()[..1].as_ref(), &"é".as_bytes()[1..]]).1);
    }
}
