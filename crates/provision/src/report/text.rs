//! The sheet as text: a line for each requirement, grouped, with what to do where one is not met.

use crate::verify::{CheckResult, Sheet, Status};

/// Writes the sheet.
pub(super) fn write(sheet: &Sheet, coloured: bool) -> String {
    let groups = sheet.groups().into_iter().map(|(group, lines)| group_of(group, &lines, coloured));
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

fn group_of(group: &str, lines: &[&CheckResult], coloured: bool) -> String {
    let got = lines.iter().filter(|check| check.status == Status::Pass).count();
    let lines: Vec<String> = lines.iter().map(|check| line(check, coloured)).collect();
    format!("{} ({got} of {})\n{}", capital(group), lines.len(), lines.concat())
}

fn line(check: &CheckResult, coloured: bool) -> String {
    let mark = mark(check.status, coloured);
    let head = format!("  {mark} {:<30} {}\n", check.id, check.requirement);
    match check.status {
        Status::Pass => head,
        Status::Unknown => format!("{head}          {}\n", check.evidence),
        Status::Fail => {
            format!("{head}          seen: {}\n          do:   {}\n", check.evidence, check.remedy)
        }
    }
}

fn mark(status: Status, coloured: bool) -> String {
    let word = format!("{:<7}", status.name());
    let colour = match status {
        Status::Pass => "32",
        Status::Fail => "31;1",
        Status::Unknown => "33",
    };
    if coloured { format!("\u{1b}[{colour}m{word}\u{1b}[0m") } else { word }
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
