//! `lks doctor`: looks at an account before anything is created in it - credentials, permissions, limits,
//! what runs there, what the stack would cost. Creates nothing.

mod limits;
mod permissions;

use lks_domain::region::Region;
use lks_provision::cloud::{Cloud, ErrorClass};
use lks_provision::cost;
use lks_provision::resource::Kind;
use lks_provision::stack::{self, Part, Stack};

use crate::aws::Aws;

/// How a finding bears on the stack.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Grade {
    /// As it should be.
    Good,
    /// It works, and should be known.
    Note,
    /// The stack, or a part of it, cannot be built.
    Bad,
}

/// One thing that was looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// What was looked at.
    pub subject: String,
    /// How it bears on the stack.
    pub grade: Grade,
    /// What was found, and what to do about it.
    pub words: String,
    /// The part that this account cannot have, if it can do without.
    pub part: Option<Part>,
}

impl Finding {
    fn new(grade: Grade, subject: impl Into<String>, words: impl Into<String>) -> Self {
        Self { subject: subject.into(), grade, words: words.into(), part: None }
    }

    fn good(subject: impl Into<String>, words: impl Into<String>) -> Self {
        Self::new(Grade::Good, subject, words)
    }

    fn note(subject: impl Into<String>, words: impl Into<String>) -> Self {
        Self::new(Grade::Note, subject, words)
    }

    fn bad(subject: impl Into<String>, words: impl Into<String>) -> Self {
        Self::new(Grade::Bad, subject, words)
    }
}

impl std::fmt::Display for Finding {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mark = match self.grade {
            Grade::Good => "ok  ",
            Grade::Note => "note",
            Grade::Bad => "NO  ",
        };
        write!(f, "{mark} {:<28} {}", self.subject, self.words)
    }
}

/// Everything that was found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Findings(pub Vec<Finding>);

impl Findings {
    /// Whether the stack can be built as it is.
    pub fn all_well(&self) -> bool {
        self.0.iter().all(|finding| finding.grade != Grade::Bad)
    }

    /// The parts to leave out, if that is all that is wrong.
    pub fn without(&self) -> Option<Vec<Part>> {
        let bad = || self.0.iter().filter(|finding| finding.grade == Grade::Bad);
        let mut parts: Vec<Part> = bad().filter_map(|finding| finding.part).collect();
        parts.sort_unstable();
        parts.dedup();
        (bad().all(|finding| finding.part.is_some()) && !parts.is_empty()).then_some(parts)
    }
}

impl std::fmt::Display for Findings {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.iter().try_for_each(|finding| writeln!(f, "{finding}"))?;
        if self.all_well() {
            return writeln!(f, "\nNothing stands in the way. Next: lks plan --cloud aws");
        }
        match self.without() {
            Some(parts) => {
                let options: Vec<String> = parts.iter().map(|part| format!("--without {part}")).collect();
                writeln!(
                    f,
                    "\nThis account can have the stack without some parts: lks plan --cloud aws {}",
                    options.join(" ")
                )
            }
            None => writeln!(f, "\nWhat is marked NO stands in the way; see to it first."),
        }
    }
}

/// Looks at the account. `stack` says what shall be built.
pub async fn examine(aws: &Aws, stack: &Stack) -> Findings {
    let mut found = Vec::new();
    let account = match aws.account().await {
        Ok(account) => account,
        Err(error) => return Findings(vec![Finding::bad("credentials", error.to_string())]),
    };
    found.push(Finding::good("credentials", format!("account {} as {}", account.id, account.caller)));
    found.push(expiry(aws, account.expires));
    for region in Region::ALL {
        found.extend(limits::examine(aws, region, stack).await);
    }
    found.push(limits::instances(aws).await);
    if aws.site(Region::UsEast1).clients.is_elsewhere() {
        found.push(Finding::note(
            "permissions",
            "not probed: the endpoint is not AWS's own and might do what is asked",
        ));
    } else {
        found.extend(permissions::examine(aws, stack, &account.id).await);
    }
    found.extend(price_of(stack, &account.id));
    Findings(found)
}

fn expiry(aws: &Aws, expires: Option<lks_domain::timestamp::Timestamp>) -> Finding {
    const SUBJECT: &str = "session";
    let Some(expires) = expires else {
        return Finding::note(
            SUBJECT,
            "the credentials do not say when they end; a lab's last about 4 hours",
        );
    };
    let minutes = (expires.millis() - aws.clock().now().millis()) / 60_000;
    if minutes < 0 {
        return Finding::bad(
            SUBJECT,
            "the credentials have ended: start the lab again and copy the new ones",
        );
    }
    let words = format!("ends in {minutes} minutes");
    if minutes < 30 {
        return Finding::note(
            SUBJECT,
            format!("{words}; building takes up to 25, and a run pauses when it ends"),
        );
    }
    Finding::good(SUBJECT, words)
}

fn price_of(stack: &Stack, account: &str) -> Option<Finding> {
    let graph = stack::graph(&stack.clone().in_account(account)).ok()?;
    let cost = cost::of_graph(&graph);
    let words = format!(
        "about {:.2} USD an hour, {:.0} a month if it always runs (prices of {})",
        cost.hourly_usd, cost.monthly_usd, cost.collected
    );
    Some(Finding::note("cost", words))
}

/// What a call's failure says about a permission.
fn may(class: ErrorClass) -> Option<bool> {
    match class {
        ErrorClass::AccessDenied => Some(false),
        ErrorClass::Throttled
        | ErrorClass::Unavailable
        | ErrorClass::UnknownOutcome
        | ErrorClass::ExpiredCredentials => None,
        _ => Some(true),
    }
}

/// A machine that counts against the lab's limit.
fn runs(word: &str) -> bool {
    matches!(word, "pending" | "running" | "stopping")
}

const MACHINES: Kind = Kind::Instance;

#[cfg(test)]
mod tests {
    use super::*;

    fn lacking(part: Option<Part>) -> Finding {
        Finding { part, ..Finding::bad("x", "not allowed") }
    }

    #[test]
    fn parts_that_lack_are_left_out_by_name() {
        let findings =
            Findings(vec![Finding::good("a", "b"), lacking(Some(Part::Amplify)), lacking(Some(Part::Ssm))]);
        assert_eq!(findings.without(), Some(vec![Part::Amplify, Part::Ssm]));
        assert!(findings.to_string().contains("--without amplify --without ssm"));
    }

    #[test]
    fn what_cannot_be_left_out_stands_in_the_way() {
        let findings = Findings(vec![lacking(Some(Part::Amplify)), lacking(None)]);
        assert_eq!(findings.without(), None);
        assert!(findings.to_string().contains("stands in the way"));
    }
}
