//! `/admin/api/users…` and the outbox: accounts, looked at and changed.

pub mod confirm;
pub mod disable;
pub mod enable;
pub mod groups;
pub mod list;
pub mod outbox;
pub mod reset;

use lks_domain::console::user::Account;
use lks_domain::identity::UserId;

use super::Console;
use super::error::ConsoleError;

/// The account of this id.
async fn account(console: &Console, id: &str) -> Result<Account, ConsoleError> {
    let account = console.store().account(&UserId(id.to_owned())).await?;
    account.ok_or_else(|| ConsoleError::not_found("There is no such account. Search for it again."))
}
