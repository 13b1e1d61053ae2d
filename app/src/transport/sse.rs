//! Server-sent events (WHATWG HTML, section 9.2), as far as our server uses them.

/// One event as it came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Frame {
    /// Its number, or that of the last one that had one; what a reader who comes back names.
    pub seq: Option<u64>,
    /// Its name; may be empty.
    pub name: String,
    /// Its content, JSON text.
    pub data: String,
}

/// Cuts a byte stream into events, whatever the pieces it arrives in.
#[derive(Debug, Default)]
pub struct Frames {
    rest: Vec<u8>,
    id: Option<u64>,
    name: String,
    data: String,
}

impl Frames {
    /// Takes a piece and gives the events that are whole now. Comments are skipped.
    pub fn push(&mut self, piece: &[u8]) -> Vec<Frame> {
        self.rest.extend_from_slice(piece);
        let Some(end) = self.rest.iter().rposition(|byte| *byte == b'\n') else { return Vec::new() };
        let rest = self.rest.split_off(end + 1);
        let whole = std::mem::replace(&mut self.rest, rest);
        let text = String::from_utf8_lossy(&whole);
        text.split_terminator('\n').filter_map(|line| self.line(line.trim_end_matches('\r'))).collect()
    }

    fn line(&mut self, line: &str) -> Option<Frame> {
        if line.is_empty() {
            return self.dispatch();
        }
        let (field, value) = line.split_once(':').unwrap_or((line, ""));
        let value = value.strip_prefix(' ').unwrap_or(value);
        match field {
            "id" => self.id = value.parse().ok(),
            "event" => value.clone_into(&mut self.name),
            "data" => {
                if !self.data.is_empty() {
                    self.data.push('\n');
                }
                self.data.push_str(value);
            }
            _ => {}
        }
        None
    }

    fn dispatch(&mut self) -> Option<Frame> {
        let (name, data) = (std::mem::take(&mut self.name), std::mem::take(&mut self.data));
        (!data.is_empty()).then_some(Frame { seq: self.id, name, data })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn frame(seq: u64, name: &str, data: &str) -> Frame {
        Frame { seq: Some(seq), name: name.to_owned(), data: data.to_owned() }
    }

    #[test]
    fn events_come_out_whole_whatever_the_pieces() {
        let text = ": hello\n\nid: 1\nevent: delta\ndata: {\"text\":\"é\"}\r\n\r\n:\n\nid:2\ndata:{\"type\":\"done\"}\n\n";
        for size in 1..=text.len() {
            let mut frames = Frames::default();
            let got: Vec<_> = text.as_bytes().chunks(size).flat_map(|piece| frames.push(piece)).collect();
            let expected = [frame(1, "delta", r#"{"text":"é"}"#), frame(2, "", r#"{"type":"done"}"#)];
            assert_eq!(got, expected, "pieces of {size}");
        }
    }

    #[test]
    fn an_unfinished_event_waits_and_one_without_data_is_none() {
        let mut frames = Frames::default();
        assert!(frames.push(b"id: 1\nevent: news\n\nid: 2\ndata: {}\n").is_empty());
        assert_eq!(frames.push(b"\n"), [frame(2, "", "{}")]);
    }
}
