//! Policy: what must never be, wished for or standing. Errors block a plan.
//!
//! Pure; reads a world and the choices it should follow.

mod account;
mod exposure;
mod form;
mod limits;
mod network;

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use crate::inventory::Inventory;
use crate::inventory::view::View;
use crate::resource::{Graph, Kind};
use crate::stack::Stack;

/// How bad a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// To be looked at; blocks nothing.
    Warning,
    /// Must not be; a plan that has one is blocked.
    Error,
}

impl std::fmt::Display for Severity {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(match self {
            Self::Warning => "warning",
            Self::Error => "error",
        })
    }
}

/// One thing that must not be as it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// Which rule, for good: `exposure.open-ingress`.
    pub id: Cow<'static, str>,
    /// How bad it is.
    pub severity: Severity,
    /// The sentence of the specification that it breaks.
    pub requirement: Cow<'static, str>,
    /// Name of the resource; empty where it is a matter of the whole.
    pub resource: String,
    /// What is wrong, in this case.
    pub message: String,
}

impl std::fmt::Display for Finding {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:<7}  {}  {}: {}", self.severity, self.id, self.resource, self.message)
    }
}

/// A resource's name and what is wrong with it.
type Problem = (String, String);

/// One rule.
struct Rule {
    id: &'static str,
    severity: Severity,
    requirement: &'static str,
    find: fn(&View<'_>) -> Vec<Problem>,
}

const fn error(id: &'static str, requirement: &'static str, find: fn(&View<'_>) -> Vec<Problem>) -> Rule {
    Rule { id, severity: Severity::Error, requirement, find }
}

const fn warning(id: &'static str, requirement: &'static str, find: fn(&View<'_>) -> Vec<Problem>) -> Rule {
    Rule { id, severity: Severity::Warning, requirement, find }
}

fn rules() -> impl Iterator<Item = &'static Rule> {
    [network::RULES, exposure::RULES, account::RULES, limits::RULES, form::RULES].into_iter().flatten()
}

/// Every rule: its id, how bad it is, and its sentence of the specification.
pub fn all() -> Vec<(&'static str, Severity, &'static str)> {
    rules().map(|rule| (rule.id, rule.severity, rule.requirement)).collect()
}

/// What is wrong in a world, worst first.
pub fn inventory(world: &Inventory, stack: &Stack) -> Vec<Finding> {
    of_view(&View::of(world, stack))
}

/// As [`inventory`], where a view is there already.
pub(crate) fn of_view(view: &View<'_>) -> Vec<Finding> {
    let mut findings: Vec<Finding> = rules().flat_map(|rule| apply(rule, view)).collect();
    findings.sort_by(|a, b| {
        b.severity.cmp(&a.severity).then_with(|| (&a.id, &a.resource).cmp(&(&b.id, &b.resource)))
    });
    findings
}

/// What one rule finds.
pub(crate) fn by_rule(view: &View<'_>, id: &str) -> Vec<Finding> {
    rules().filter(|rule| rule.id == id).flat_map(|rule| apply(rule, view).collect::<Vec<_>>()).collect()
}

/// What would be wrong once the graph stands.
pub fn graph(graph: &Graph, stack: &Stack) -> Vec<Finding> {
    inventory(&Inventory::of_graph(graph), stack)
}

/// What would be wrong once the graph stands beside what others have in the account: their machines
/// count for the lab's limits too.
pub fn beside(graph: &Graph, standing: &Inventory, stack: &Stack) -> Vec<Finding> {
    let wished = Inventory::of_graph(graph);
    let others = standing.of(Kind::Instance).filter(|item| item.tag("Stack") != Some(&stack.id));
    let world: Inventory = wished.items().iter().chain(others).cloned().collect();
    inventory(&world, stack)
}

/// Whether a plan with these findings must not be applied.
pub fn blocks(findings: &[Finding]) -> bool {
    findings.iter().any(|finding| finding.severity == Severity::Error)
}

fn apply<'a>(rule: &'static Rule, view: &'a View<'_>) -> impl Iterator<Item = Finding> + use<'a> {
    (rule.find)(view).into_iter().map(|(resource, message)| Finding {
        id: rule.id.into(),
        severity: rule.severity,
        requirement: rule.requirement.into(),
        resource,
        message,
    })
}

#[cfg(test)]
mod tests;
