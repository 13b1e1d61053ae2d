//! The learner's pages: one Leptos application, rendered by the server and taken over by the browser.
//!
//! The session lives in the browser, so the server renders every page as it looks before anyone is
//! known to be signed in. It talks to the back end by HTTP alone and knows nothing of its insides.
//!
//! The admin console is an application of its own (`crates/console`), so that no learner downloads
//! it. The modules that are public here are what both share.

mod app;
mod atlas;
pub mod browser;
mod catalog;
pub mod client;
pub mod deployment;
mod desk;
mod history;
pub mod live;
mod markdown;
mod page;
#[allow(missing_docs, reason = "a component's properties are documented where their names do not say it all")]
pub mod part;
pub mod preferences;
pub mod session;
mod shell;
mod thread;
pub mod transport;
pub mod words;

pub use app::App;
pub use shell::{empty_shell, shell};
