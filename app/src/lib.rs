//! The learner's pages: one Leptos application, rendered by the server and taken over by the browser.
//!
//! The session lives in the browser, so the server renders every page as it looks before anyone is
//! known to be signed in. It talks to the back end by HTTP alone and knows nothing of its insides.

mod app;
mod atlas;
mod browser;
mod catalog;
mod client;
mod deployment;
mod desk;
mod history;
mod live;
mod markdown;
mod page;
mod part;
mod preferences;
mod session;
mod shell;
mod thread;
mod transport;
mod words;

pub use app::App;
pub use shell::shell;
