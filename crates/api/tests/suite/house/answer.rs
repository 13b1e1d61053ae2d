//! An answer of the API, read whole.

use http::{HeaderMap, StatusCode};
use lks_domain::turn::{ChatEvent, SequencedEvent};
use serde_json::Value;

/// An answer, read whole.
#[derive(Debug)]
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Vec<u8>,
}

impl Answer {
    pub fn text(&self) -> String {
        String::from_utf8(self.body.clone()).unwrap()
    }

    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|_| panic!("not JSON: {}", self.text()))
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    /// The data of a success.
    pub fn data(&self) -> Value {
        assert_eq!(self.status, 200, "{}", self.text());
        let mut body = self.json();
        assert_eq!(body["status"], "success");
        body["data"].take()
    }

    /// Asserts a success with this sentence.
    pub fn says(&self, message: &str) {
        assert_eq!(self.status, 200, "{}", self.text());
        assert_eq!(self.text(), serde_json::json!({"status":"success","message":message}).to_string());
    }

    /// Asserts an error with this status whose sentence holds this.
    pub fn refuses(&self, status: u16, message: &str) {
        assert_eq!(self.status, status, "{}", self.text());
        let body = self.json();
        assert_eq!(body["status"], "error");
        assert_eq!(body.as_object().unwrap().len(), 2);
        let sentence = body["message"].as_str().unwrap();
        assert!(sentence.contains(message), "{sentence}");
        assert_eq!(self.header("content-type"), "application/json");
    }

    /// The server-sent events.
    pub fn events(&self) -> Vec<SequencedEvent> {
        assert_eq!(self.header("content-type"), "text/event-stream", "{}", self.text());
        self.text().split("\n\n").filter_map(event).collect()
    }
}

/// One server-sent event; none for a comment.
pub fn event(text: &str) -> Option<SequencedEvent> {
    let field = |name: &str| text.lines().find_map(|line| line.strip_prefix(name)).map(str::trim_start);
    let event: ChatEvent = serde_json::from_str(field("data:")?).unwrap();
    assert_eq!(field("event:").unwrap(), event.name());
    Some(SequencedEvent { seq: field("id:").unwrap().parse().unwrap(), event })
}
