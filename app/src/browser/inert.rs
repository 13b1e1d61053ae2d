//! The server's stand-in: nothing is stored, nothing is sent, nothing is shown.

use super::{Lost, Outgoing};

/// The epoch.
pub fn now_ms() -> i64 {
    0
}
/// At once.
pub async fn sleep(_ms: u32) {}
/// Nothing is stored.
pub fn stored(_key: &str) -> Option<String> {
    None
}
/// Nowhere to store.
pub fn store(_key: &str, _value: &str) {}
/// Nothing to forget.
pub fn forget(_prefix: &str) {}
/// Not known here.
pub fn language() -> Option<String> {
    None
}
/// As good as any.
pub fn online() -> bool {
    true
}
/// As good as any.
pub fn visible() -> bool {
    true
}
/// No document.
pub fn mark_root(_name: &str, _value: Option<&str>) {}
/// No document.
pub fn mark_body(_name: &str, _value: &str) {}
/// No focus.
pub fn focus(_id: &str) {}
/// No focus.
pub fn focus_is_free() -> bool {
    true
}
/// No scrolling.
pub fn at_bottom(_id: &str) -> bool {
    true
}
/// No scrolling.
pub fn scroll_to_bottom(_id: &str) {}
/// No text area.
pub fn grow(_id: &str) {}
/// No clipboard.
pub async fn copy(_text: &str) -> bool {
    false
}
/// No document.
pub fn code_beside(_button: &leptos::web_sys::Element) -> Option<String> {
    None
}
/// No voice.
pub fn can_speak() -> bool {
    false
}
/// No voice.
pub fn speak(_text: &str) {}

/// Never made.
pub struct Incoming;

impl Incoming {
    /// Never called.
    pub fn status(&self) -> u16 {
        0
    }
    /// Never called.
    pub fn header(&self, _name: &str) -> Option<String> {
        None
    }
    /// Never called.
    pub async fn text(self) -> Result<String, Lost> {
        Err(Lost)
    }
    /// Never called.
    pub async fn chunk(&mut self) -> Result<Option<Vec<u8>>, Lost> {
        Err(Lost)
    }
}

/// There is no network.
pub async fn fetch(_outgoing: &Outgoing) -> Result<Incoming, Lost> {
    Err(Lost)
}

/// Nobody to hand it to.
pub fn save_file(_name: &str, _kind: &str, _text: &str) {}
/// No printer.
pub fn print() {}

/// No pointer.
pub fn has_mouse() -> bool {
    false
}
/// No window.
pub fn matches(_query: &str) -> bool {
    false
}
/// No place.
pub fn local_time(_ms: i64, _language: &str) -> String {
    String::new()
}
/// Nowhere to go.
pub fn go(_path: &str) {}
/// Nothing is laid out.
pub fn after_layout(_work: impl FnOnce() + 'static) {}
/// No ears.
pub fn can_listen() -> bool {
    false
}
/// Never made.
pub struct Listening;
/// No ears.
pub fn listen(_heard: impl Fn(String) + 'static, _over: impl FnOnce() + 'static) -> Option<Listening> {
    None
}
