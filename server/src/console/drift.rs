//! `/admin/api/drift…`: looked for, read, decided.

pub mod choose;
pub mod get;
pub mod look;
mod view;
