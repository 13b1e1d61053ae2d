//! Identity through its router, as an SDK sees it.

mod keys;
mod mail_server;
pub mod outbox;
mod passwords;
mod protocol;
pub mod service;
mod sessions;
mod sign_up;
mod silence;
