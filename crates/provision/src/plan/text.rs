//! The plan as a person reads it before approving it.

use std::fmt::{Display, Formatter, Result};

use serde_json::Value;

use super::{Action, FieldChange, Plan, Step};

impl Display for Plan {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        if self.is_empty() {
            return writeln!(f, "Nothing to do: {} resources are as they shall be.", self.unchanged);
        }
        let kind = self.steps.iter().map(|step| step.kind.name().len()).max().unwrap_or(0);
        let name = self.steps.iter().map(|step| step.name.chars().count()).max().unwrap_or(0).min(44);
        for step in &self.steps {
            write_step(f, step, kind, name)?;
        }
        writeln!(f)?;
        writeln!(f, "{}", self.summary())
    }
}

fn write_step(f: &mut Formatter<'_>, step: &Step, kind: usize, name: usize) -> Result {
    let Step { action, region, reason, .. } = step;
    writeln!(f, "{} {:kind$}  {:name$}  {region}  {reason}", action.sign(), step.kind.name(), step.name)?;
    if matches!(action, Action::Replace | Action::Delete) && !step.loses.is_empty() {
        writeln!(f, "    lost: {}", step.loses)?;
    }
    step.changes.iter().try_for_each(|change| write_change(f, change))
}

fn write_change(f: &mut Formatter<'_>, change: &FieldChange) -> Result {
    let forces = if change.replaces { "  (forces a new one)" } else { "" };
    writeln!(f, "    {}: {} -> {}{forces}", change.field, short(&change.before), short(&change.after))
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

impl Plan {
    /// One line: how many steps of each kind, and how many resources stay as they are.
    pub fn summary(&self) -> String {
        let all =
            [Action::Create, Action::Change, Action::Replace, Action::Delete, Action::Adopt, Action::Blocked];
        let count = |action: Action| self.steps.iter().filter(|step| step.action == action).count();
        let parts = all.into_iter().filter(|action| count(*action) > 0);
        let parts: Vec<_> = parts.map(|action| format!("{} to {}", count(action), word(action))).collect();
        let rest = format!("{} unchanged", self.unchanged);
        parts.into_iter().chain([rest]).collect::<Vec<_>>().join(", ")
    }
}

fn word(action: Action) -> &'static str {
    if action == Action::Blocked { "be unblocked first" } else { action.word() }
}
