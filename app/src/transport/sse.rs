//! Server-sent events (WHATWG HTML, section 9.2), as far as the turn service uses them.

use lks_domain::turn::{ChatEvent, SequencedEvent};

/// Cuts a byte stream into events, whatever the pieces it arrives in.
#[derive(Debug, Default)]
pub struct Events {
    rest: Vec<u8>,
    id: Option<u64>,
    data: String,
}

impl Events {
    /// Takes a piece and gives the events that are whole now. Comments and unknown events are skipped.
    pub fn push(&mut self, piece: &[u8]) -> Vec<SequencedEvent> {
        self.rest.extend_from_slice(piece);
        let Some(end) = self.rest.iter().rposition(|byte| *byte == b'\n') else { return Vec::new() };
        let rest = self.rest.split_off(end + 1);
        let whole = std::mem::replace(&mut self.rest, rest);
        let text = String::from_utf8_lossy(&whole);
        text.split_terminator('\n').filter_map(|line| self.line(line.trim_end_matches('\r'))).collect()
    }

    fn line(&mut self, line: &str) -> Option<SequencedEvent> {
        if line.is_empty() {
            return self.dispatch();
        }
        let (field, value) = line.split_once(':').unwrap_or((line, ""));
        let value = value.strip_prefix(' ').unwrap_or(value);
        match field {
            "id" => self.id = value.parse().ok(),
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

    fn dispatch(&mut self) -> Option<SequencedEvent> {
        let data = std::mem::take(&mut self.data);
        let event: ChatEvent = serde_json::from_str(&data).ok()?;
        Some(SequencedEvent { seq: self.id?, event })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn events_come_out_whole_whatever_the_pieces() {
        let text = ": hello\n\nid: 1\nevent: delta\ndata: {\"type\":\"delta\",\"text\":\"é\"}\r\n\r\n:\n\nid:2\ndata:{\"type\":\"done\"}\n\n";
        for size in 1..=text.len() {
            let mut events = Events::default();
            let got: Vec<_> = text.as_bytes().chunks(size).flat_map(|piece| events.push(piece)).collect();
            let expected = [
                SequencedEvent { seq: 1, event: ChatEvent::Delta { text: "é".into() } },
                SequencedEvent { seq: 2, event: ChatEvent::Done },
            ];
            assert_eq!(got, expected, "pieces of {size}");
        }
    }

    #[test]
    fn an_event_that_is_not_known_is_skipped_and_an_unfinished_one_waits() {
        let mut events = Events::default();
        assert!(
            events.push(b"id: 1\ndata: {\"type\":\"news\"}\n\nid: 2\ndata: {\"type\":\"done\"}\n").is_empty()
        );
        assert_eq!(events.push(b"\n").len(), 1);
    }
}
