//! A sheet of the engine as pages read it.

use lks_domain::console::sheet::{Check, CheckState, Points, Sheet, SheetGroup, SheetSummary};
use lks_provision::verify::{CheckResult, Status};

use crate::console::desk::KeptSheet;

/// The whole sheet.
pub fn of(kept: &KeptSheet) -> Sheet {
    let groups = kept.sheet.groups().into_iter().map(|(id, checks)| SheetGroup {
        id: id.to_owned(),
        points: points(&checks),
        checks: checks.into_iter().map(check).collect(),
    });
    Sheet { summary: summary(kept), groups: groups.collect() }
}

/// Its line in the history.
pub fn summary(kept: &KeptSheet) -> SheetSummary {
    let (sheet, occasion) = (&kept.sheet, &kept.occasion);
    let count = |status| sheet.checks.iter().filter(|check| check.status == status).count();
    SheetSummary {
        id: kept.id.clone(),
        at: occasion.at,
        by: kept.by.clone(),
        stack: occasion.stack.clone(),
        account: occasion.account.clone(),
        simulated: occasion.simulated,
        points: Points { got: sheet.points.got, of: sheet.points.of },
        passed: count(Status::Pass),
        failed: count(Status::Fail),
        unknown: count(Status::Unknown),
        group: kept.group.clone(),
    }
}

fn points(checks: &[&CheckResult]) -> Points {
    let passed = checks.iter().filter(|check| check.status == Status::Pass);
    Points { got: passed.map(|check| check.points).sum(), of: checks.iter().map(|check| check.points).sum() }
}

fn check(result: &CheckResult) -> Check {
    Check {
        id: result.id.to_string(),
        requirement: result.requirement.to_string(),
        state: match result.status {
            Status::Pass => CheckState::Pass,
            Status::Fail => CheckState::Fail,
            Status::Unknown => CheckState::Unknown,
        },
        evidence: result.evidence.clone(),
        remedy: result.remedy.to_string(),
        points: result.points,
    }
}
