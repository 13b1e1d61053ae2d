//! A plan as it is shown and approved: its steps and what each costs, what the policy says of it, how long
//! it takes. Kept under its digest.

use std::collections::BTreeMap;

use lks_domain::timestamp::Timestamp;
use serde::{Deserialize, Serialize};

use super::{Deployment, DeploymentError, Look, Verb};
use crate::apply::{self, Pace, RunError};
use crate::check::{self, Finding, Severity};
use crate::cost;
use crate::inventory::Inventory;
use crate::plan::{self, Action, Observation, Plan, Step, plan_removal};
use crate::price::HOURS_A_MONTH;
use crate::resource::{Graph, Kind};

/// A plan that can be approved.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Proposal {
    /// Names the plan: of all that it was made from and of itself.
    pub digest: String,
    /// What is to be done, in an order in which it can be done.
    pub steps: Vec<ProposedStep>,
    /// How many resources are as they shall be.
    pub unchanged: usize,
    /// What the result costs.
    pub cost: ProposedCost,
    /// What the policy says of the result.
    pub findings: Vec<Finding>,
    /// To build, or to remove.
    pub verb: Verb,
    /// How long it takes, about.
    pub seconds: u64,
    /// When it was made, by the cloud's clock.
    pub made_at: Timestamp,
    /// The account it is for.
    pub account: String,
    /// Whether that account is a simulation.
    pub simulated: bool,
}

/// A step, and what it costs.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ProposedStep {
    /// What is done.
    #[serde(flatten)]
    pub step: Step,
    /// USD an hour that it adds; below zero where it saves.
    pub cost_hourly_usd: f64,
}

/// What a plan costs.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct ProposedCost {
    /// USD an hour, once it is carried out.
    pub hourly_usd: f64,
    /// USD a month of 730 hours.
    pub monthly_usd: f64,
    /// USD an hour that this plan adds; below zero where it saves.
    pub change_hourly_usd: f64,
    /// USD a month that this plan adds.
    pub change_monthly_usd: f64,
}

impl Proposal {
    /// Whether there is nothing to do.
    pub fn is_empty(&self) -> bool {
        self.steps.is_empty()
    }

    /// The steps that cannot be done, and say why.
    pub fn blocked(&self) -> impl Iterator<Item = &Step> {
        self.steps.iter().map(|priced| &priced.step).filter(|step| step.action == Action::Blocked)
    }

    /// Whether it can be carried out: no step is blocked and the policy allows it.
    pub fn can_be_applied(&self) -> bool {
        self.blocked().next().is_none() && !check::blocks(&self.findings)
    }

    /// # Errors
    /// [`DeploymentError::Policy`], [`RunError::Blocked`]: it must not be carried out.
    pub(super) fn allowed(&self) -> Result<(), DeploymentError> {
        if let Some(finding) = self.findings.iter().find(|finding| finding.severity == Severity::Error) {
            return Err(DeploymentError::Policy(finding.to_string()));
        }
        let why = |step: &Step| format!("{} {}: {}", step.kind, step.name, step.reason);
        let blocked: Vec<String> = self.blocked().map(why).collect();
        if blocked.is_empty() { Ok(()) } else { Err(RunError::Blocked(blocked.join("; ")).into()) }
    }
}

pub(super) fn propose(deployment: &Deployment, look: &Look, verb: Verb, pace: &Pace) -> Proposal {
    let (graph, stack) = (&deployment.graph, &deployment.stack);
    let basis = deployment.basis(look);
    let plan = match verb {
        Verb::Apply => plan::plan(basis),
        Verb::Destroy => plan_removal(basis),
    };
    let standing = Inventory::of_observed(look.observed.all_live());
    let (findings, hourly) = match verb {
        Verb::Apply => (check::beside(graph, &standing, stack), cost::of_graph(graph).hourly_usd),
        Verb::Destroy => (Vec::new(), 0.0),
    };
    let seconds = apply::expected_seconds(graph, &plan, &look.observed, verb, pace);
    let costs = StepCosts::new(graph, &look.observed);
    let change: f64 = plan.steps.iter().map(|step| costs.of(step)).sum();
    let Plan { digest, steps, unchanged, .. } = plan;
    Proposal {
        digest,
        steps: steps.into_iter().map(|step| costs.priced(step)).collect(),
        unchanged,
        cost: ProposedCost {
            hourly_usd: round(hourly),
            monthly_usd: round(hourly * HOURS_A_MONTH),
            change_hourly_usd: round(change),
            change_monthly_usd: round(change * HOURS_A_MONTH),
        },
        findings,
        verb,
        seconds,
        made_at: deployment.connection.cloud().clock().now(),
        account: deployment.account.id.clone(),
        simulated: deployment.account.simulated,
    }
}

/// What resources cost an hour: those wished for by their keys, those present by what and which they are.
struct StepCosts {
    wished: BTreeMap<String, f64>,
    present: BTreeMap<(Kind, String), f64>,
}

impl StepCosts {
    fn new(graph: &Graph, observed: &Observation) -> Self {
        let wished = Inventory::of_graph(graph);
        let present = Inventory::of_observed(observed.all_live());
        let wished = wished.items().iter().map(|item| (item.id.clone(), cost::hourly(item))).collect();
        let present =
            present.items().iter().map(|item| ((item.kind, item.id.clone()), cost::hourly(item))).collect();
        Self { wished, present }
    }

    fn of(&self, step: &Step) -> f64 {
        let after = step.key.as_ref().and_then(|key| self.wished.get(&key.to_string())).copied();
        let place = step.address.as_ref().map(|at| (at.kind, at.id.clone()));
        let before = place.and_then(|place| self.present.get(&place)).copied();
        match step.action {
            Action::Delete => -before.unwrap_or(0.0),
            _ => after.unwrap_or(0.0) - before.unwrap_or(0.0),
        }
    }

    fn priced(&self, step: Step) -> ProposedStep {
        let cost_hourly_usd = round(self.of(&step));
        ProposedStep { step, cost_hourly_usd }
    }
}

/// To a ten-thousandth of a dollar, and never a negative nought.
fn round(usd: f64) -> f64 {
    (usd * 10_000.0).round() / 10_000.0 + 0.0
}
