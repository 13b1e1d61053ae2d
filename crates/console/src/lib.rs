//! The admin console's pages: an application of its own beside the learners' (`lks-app`), so that no
//! learner downloads it. It shares their session, client and parts, and talks to `/admin/api` alone.
//!
//! The server renders every page as it looks before anyone is known to be signed in; what an admin
//! sees is made in the browser, from what the server answers then.

mod access;
mod app;
mod board;
mod client;
mod fetched;
mod figure;
mod page;
mod part;
mod shell;
mod words;

pub use app::Console;
pub use shell::shell;
