//! `DELETE /admin/api/classes/{code}`.

use axum::extract::{Path, State};
use lks_domain::console::class::Class;
use lks_store::audit::Deed;

use super::class;
use crate::console::Console;
use crate::console::answer::{Answer, data};
use crate::console::role::Admin;

/// Removes a class; its learners keep everything that is theirs.
pub async fn delete(
    State(console): State<Console>,
    admin: Admin,
    Path(code): Path<String>,
) -> Answer<Vec<Class>> {
    let class = class(&console, &code).await?;
    let deed =
        Deed { what: "class.delete".into(), subject: class.code, detail: class.name, ..Deed::default() };
    let code = deed.subject.clone();
    admin.records_more(deed).await?;
    console.store().delete_class(&code).await?;
    Ok(data(console.store().classes().await?))
}
