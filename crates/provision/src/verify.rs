//! The jury's sheet: every requirement of SPEC section 2 looked at in the observed world, with the
//! evidence, how to mend it, and a point each.
//!
//! [`sheet`] is pure; [`ask`] puts the questions that only the living thing can answer. What could
//! not be asked, or was left out, is unknown and never passed.

mod api;
mod balancing;
mod client;
mod database;
mod document;
mod hygiene;
mod identity;
mod lambda;
mod live;
mod monitoring;
mod nat;
mod network;
mod security;
mod storage;
mod workers;

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

pub use document::document;
pub use live::{Live, ask};

use crate::inventory::Inventory;
use crate::inventory::view::{Answer, View};
use crate::stack::{Part, Stack};
use live::Question;

/// How a requirement stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// It is met.
    Pass,
    /// It is not met.
    Fail,
    /// It was left out, or could not be asked.
    Unknown,
}

impl Status {
    /// The word for it, as in JSON.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Pass => "pass",
            Self::Fail => "fail",
            Self::Unknown => "unknown",
        }
    }
}

/// How a requirement is looked at.
#[derive(Clone, Copy)]
enum Test {
    /// In the observed world.
    Look(fn(&View<'_>) -> Answer),
    /// By asking the living thing.
    Ask(Question),
}

/// One requirement.
struct Check {
    /// Group and name, for good: `network.vpc-a`.
    id: &'static str,
    requirement: &'static str,
    remedy: &'static str,
    /// The part without which there is nothing to look at.
    part: Option<Part>,
    test: Test,
}

/// A requirement that the observed world answers.
const fn look(
    id: &'static str,
    requirement: &'static str,
    remedy: &'static str,
    test: fn(&View<'_>) -> Answer,
) -> Check {
    Check { id, requirement, remedy, part: None, test: Test::Look(test) }
}

/// A requirement that only the living thing answers.
const fn living(
    id: &'static str,
    requirement: &'static str,
    remedy: &'static str,
    question: Question,
) -> Check {
    Check { id, requirement, remedy, part: None, test: Test::Ask(question) }
}

impl Check {
    /// There is nothing to look at without this part.
    const fn of(mut self, part: Part) -> Self {
        self.part = Some(part);
        self
    }

    fn group(&self) -> &'static str {
        self.id.split('.').next().unwrap_or(self.id)
    }
}

/// Every requirement, grouped as the task groups them.
fn checks() -> impl Iterator<Item = &'static Check> {
    let groups = [
        network::CHECKS,
        nat::CHECKS,
        storage::CHECKS,
        security::CHECKS,
        workers::CHECKS,
        balancing::CHECKS,
        database::CHECKS,
        lambda::CHECKS,
        api::CHECKS,
        identity::CHECKS,
        client::CHECKS,
        monitoring::CHECKS,
        hygiene::CHECKS,
    ];
    groups.into_iter().flatten()
}

/// One line of the sheet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckResult {
    /// Group and name, for good.
    pub id: Cow<'static, str>,
    /// `network`, `nat`, `storage`, …
    pub group: Cow<'static, str>,
    /// The requirement, in a sentence.
    pub requirement: Cow<'static, str>,
    /// How it stands.
    pub status: Status,
    /// What was seen.
    pub evidence: String,
    /// What to do where it is not met.
    pub remedy: Cow<'static, str>,
    /// What it is worth.
    pub points: u32,
}

/// Points got and points there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Points {
    /// Of what passed.
    pub got: u32,
    /// Of everything.
    pub of: u32,
}

/// The whole sheet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sheet {
    /// Every requirement, in order.
    pub checks: Vec<CheckResult>,
    /// The sum.
    pub points: Points,
}

/// What every requirement is worth: one point, so that the sum is how many there are.
const POINTS: u32 = 1;

/// Looks at a world. `live` are the answers of [`ask`]; without them those requirements are unknown.
pub fn sheet(world: &Inventory, stack: &Stack, live: &Live) -> Sheet {
    let view = View::of(world, stack);
    let checks: Vec<CheckResult> = checks().map(|check| result(check, &view, live)).collect();
    let sum = |results: &mut dyn Iterator<Item = &CheckResult>| results.map(|check| check.points).sum();
    let got = sum(&mut checks.iter().filter(|check| check.status == Status::Pass));
    let of = sum(&mut checks.iter());
    Sheet { checks, points: Points { got, of } }
}

/// Every requirement as id, sentence and remedy: what docs/VERIFY.md lists.
pub fn all() -> Vec<(&'static str, &'static str, &'static str)> {
    checks().map(|check| (check.id, check.requirement, check.remedy)).collect()
}

fn result(check: &Check, view: &View<'_>, live: &Live) -> CheckResult {
    let (status, evidence) = answer(check, view, live);
    CheckResult {
        id: check.id.into(),
        group: check.group().into(),
        requirement: check.requirement.into(),
        status,
        evidence,
        remedy: check.remedy.into(),
        points: POINTS,
    }
}

fn answer(check: &Check, view: &View<'_>, live: &Live) -> (Status, String) {
    if let Some(part) = check.part.filter(|part| !view.stack.has(*part)) {
        return (Status::Unknown, format!("not there: the stack was built without {part}"));
    }
    match check.test {
        Test::Look(look) => judged(look(view)),
        Test::Ask(_) => live.answer(check.id).map_or_else(
            || (Status::Unknown, "not asked".to_owned()),
            |answer| answer.clone().map_or_else(|why| (Status::Unknown, why), judged),
        ),
    }
}

fn judged(answer: Answer) -> (Status, String) {
    match answer {
        Ok(evidence) => (Status::Pass, evidence),
        Err(problem) => (Status::Fail, problem),
    }
}

impl Sheet {
    /// Whether something failed; what is unknown has not.
    pub fn failed(&self) -> bool {
        self.checks.iter().any(|check| check.status == Status::Fail)
    }

    /// The groups, in order, with their lines.
    pub fn groups(&self) -> Vec<(&str, Vec<&CheckResult>)> {
        let mut groups: Vec<(&str, Vec<&CheckResult>)> = Vec::new();
        for check in &self.checks {
            match groups.last_mut().filter(|(group, _)| *group == check.group) {
                Some((_, lines)) => lines.push(check),
                None => groups.push((&check.group, vec![check])),
            }
        }
        groups
    }
}

#[cfg(test)]
mod bahasa;
#[cfg(test)]
mod misconfigurations;
#[cfg(test)]
mod standing;
#[cfg(test)]
mod tests;
