//! What is not as specified though we built it: changed, missing, and foreign in our networks. Pure.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::cloud::{Address, Maker, Observed};
use crate::journal::Choice;
use crate::plan::{Action, Basis, FieldChange, Ownership, Plan, plan};
use crate::resource::{Kind, ResourceKey, canonical, digest};

/// Everything that drifted.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Drift {
    /// Fields that somebody changed.
    pub changed: Vec<Changed>,
    /// Resources of ours that somebody removed.
    pub missing: Vec<Missing>,
    /// Resources of others in our networks, and rules in our groups that nobody asked for.
    pub foreign: Vec<Foreign>,
}

/// A resource of ours with fields that differ.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Changed {
    /// Its key, for `--accept`, `--ignore` and `--revert`.
    pub key: ResourceKey,
    /// CloudFormation's type name.
    pub kind: Kind,
    /// Its name.
    pub name: String,
    /// Its physical id.
    pub id: String,
    /// Before: what is there; after: what is specified.
    pub fields: Vec<FieldChange>,
}

/// A resource of ours that is gone.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Missing {
    /// Its key.
    pub key: ResourceKey,
    /// The physical id it had.
    pub id: String,
}

/// A resource that is not ours where ours are.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Foreign {
    /// Where it is.
    #[serde(flatten)]
    pub address: Address,
    /// Its name.
    pub name: String,
    /// What makes it foreign.
    pub reason: String,
}

/// What shall become of a field that drifted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    /// It stays as it is now; another change of it is drift again.
    Accept,
    /// It may be whatever it is.
    Ignore,
    /// The specification holds (again): the next apply sets it.
    Revert,
}

/// A verdict on one field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decision {
    /// Of which resource.
    pub key: ResourceKey,
    /// Which field.
    pub field: String,
    /// What shall become of it.
    pub verdict: Verdict,
}

impl Drift {
    /// Whether everything is as we built it, or as an admin accepted it.
    pub fn is_none(&self) -> bool {
        self.changed.is_empty() && self.missing.is_empty() && self.foreign.is_empty()
    }

    /// The record of a decision; `None`: this field did not drift.
    pub fn choice(&self, decision: &Decision) -> Option<Choice> {
        let Decision { key, field, verdict } = decision;
        let changed = self.changed.iter().find(|changed| changed.key == *key)?;
        let change = changed.fields.iter().find(|change| change.field == *field)?;
        let accepted = (*verdict == Verdict::Accept).then(|| digest(canonical(&change.before)));
        let revoked = *verdict == Verdict::Revert;
        Some(Choice { key: key.clone(), field: field.clone(), accepted, revoked })
    }
}

/// Compares what is with what we built.
pub fn drift(basis: Basis<'_>) -> Drift {
    let plan = plan(basis);
    let missing =
        basis.ledger.owned.iter().filter(|(key, address)| {
            basis.graph.get(key).is_some() && basis.observed.live(address).is_none()
        });
    let missing = missing.map(|(key, address)| Missing { key: key.clone(), id: address.id.clone() });
    Drift { changed: changed(&plan), missing: missing.collect(), foreign: foreign(basis, &plan) }
}

fn changed(plan: &Plan) -> Vec<Changed> {
    let differing = plan.steps.iter().filter(|step| !step.changes.is_empty());
    differing
        .filter_map(|step| {
            Some(Changed {
                key: step.key.clone()?,
                kind: step.kind,
                name: step.name.clone(),
                id: step.address.as_ref()?.id.clone(),
                fields: step.changes.clone(),
            })
        })
        .collect()
}

fn foreign(basis: Basis<'_>, plan: &Plan) -> Vec<Foreign> {
    let networks: BTreeSet<&str> = plan
        .matched
        .values()
        .filter(|address| matches!(address.kind, Kind::Vpc | Kind::Subnet))
        .map(|address| address.id.as_str())
        .collect();
    let stray = plan.steps.iter().filter(|step| step.action == Action::Delete && step.key.is_none());
    let stray = stray.filter_map(|step| {
        let (address, name) = (step.address.clone()?, step.name.clone());
        Some(Foreign { address, name, reason: step.reason.clone() })
    });
    let inside = basis
        .observed
        .all_live()
        .filter(|seen| seen.maker == Maker::Caller && basis.ownership(seen) == Ownership::Foreign)
        .filter(|seen| !plan.matched.values().any(|address| *address == seen.address))
        .filter(|seen| seen.properties.values().any(|value| names_one(value, &networks)))
        .map(|seen| outsider(seen, "somebody else's in our network"));
    stray.chain(inside).collect()
}

fn outsider(seen: &Observed, reason: &str) -> Foreign {
    Foreign { address: seen.address.clone(), name: seen.name().to_owned(), reason: reason.into() }
}

fn names_one(value: &Value, ids: &BTreeSet<&str>) -> bool {
    match value {
        Value::String(text) => ids.contains(text.as_str()),
        Value::Array(items) => items.iter().any(|item| names_one(item, ids)),
        Value::Object(map) => map.values().any(|item| names_one(item, ids)),
        _ => false,
    }
}

impl std::fmt::Display for Drift {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if self.is_none() {
            return writeln!(f, "No drift: everything is as it was built.");
        }
        for Changed { key, id, fields, .. } in &self.changed {
            writeln!(f, "~ {key} ({id})")?;
            for FieldChange { field, before, after, .. } in fields {
                writeln!(f, "    {field}: is {before}, specified {after}")?;
            }
        }
        for Missing { key, id } in &self.missing {
            writeln!(f, "- {key} ({id}) is gone")?;
        }
        for Foreign { address, name, reason } in &self.foreign {
            writeln!(f, "? {address} {name}: {reason}")?;
        }
        Ok(())
    }
}
