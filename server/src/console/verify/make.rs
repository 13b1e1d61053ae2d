//! `POST /admin/api/verify`.

use axum::extract::State;
use axum::response::Response;
use lks_domain::console::job::JobKind;
use lks_domain::console::sheet::VerifyRequest;
use lks_provision::deployment::Verification;
use lks_provision::verify::{Points, Sheet};
use uuid::Uuid;

use crate::console::Console;
use crate::console::answer::begun;
use crate::console::body::Body;
use crate::console::desk::{Desk, KeptSheet};
use crate::console::error::ConsoleError;
use crate::console::role::Admin;

/// Checks every requirement, or those of one group.
pub async fn make(
    State(console): State<Console>,
    admin: Admin,
    Body(VerifyRequest { group }): Body<VerifyRequest>,
) -> Result<Response, ConsoleError> {
    admin.records("verify.run", group.clone().unwrap_or_default()).await?;
    let (desk, by) = (console.desk().clone(), admin.email().to_owned());
    let work = move || check(&desk, group, by);
    Ok(begun(console.jobs().begin(JobKind::Verify, "/admin/api/verify", work)))
}

fn check(desk: &Desk, group: Option<String>, by: String) -> Result<(), ConsoleError> {
    let deployment = desk.deployment()?;
    let last = desk.sheet(None).ok();
    let Verification { mut sheet, occasion } = deployment.verify()?;
    if let Some(group) = &group {
        if !sheet.checks.iter().any(|check| check.group == group.as_str()) {
            return Err(ConsoleError::not_found("There is no such group of requirements."));
        }
        if let Some(last) = last {
            keep_others(&mut sheet, &last.sheet, group);
        }
    }
    // Ids of this sort are in the order of time.
    let id = Uuid::now_v7().to_string();
    desk.keep_sheet(&deployment, &KeptSheet { id, by, group, sheet, occasion })
}

/// Requirements of the other groups stay what they were.
fn keep_others(sheet: &mut Sheet, last: &Sheet, group: &str) {
    for check in sheet.checks.iter_mut().filter(|check| check.group != group) {
        if let Some(was) = last.checks.iter().find(|was| was.id == check.id) {
            check.clone_from(was);
        }
    }
    let passed = sheet.checks.iter().filter(|check| check.status == lks_provision::verify::Status::Pass);
    let got = passed.map(|check| check.points).sum();
    sheet.points = Points { got, of: sheet.points.of };
}
