//! `GET /admin/api/users?search=&after=&limit=`.

use axum::extract::State;
use lks_domain::console::user::UserPage;
use serde::Deserialize;

use crate::console::Console;
use crate::console::answer::{Answer, data};
use crate::console::body::Query;
use crate::console::role::Viewer;

const LIMIT: u32 = 50;
const MOST: u32 = 200;

/// What is looked for.
#[derive(Debug, Deserialize)]
pub struct Wanted {
    #[serde(default)]
    search: String,
    after: Option<String>,
    limit: Option<u32>,
}

/// A page of accounts, in order of address.
pub async fn list(
    State(console): State<Console>,
    _viewer: Viewer,
    Query(Wanted { search, after, limit }): Query<Wanted>,
) -> Answer<UserPage> {
    let limit = limit.unwrap_or(LIMIT).clamp(1, MOST);
    let mut users = console.store().accounts(&search, limit + 1, after.as_deref()).await?;
    let more = users.len() > limit as usize;
    users.truncate(limit as usize);
    let next = users.last().filter(|_| more).map(|last| last.email.clone());
    let total = console.store().count_accounts(&search).await?;
    Ok(data(UserPage { users, next, total }))
}
