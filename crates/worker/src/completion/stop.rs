//! Finds stop sequences in a text that comes in pieces. What may be the beginning of one is held back
//! until it is known, so that no part of a stop sequence ever gets out.

/// The state between two pieces.
#[derive(Debug)]
pub(crate) struct Stop {
    sequences: Vec<String>,
    held: String,
}

impl Stop {
    pub(crate) fn new(sequences: Vec<String>) -> Self {
        Self { sequences, held: String::new() }
    }

    /// Takes a piece; gives what can go out and whether a sequence was met.
    pub(crate) fn push(&mut self, piece: &str) -> (String, bool) {
        self.held.push_str(piece);
        let met = self.sequences.iter().filter_map(|sequence| self.held.find(sequence.as_str())).min();
        if let Some(at) = met {
            let out = self.held[..at].to_owned();
            self.held.clear();
            return (out, true);
        }
        let rest = self.held.split_off(self.held.len() - self.doubtful());
        (std::mem::replace(&mut self.held, rest), false)
    }

    /// What was held back, once nothing more comes.
    pub(crate) fn finish(&mut self) -> String {
        std::mem::take(&mut self.held)
    }

    /// Length of the longest end of the text with which a sequence may begin.
    fn doubtful(&self) -> usize {
        let longest = |sequence: &String| {
            let ends = sequence.char_indices().map(|(at, _)| at).filter(|at| *at > 0);
            ends.filter(|at| self.held.ends_with(&sequence[..*at])).max().unwrap_or(0)
        };
        self.sequences.iter().map(longest).max().unwrap_or(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(sequences: &[&str], pieces: &[&str]) -> (Vec<String>, bool) {
        let mut stop = Stop::new(sequences.iter().map(|text| (*text).to_owned()).collect());
        let mut out = Vec::new();
        for piece in pieces {
            let (text, met) = stop.push(piece);
            out.push(text);
            if met {
                return (out, true);
            }
        }
        out.push(stop.finish());
        (out, false)
    }

    #[test]
    fn a_sequence_is_found_across_pieces_and_no_part_of_it_gets_out() {
        assert_eq!(run(&["END"], &["a E", "N", "D b"]), (vec!["a ".into(), "".into(), "".into()], true));
        assert_eq!(run(&["END"], &["E", "NO"]), (vec!["".into(), "ENO".into(), "".into()], false));
        assert_eq!(run(&["é!"], &["caf", "é"]), (vec!["caf".into(), "".into(), "é".into()], false));
        assert_eq!(run(&["b", "a b"], &["a", " b"]), (vec!["".into(), "".into()], true));
        assert_eq!(run(&[], &["x"]), (vec!["x".into(), "".into()], false));
    }
}
