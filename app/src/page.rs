//! The pages, one file each.

pub mod chat;
pub mod check;
pub mod forgot;
pub mod missing;
pub mod settings;
pub mod signin;
pub mod signup;
