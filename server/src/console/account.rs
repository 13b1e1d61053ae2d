//! `/admin/api/account`: connected, changed, disconnected. Credentials come in and never go out.

pub mod change;
pub mod connect;
pub mod disconnect;
pub mod get;
