//! What only a browser has: storage, the network, timers, the clipboard, focus and scrolling.
//!
//! The one module that names browser APIs beyond what Leptos brings. On the server the same names
//! exist and do nothing: effects and event handlers, the only callers, never run there.

#[cfg(feature = "hydrate")]
mod live;
#[cfg(feature = "hydrate")]
pub use live::*;

#[cfg(not(feature = "hydrate"))]
mod inert;
#[cfg(not(feature = "hydrate"))]
pub use inert::*;

/// No answer came, or it broke off.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lost;

/// A request to any server.
#[derive(Debug, Clone, Default)]
pub struct Outgoing {
    /// `GET`, `POST`, …
    pub method: &'static str,
    /// Where to.
    pub url: String,
    /// Names and values.
    pub headers: Vec<(&'static str, String)>,
    /// JSON text.
    pub body: Option<String>,
    /// Give up after this many milliseconds without a whole answer; none for streams.
    pub timeout_ms: Option<u32>,
}
