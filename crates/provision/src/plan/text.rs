//! The plan as a person reads it before approving it.

use std::fmt::{Display, Formatter, Result};

use serde_json::Value;

use super::{Action, FieldChange, Plan, Step};
use crate::ink::Ink;

/// Steps as text: one line each, in columns, and what they are about below.
pub struct PlanText<'a> {
    /// The steps, each with what it adds an hour in USD, where that is known.
    pub steps: Vec<(&'a Step, Option<f64>)>,
    /// How many resources stay as they are.
    pub unchanged: usize,
    /// In colour or not.
    pub ink: Ink,
}

impl Display for Plan {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        let steps = self.steps.iter().map(|step| (step, None)).collect();
        PlanText { steps, unchanged: self.unchanged, ink: Ink::PLAIN }.fmt(f)
    }
}

/// The widths of the columns.
struct Widths {
    kind: usize,
    name: usize,
    cost: usize,
}

impl Display for PlanText<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        if self.steps.is_empty() {
            let all_well = format!("Nothing to do: {} resources are as they shall be.", self.unchanged);
            return writeln!(f, "{}", self.ink.good(&all_well));
        }
        let widest =
            |width: fn(&(&Step, Option<f64>)) -> usize| self.steps.iter().map(width).max().unwrap_or(0);
        let widths = Widths {
            kind: widest(|(step, _)| step.kind.name().len()),
            name: widest(|(step, _)| step.name.chars().count()).min(44),
            cost: widest(|(_, usd)| cost(*usd).len()),
        };
        for (step, usd) in &self.steps {
            self.write_step(f, step, *usd, &widths)?;
        }
        writeln!(f)?;
        writeln!(f, "{}", self.ink.strong(&self.summary()))
    }
}

impl PlanText<'_> {
    /// One line: how many steps of each kind, and how many resources stay as they are.
    pub fn summary(&self) -> String {
        let all =
            [Action::Create, Action::Change, Action::Replace, Action::Delete, Action::Adopt, Action::Blocked];
        let count = |action: Action| self.steps.iter().filter(|(step, _)| step.action == action).count();
        let parts = all.into_iter().filter(|action| count(*action) > 0);
        let parts: Vec<_> = parts.map(|action| format!("{} to {}", count(action), word(action))).collect();
        let rest = format!("{} unchanged", self.unchanged);
        parts.into_iter().chain([rest]).collect::<Vec<_>>().join(", ")
    }

    fn write_step(&self, f: &mut Formatter<'_>, step: &Step, usd: Option<f64>, widths: &Widths) -> Result {
        let Step { action, region, name, .. } = step;
        let (sign, kind) = (paint(self.ink, *action, action.sign()), step.kind.name());
        let (kind_width, name_width, cost_width) = (widths.kind, widths.name, widths.cost);
        write!(f, "{sign} {kind:kind_width$}  {name:name_width$}  {region}  ")?;
        if cost_width > 0 {
            write!(f, "{:>cost_width$}  ", cost(usd))?;
        }
        writeln!(f, "{}", self.ink.faint(&step.reason))?;
        if matches!(action, Action::Replace | Action::Delete) && !step.loses.is_empty() {
            writeln!(f, "    {}", self.ink.bad(&format!("lost: {}", step.loses)))?;
        }
        step.changes.iter().try_for_each(|change| self.write_change(f, change))
    }

    fn write_change(&self, f: &mut Formatter<'_>, change: &FieldChange) -> Result {
        let forces = if change.replaces { "  (forces a new one)" } else { "" };
        let (before, after) = (short(&change.before), short(&change.after));
        writeln!(f, "    {}: {before} -> {after}{}", change.field, self.ink.exchanged(forces))
    }
}

fn paint(ink: Ink, action: Action, text: &str) -> String {
    match action {
        Action::Create => ink.good(text),
        Action::Change => ink.notable(text),
        Action::Replace => ink.exchanged(text),
        Action::Delete | Action::Blocked => ink.bad(text),
        Action::Adopt => ink.taken(text),
    }
}

/// USD an hour that a step adds, if it adds any.
fn cost(usd: Option<f64>) -> String {
    usd.filter(|usd| *usd != 0.0).map_or_else(String::new, |usd| format!("{usd:+.4} USD/h"))
}

/// One line of at most 100 characters.
fn short(value: &Value) -> String {
    let text = match value {
        Value::Null => "not set".to_owned(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    if text.chars().count() <= 100 { text } else { text.chars().take(97).chain("...".chars()).collect() }
}

fn word(action: Action) -> &'static str {
    if action == Action::Blocked { "be unblocked first" } else { action.word() }
}
