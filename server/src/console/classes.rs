//! `/admin/api/classes…` for teachers, `/classes…` for learners.

pub mod create;
pub mod delete;
pub mod export;
pub mod get;
pub mod join;
pub mod leave;
pub mod list;
pub mod mine;

use lks_domain::console::class::{self, Class};

use super::Console;
use super::error::ConsoleError;

/// The class of this code.
async fn class(console: &Console, code: &str) -> Result<Class, ConsoleError> {
    let unknown = || ConsoleError::not_found("There is no class with this code.");
    let code = class::code(code).map_err(|_| unknown())?;
    console.store().class(&code).await?.ok_or_else(unknown)
}
