//! `POST /admin/api/drift/choices`.

use axum::extract::State;
use axum::response::Response;
use lks_domain::console::drift::{DriftChoice, DriftDecision};
use lks_domain::console::job::JobKind;
use lks_provision::drift::{Decision, Verdict};
use lks_provision::resource::ResourceKey;
use lks_store::audit::Deed;

use super::look;
use crate::console::Console;
use crate::console::answer::begun;
use crate::console::body::Body;
use crate::console::error::ConsoleError;
use crate::console::role::Admin;

/// Decides about a field, then looks again. What is decided is carried out by the next apply.
pub async fn choose(
    State(console): State<Console>,
    admin: Admin,
    Body(DriftDecision { key, field, choice }): Body<DriftDecision>,
) -> Result<Response, ConsoleError> {
    let key: ResourceKey =
        key.parse().map_err(|_| ConsoleError::bad_input("This is no key of a resource."))?;
    let (verdict, what) = match choice {
        DriftChoice::Accept => (Verdict::Accept, "drift.accept"),
        DriftChoice::Ignore => (Verdict::Ignore, "drift.ignore"),
        DriftChoice::Revert => (Verdict::Revert, "drift.revert"),
    };
    let deed = Deed { what: what.into(), subject: key.to_string(), detail: field.clone(), ..Deed::default() };
    admin.records_more(deed).await?;
    let desk = console.desk().clone();
    let work = move || {
        desk.deployment()?.decide(&[Decision { key, field, verdict }])?;
        look::again(&desk)
    };
    Ok(begun(console.jobs().begin(JobKind::Drift, "/admin/api/drift", work)))
}
