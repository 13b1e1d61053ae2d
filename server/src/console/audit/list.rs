//! `GET /admin/api/audit?before=&limit=&search=`.

use axum::extract::State;
use lks_domain::console::audit::AuditPage;
use serde::Deserialize;

use crate::console::Console;
use crate::console::answer::{Answer, data};
use crate::console::body::Query;
use crate::console::role::Viewer;

const LIMIT: u32 = 50;
const MOST: u32 = 500;

/// What is looked for.
#[derive(Debug, Deserialize)]
pub struct Wanted {
    before: Option<u64>,
    limit: Option<u32>,
    #[serde(default)]
    search: String,
}

/// A page of entries, and whether the whole log is as it was written.
pub async fn list(
    State(console): State<Console>,
    _viewer: Viewer,
    Query(Wanted { before, limit, search }): Query<Wanted>,
) -> Answer<AuditPage> {
    let limit = limit.unwrap_or(LIMIT).clamp(1, MOST);
    let mut entries = console.store().audit_before(before, &search, limit + 1).await?;
    let more = entries.len() > limit as usize;
    entries.truncate(limit as usize);
    let next = entries.last().filter(|_| more).map(|last| last.seq);
    let chain = console.store().audit_chain().await?;
    if let Some(seq) = chain.broken_at {
        tracing::error!(seq, "the audit log is not as it was written");
    }
    Ok(data(AuditPage { entries, next, chain }))
}
