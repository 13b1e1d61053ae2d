//! The sheet as one HTML page.

use super::Occasion;
use super::text::capital;
use crate::verify::{CheckResult, Sheet, Status};

const STYLE: &str = include_str!("page.css");

/// Writes the page.
pub(super) fn write(sheet: &Sheet, occasion: &Occasion) -> String {
    let groups = sheet.groups();
    let sections: String = groups.iter().map(|(group, lines)| section(group, lines)).collect();
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <title>{title}: {got} of {of} points</title>\n<style>{STYLE}</style>\n</head>\n<body>\n\
         <header>\n<h1>{title}</h1>\n{about}</header>\n<main>\n{summary}{failed}{sections}</main>\n</body>\n</html>\n",
        title = escape(&format!("Verification of {}", occasion.stack)),
        got = sheet.points.got,
        of = sheet.points.of,
        about = about(occasion),
        summary = summary(sheet, &groups),
        failed = failed(sheet),
    )
}

fn about(occasion: &Occasion) -> String {
    let simulated =
        if occasion.simulated { " <strong>Simulated account: nothing here is real.</strong>" } else { "" };
    format!("<p>Account {}, looked at on {}.{simulated}</p>\n", escape(&occasion.account), occasion.at)
}

fn summary(sheet: &Sheet, groups: &[(&str, Vec<&CheckResult>)]) -> String {
    let rows: String = groups.iter().map(|(group, lines)| summary_row(group, lines)).collect();
    let all: Vec<&CheckResult> = sheet.checks.iter().collect();
    format!(
        "<section aria-labelledby=\"points\">\n<h2 id=\"points\">{} of {} points</h2>\n<table class=\"summary\">\n\
         <caption>Points by group</caption>\n<thead><tr><th scope=\"col\">Group</th><th scope=\"col\">Passed</th>\
         <th scope=\"col\">Failed</th><th scope=\"col\">Unknown</th></tr></thead>\n<tbody>\n{rows}</tbody>\n\
         <tfoot><tr><th scope=\"row\">All</th>{}</tr></tfoot>\n</table>\n\
         <p>Unknown is what was left out of this stack or could not be asked; it gets no point.</p>\n</section>\n",
        sheet.points.got,
        sheet.points.of,
        counts(&all),
    )
}

/// What to mend, before everything else.
fn failed(sheet: &Sheet) -> String {
    let failed: Vec<&CheckResult> =
        sheet.checks.iter().filter(|check| check.status == Status::Fail).collect();
    if failed.is_empty() {
        return String::new();
    }
    let item = |check: &&CheckResult| {
        let (requirement, remedy) = (escape(&check.requirement), escape(&check.remedy));
        format!("<li><a href=\"#{}\">{requirement}</a>: {remedy}</li>\n", check.id)
    };
    let items: String = failed.iter().map(item).collect();
    let count = failed.len();
    let title = if count == 1 {
        "1 requirement is not met".to_owned()
    } else {
        format!("{count} requirements are not met")
    };
    format!(
        "<section aria-labelledby=\"failed\">\n<h2 id=\"failed\">{title}</h2>\n<ol>\n{items}</ol>\n</section>\n"
    )
}

fn summary_row(group: &str, lines: &[&CheckResult]) -> String {
    format!("<tr><th scope=\"row\"><a href=\"#{group}\">{}</a></th>{}</tr>\n", capital(group), counts(lines))
}

fn counts(lines: &[&CheckResult]) -> String {
    let count = |status| lines.iter().filter(|check| check.status == status).count();
    [Status::Pass, Status::Fail, Status::Unknown].map(|status| format!("<td>{}</td>", count(status))).concat()
}

fn section(group: &str, lines: &[&CheckResult]) -> String {
    let rows: String = lines.iter().map(|check| row(check)).collect();
    format!(
        "<section aria-labelledby=\"{group}\">\n<h2 id=\"{group}\">{title}</h2>\n<table>\n\
         <caption>Requirements: {title}</caption>\n<thead><tr><th scope=\"col\">Result</th>\
         <th scope=\"col\">Requirement</th><th scope=\"col\">Evidence</th></tr></thead>\n<tbody>\n{rows}</tbody>\n\
         </table>\n</section>\n",
        title = capital(group),
    )
}

fn row(check: &CheckResult) -> String {
    let remedy = match check.status {
        Status::Fail => format!("<br><span class=\"remedy\">To mend it: {}</span>", escape(&check.remedy)),
        Status::Pass | Status::Unknown => String::new(),
    };
    let status = check.status.name();
    format!(
        "<tr id=\"{id}\" class=\"{status}\"><td><span class=\"status\">{status}</span></td>\
         <th scope=\"row\">{requirement}<br><code>{id}</code></th><td>{evidence}{remedy}</td></tr>\n",
        id = check.id,
        requirement = escape(&check.requirement),
        evidence = escape(&check.evidence),
    )
}

/// Text as HTML has it.
fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
