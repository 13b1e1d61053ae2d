//! The audit log.

use lks_app::client::Api;
use lks_app::client::problem::Problem;
use lks_domain::console::audit::AuditPage;

use super::{get, query};

/// Entries that a search finds, before one.
pub async fn entries(api: Api, search: &str, before: Option<u64>) -> Result<AuditPage, Problem> {
    let before = before.map(|seq| format!("&before={seq}")).unwrap_or_default();
    get(api, format!("/audit?limit=50&search={}{before}", query(search))).await
}
