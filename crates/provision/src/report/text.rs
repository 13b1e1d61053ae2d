//! The sheet as text: a line for each requirement, grouped, with what to do where one is not met.

use crate::ink::Ink;
use crate::verify::{CheckResult, Sheet, Status};

/// Writes the sheet.
pub(super) fn write(sheet: &Sheet, ink: Ink) -> String {
    let groups = sheet.groups().into_iter().map(|(group, lines)| group_of(group, &lines, ink));
    let points = format!("{} of {} points", sheet.points.got, sheet.points.of);
    let count = |status| sheet.checks.iter().filter(|check| check.status == status).count();
    let counts = format!(
        "{} passed, {} failed, {} unknown",
        count(Status::Pass),
        count(Status::Fail),
        count(Status::Unknown)
    );
    format!("{}\n{points}: {counts}\n", groups.collect::<Vec<_>>().join("\n"))
}

fn group_of(group: &str, lines: &[&CheckResult], ink: Ink) -> String {
    let got = lines.iter().filter(|check| check.status == Status::Pass).count();
    let lines: Vec<String> = lines.iter().map(|check| line(check, ink)).collect();
    format!("{} ({got} of {})\n{}", capital(group), lines.len(), lines.concat())
}

fn line(check: &CheckResult, ink: Ink) -> String {
    let mark = mark(check.status, ink);
    let head = format!("  {mark} {:<30} {}\n", check.id, check.requirement);
    match check.status {
        Status::Pass => head,
        Status::Unknown => format!("{head}          {}\n", check.evidence),
        Status::Fail => {
            format!("{head}          seen: {}\n          do:   {}\n", check.evidence, check.remedy)
        }
    }
}

fn mark(status: Status, ink: Ink) -> String {
    let word = format!("{:<7}", status.name());
    match status {
        Status::Pass => ink.good(&word),
        Status::Fail => ink.bad(&word),
        Status::Unknown => ink.notable(&word),
    }
}

/// With a capital letter, as headings have it.
pub(super) fn capital(word: &str) -> String {
    let title = match word {
        "nat" => "NAT",
        "api" => "API",
        "balancing" => "Load balancing",
        other => other,
    };
    let mut letters = title.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}
