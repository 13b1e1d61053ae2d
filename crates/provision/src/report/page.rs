//! The sheet as one HTML page, in the language of whoever reads it.

use lks_domain::correction::Language;

use super::Occasion;
use super::text::capital;
use crate::verify::{CheckResult, Sheet, Status};

const STYLE: &str = include_str!("page.css");

/// Writes the page.
pub(super) fn write(sheet: &Sheet, occasion: &Occasion, language: Language) -> String {
    Page { sheet, occasion, language }.write()
}

struct Page<'a> {
    sheet: &'a Sheet,
    occasion: &'a Occasion,
    language: Language,
}

impl Page<'_> {
    /// An English sentence as the reader has it, for HTML.
    fn say(&self, english: &str) -> String {
        match self.language {
            Language::En => escape(english),
            Language::Id => escape(&lks_bahasa::said(english)),
        }
    }

    fn write(&self) -> String {
        let groups = self.sheet.groups();
        let sections: String = groups.iter().map(|(group, lines)| self.section(group, lines)).collect();
        let (title, points) = (format!("Verification of {}", self.occasion.stack), self.points());
        format!(
            "<!doctype html>\n<html lang=\"{language}\">\n<head>\n<meta charset=\"utf-8\">\n\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
             <title>{title}: {points}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n\
             <header>\n<h1>{title}</h1>\n{about}</header>\n<main>\n{summary}{failed}{sections}</main>\n</body>\n</html>\n",
            language = self.language.code(),
            title = self.say(&title),
            about = self.about(),
            summary = self.summary(&points, &groups),
            failed = self.failed(),
        )
    }

    fn points(&self) -> String {
        self.say(&format!("{} of {} points", self.sheet.points.got, self.sheet.points.of))
    }

    fn about(&self) -> String {
        let Occasion { account, at, simulated, .. } = self.occasion;
        let about = self.say(&format!("Account {account}, looked at on {at}."));
        let simulated = if *simulated {
            format!(" <strong>{}</strong>", self.say("Simulated account: nothing here is real."))
        } else {
            String::new()
        };
        format!("<p>{about}{simulated}</p>\n")
    }

    fn summary(&self, points: &str, groups: &[(&str, Vec<&CheckResult>)]) -> String {
        let rows: String = groups.iter().map(|(group, lines)| self.summary_row(group, lines)).collect();
        let all: Vec<&CheckResult> = self.sheet.checks.iter().collect();
        format!(
            "<section aria-labelledby=\"points\">\n<h2 id=\"points\">{points}</h2>\n<table class=\"summary\">\n\
             <caption>{}</caption>\n{}<tbody>\n{rows}</tbody>\n\
             <tfoot><tr><th scope=\"row\">{}</th>{}</tr></tfoot>\n</table>\n<p>{}</p>\n</section>\n",
            self.say("Points by group"),
            self.head(&["Group", "Passed", "Failed", "Unknown"]),
            self.say("All"),
            counts(&all),
            self.say("Unknown is what was left out of this stack or could not be asked; it gets no point."),
        )
    }

    fn head(&self, columns: &[&str]) -> String {
        let column = |column: &&str| format!("<th scope=\"col\">{}</th>", self.say(column));
        format!("<thead><tr>{}</tr></thead>\n", columns.iter().map(column).collect::<String>())
    }

    /// What to mend, before everything else.
    fn failed(&self) -> String {
        let failed: Vec<&CheckResult> =
            self.sheet.checks.iter().filter(|check| check.status == Status::Fail).collect();
        if failed.is_empty() {
            return String::new();
        }
        let item = |check: &&CheckResult| {
            let (requirement, remedy) = (self.say(&check.requirement), self.say(&check.remedy));
            format!("<li><a href=\"#{}\">{requirement}</a>: {remedy}</li>\n", check.id)
        };
        let items: String = failed.iter().map(item).collect();
        let title = match failed.len() {
            1 => self.say("1 requirement is not met"),
            count => self.say(&format!("{count} requirements are not met")),
        };
        format!(
            "<section aria-labelledby=\"failed\">\n<h2 id=\"failed\">{title}</h2>\n<ol>\n{items}</ol>\n</section>\n"
        )
    }

    fn summary_row(&self, group: &str, lines: &[&CheckResult]) -> String {
        let title = self.say(&capital(group));
        format!("<tr><th scope=\"row\"><a href=\"#{group}\">{title}</a></th>{}</tr>\n", counts(lines))
    }

    fn section(&self, group: &str, lines: &[&CheckResult]) -> String {
        let rows: String = lines.iter().map(|check| self.row(check)).collect();
        let title = capital(group);
        format!(
            "<section aria-labelledby=\"{group}\">\n<h2 id=\"{group}\">{}</h2>\n<table>\n\
             <caption>{}</caption>\n{}<tbody>\n{rows}</tbody>\n</table>\n</section>\n",
            self.say(&title),
            self.say(&format!("Requirements: {title}")),
            self.head(&["Result", "Requirement", "Evidence"]),
        )
    }

    fn row(&self, check: &CheckResult) -> String {
        let remedy = match check.status {
            Status::Fail => {
                let remedy = self.say(&format!("To mend it: {}", check.remedy));
                format!("<br><span class=\"remedy\">{remedy}</span>")
            }
            Status::Pass | Status::Unknown => String::new(),
        };
        let status = check.status.name();
        format!(
            "<tr id=\"{id}\" class=\"{status}\"><td><span class=\"status\">{word}</span></td>\
             <th scope=\"row\">{requirement}<br><code>{id}</code></th><td>{evidence}{remedy}</td></tr>\n",
            id = check.id,
            word = self.say(status),
            requirement = self.say(&check.requirement),
            evidence = self.evidence(&check.evidence),
        )
    }

    /// What was seen, thing by thing where it is of several.
    fn evidence(&self, seen: &str) -> String {
        let things = lks_bahasa::sentences(seen);
        if things.len() < 2 {
            return self.say(seen);
        }
        let things: String = things.iter().map(|thing| format!("<li>{}</li>", self.say(thing))).collect();
        format!("<ul>{things}</ul>")
    }
}

fn counts(lines: &[&CheckResult]) -> String {
    let count = |status| lines.iter().filter(|check| check.status == status).count();
    [Status::Pass, Status::Fail, Status::Unknown].map(|status| format!("<td>{}</td>", count(status))).concat()
}

/// Text as HTML has it.
fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
