//! What commands print as JSON: shapes that scripts rely on.

use std::collections::BTreeMap;
use std::io::Write;

use serde::Serialize;
use serde_json::{Value, json};

use super::CliError;
use crate::check::Finding;
use crate::cost;
use crate::inventory::Inventory;
use crate::plan::{Action, Observation, Plan, Step};
use crate::resource::Graph;

/// One document.
pub(super) fn document(out: &mut dyn Write, value: &impl Serialize) -> Result<(), CliError> {
    let text = serde_json::to_string_pretty(value).map_err(CliError::of)?;
    line(out, &text)
}

/// One line.
pub(super) fn line(out: &mut dyn Write, text: &str) -> Result<(), CliError> {
    writeln!(out, "{text}").map_err(CliError::of)
}

/// What each step costs an hour, by its place among the steps.
pub(super) struct StepCosts {
    wished: BTreeMap<String, f64>,
    present: BTreeMap<(String, String), f64>,
}

impl StepCosts {
    pub(super) fn new(graph: &Graph, observed: &Observation) -> Self {
        let wished = Inventory::of_graph(graph);
        let present = Inventory::of_observed(observed.all_live());
        Self {
            wished: wished.items().iter().map(|item| (item.id.clone(), cost::hourly(item))).collect(),
            present: present
                .items()
                .iter()
                .map(|item| ((item.kind.name().to_owned(), item.id.clone()), cost::hourly(item)))
                .collect(),
        }
    }

    /// USD an hour that the step adds; below zero where it saves.
    pub(super) fn of(&self, step: &Step) -> f64 {
        let after = step.key.as_ref().and_then(|key| self.wished.get(&key.to_string())).copied();
        let place = step.address.as_ref().map(|at| (at.kind.name().to_owned(), at.id.clone()));
        let before = place.and_then(|place| self.present.get(&place)).copied();
        match step.action {
            Action::Delete => -before.unwrap_or(0.0),
            _ => after.unwrap_or(0.0) - before.unwrap_or(0.0),
        }
    }
}

/// The plan, its cost and what is wrong with it. `hourly` is what the result costs.
pub(super) fn plan(plan: &Plan, costs: &StepCosts, hourly: f64, findings: &[Finding]) -> Value {
    let steps: Vec<Value> = plan.steps.iter().map(|step| with_cost(step, costs.of(step))).collect();
    json!({
        "digest": plan.digest,
        "steps": steps,
        "unchanged": plan.unchanged,
        "cost": { "hourly_usd": round(hourly), "monthly_usd": round(hourly * crate::price::HOURS_A_MONTH) },
        "findings": findings,
    })
}

fn with_cost(step: &Step, hourly: f64) -> Value {
    let mut value = serde_json::to_value(step).unwrap_or_default();
    value["cost_hourly_usd"] = json!(round(hourly));
    value
}

/// To a ten-thousandth of a dollar.
fn round(usd: f64) -> f64 {
    let rounded = (usd * 10_000.0).round() / 10_000.0;
    if rounded == 0.0 { 0.0 } else { rounded }
}
