//! Identity through its router, as an SDK sees it.

mod keys;
mod mail_server;
mod outbox;
mod passwords;
mod protocol;
mod service;
mod sessions;
mod sign_up;
mod silence;
