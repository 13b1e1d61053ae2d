//! `PUT /admin/api/users/{id}/groups`.

use axum::extract::{Path, State};
use lks_domain::console::user::{Account, Groups};
use lks_store::audit::Deed;

use super::account;
use crate::console::Console;
use crate::console::answer::{Answer, data};
use crate::console::body::Body;
use crate::console::error::ConsoleError;
use crate::console::role::Admin;
use crate::identity::clock;

/// Groups of an account, at most.
const MOST: usize = 20;

/// Puts an account into exactly these groups; the last admin stays one.
pub async fn groups(
    State(console): State<Console>,
    admin: Admin,
    Path(id): Path<String>,
    Body(Groups { mut groups }): Body<Groups>,
) -> Answer<Account> {
    groups.sort();
    groups.dedup();
    if groups.len() > MOST || !groups.iter().all(|group| is_group(group)) {
        let rule = "A group's name has 1 to 64 letters, digits, hyphens or underscores.";
        return Err(ConsoleError::bad_input(rule));
    }
    let account = account(&console, &id).await?;
    let detail = format!("[{}] → [{}]", account.groups.join(", "), groups.join(", "));
    let deed = Deed { what: "user.groups".into(), subject: account.email, detail, ..Deed::default() };
    admin.records_more(deed).await?;
    console.store().put_groups(&account.id, &groups, clock::now()).await?;
    Ok(data(super::account(&console, &id).await?))
}

fn is_group(name: &str) -> bool {
    (1..=64).contains(&name.len())
        && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
}
