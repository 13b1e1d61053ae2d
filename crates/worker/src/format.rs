//! Replies in a form: which JSON schemas are known and how they are filled from what the tutor found.

pub(crate) mod fill;
pub(crate) mod schema;
