//! The plan that builds or changes a stack.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::{Action, Basis, Match, Observation, Ownership, Plan, Step, removal_order};
use crate::cloud::{Address, Maker, Observed};
use crate::plan::FieldChange;
use crate::resource::{Kind, Reference, Replace, Resource, ResourceKey, canonical, digest, schema, tag};

/// Compares what is with what shall be. Whoever holds a resource that goes first must go with it, and
/// then whoever needs that one is looked at again.
pub fn plan(basis: Basis<'_>) -> Plan {
    let mut forced = BTreeSet::new();
    loop {
        let mut building = Building::new(basis, &forced);
        for key in basis.graph.order() {
            if let Some(resource) = basis.graph.get(key) {
                building.consider(resource);
            }
        }
        let holders = building.holders();
        if holders.is_empty() {
            building.remove_the_rest();
            let Building { steps, matched, unchanged, .. } = building;
            return Plan::new(basis, steps, matched, unchanged);
        }
        forced.extend(holders);
    }
}

struct Building<'a> {
    basis: Basis<'a>,
    forced: &'a BTreeSet<ResourceKey>,
    matched: BTreeMap<ResourceKey, Address>,
    steps: Vec<Step>,
    unchanged: usize,
}

impl<'a> Building<'a> {
    fn new(basis: Basis<'a>, forced: &'a BTreeSet<ResourceKey>) -> Self {
        Self { basis, forced, matched: BTreeMap::new(), steps: Vec::new(), unchanged: 0 }
    }

    fn consider(&mut self, resource: &Resource) {
        match self.basis.find(resource, &self.matched) {
            Match::Absent => self.steps.push(step(Action::Create, resource, None, self.why_absent(resource))),
            Match::Taken(seen) => {
                let reason = format!("{} is there already and is not this stack's", seen.address.id);
                self.steps.push(step(Action::Blocked, resource, Some(seen), reason));
            }
            Match::Known(seen) => self.compare(resource, seen, None),
            Match::Found(seen) => self.compare(resource, seen, Some("it is there already")),
        }
    }

    fn why_absent(&self, resource: &Resource) -> String {
        match self.basis.ledger.owned.get(&resource.key) {
            Some(address) => format!("{} is gone", address.id),
            None => "not there yet".into(),
        }
    }

    fn compare(&mut self, resource: &Resource, seen: &Observed, adopted: Option<&str>) {
        let answer = |reference: &Reference| self.known(reference);
        let mut changes = super::changes(&resource.properties, seen, &answer);
        changes.retain(|change| !self.is_accepted(&resource.key, change));
        let forced: Vec<_> =
            changes.iter().filter(|change| change.replaces).map(|change| change.field.clone()).collect();
        let mut step = if seen.state == crate::cloud::State::Failed {
            step(Action::Replace, resource, Some(seen), format!("it is {}", seen.status))
        } else if self.forced.contains(&resource.key) {
            step(Action::Replace, resource, Some(seen), "it holds a resource that is replaced".into())
        } else if !forced.is_empty() {
            step(Action::Replace, resource, Some(seen), format!("{} cannot be changed", forced.join(", ")))
        } else if let Some(reason) = adopted {
            step(Action::Adopt, resource, Some(seen), reason.into())
        } else if !changes.is_empty() {
            let fields: Vec<_> = changes.iter().map(|change| change.field.as_str()).collect();
            step(Action::Change, resource, Some(seen), format!("{} differs", fields.join(", ")))
        } else {
            self.unchanged += 1;
            self.matched.insert(resource.key.clone(), seen.address.clone());
            return;
        };
        step.changes = changes;
        if step.action == Action::Replace {
            return self.replace(step);
        }
        self.matched.insert(resource.key.clone(), seen.address.clone());
        self.steps.push(step);
    }

    fn replace(&mut self, mut step: Step) {
        let schema = schema::of(step.kind);
        step.loses = schema.loses.into();
        step.seconds = schema.seconds[0] + schema.seconds[2];
        if schema.replace == Replace::Refuse {
            step.action = Action::Blocked;
            step.reason =
                format!("{}; a new one would lose {}, so this is refused", step.reason, schema.loses);
        }
        self.steps.push(step);
    }

    /// An answer that will still be true after the plan.
    fn known(&self, reference: &Reference) -> Option<Value> {
        self.basis.answer(reference, &self.matched)
    }

    fn is_accepted(&self, key: &ResourceKey, change: &FieldChange) -> bool {
        let value = || digest(canonical(&change.before));
        self.basis.ledger.choices.iter().any(|choice| {
            choice.key == *key
                && choice.field == change.field
                && choice.accepted.as_ref().is_none_or(|accepted| *accepted == value())
        })
    }

    /// Who is to be changed and holds a resource that goes first: AWS removes nothing in use.
    fn holders(&self) -> BTreeSet<ResourceKey> {
        let going: BTreeSet<Address> = self.going_first().cloned().collect();
        let changed = |step: &&Step| matches!(step.action, Action::Change | Action::Adopt);
        let holders = self.steps.iter().filter(changed);
        holders
            .filter(|step| self.holds_one_of(step, &going) && !lets_go(step))
            .filter_map(|step| step.key.clone())
            .collect()
    }

    fn going_first(&self) -> impl Iterator<Item = &Address> {
        let first = |step: &&Step| {
            step.action == Action::Replace && schema::of(step.kind).replace == Replace::DeleteFirst
        };
        self.steps.iter().filter(first).filter_map(|step| step.address.as_ref())
    }

    fn holds_one_of(&self, step: &Step, going: &BTreeSet<Address>) -> bool {
        let seen = step.address.as_ref().and_then(|address| self.basis.observed.live(address));
        seen.is_some_and(|seen| {
            let text = serde_json::to_string(&seen.properties).unwrap_or_default();
            going.iter().any(|address| text.contains(&format!("\"{}\"", address.id)))
        })
    }

    /// What is ours and not in the specification, and rules that nobody asked for.
    fn remove_the_rest(&mut self) {
        let kept: BTreeSet<&Address> =
            self.matched.values().chain(self.steps.iter().filter_map(|step| step.address.as_ref())).collect();
        let parents: BTreeSet<&Address> = self.matched.values().collect();
        let superfluous: Vec<&Observed> = self
            .basis
            .observed
            .all_live()
            .filter(|seen| !kept.contains(&seen.address))
            .filter(|seen| self.is_superfluous(seen, &parents))
            .collect();
        for address in removal_order(&superfluous) {
            if let Some(seen) = self.basis.observed.live(&address) {
                self.steps.push(self.removal(seen));
            }
        }
    }

    fn is_superfluous(&self, seen: &Observed, parents: &BTreeSet<&Address>) -> bool {
        let ours = self.basis.ownership(seen) == Ownership::Ours && seen.maker == Maker::Caller;
        ours || is_stray_rule(self.basis.observed, parents, seen)
    }

    fn removal(&self, seen: &Observed) -> Step {
        let schema = schema::of(seen.address.kind);
        let known = self.basis.ledger.key_of(&seen.address);
        let reason = match known {
            _ if self.basis.ownership(seen) != Ownership::Ours => {
                format!("nobody asked for this rule: {}", super::rule::in_words(seen))
            }
            Some(key) if self.basis.graph.get(key).is_some() => "a second copy".to_owned(),
            None if self.basis.ledger.superseded.contains(&seen.address) => {
                "its successor is there".to_owned()
            }
            _ => "not in the specification".to_owned(),
        };
        Step {
            action: Action::Delete,
            kind: seen.address.kind,
            name: seen.name().to_owned(),
            region: seen.address.region,
            reason,
            component: tag(&seen.properties, "Component").unwrap_or_default().to_owned(),
            key: None,
            address: Some(seen.address.clone()),
            changes: Vec::new(),
            loses: schema.loses.into(),
            seconds: schema.seconds[2],
        }
    }
}

/// A rule or a route that is not in the specification, in a group or table that is.
pub(crate) fn is_stray_rule(observed: &Observation, matched: &BTreeSet<&Address>, seen: &Observed) -> bool {
    let (parent_kind, parent) = match seen.address.kind {
        Kind::SecurityGroupIngress | Kind::SecurityGroupEgress => (Kind::SecurityGroup, "GroupId"),
        Kind::Route => (Kind::RouteTable, "RouteTableId"),
        _ => return false,
    };
    let Some(id) = seen.properties.get(parent).and_then(Value::as_str) else { return false };
    let region = seen.address.region;
    let parent = Address { region, kind: parent_kind, id: id.to_owned() };
    matched.contains(&parent)
        || observed.live(&parent).is_some_and(|group| is_default_group_of(group, matched))
}

fn is_default_group_of(group: &Observed, matched: &BTreeSet<&Address>) -> bool {
    let vpc = group.properties.get("VpcId").and_then(Value::as_str);
    let ours = |address: &&&Address| {
        address.kind == Kind::Vpc
            && address.region == group.address.region
            && Some(address.id.as_str()) == vpc
    };
    group.maker == Maker::Cloud && matched.iter().any(|address| ours(&address))
}

/// Kinds whose reference to another can be changed without a hold on the old one.
fn lets_go(step: &Step) -> bool {
    matches!(step.kind, Kind::Route | Kind::Stage | Kind::Alarm | Kind::TargetGroup)
}

fn step(action: Action, resource: &Resource, seen: Option<&Observed>, reason: String) -> Step {
    let [create, update, _] = schema::of(resource.key.kind).seconds;
    Step {
        action,
        kind: resource.key.kind,
        name: resource.key.name.clone(),
        region: resource.key.region,
        reason,
        component: resource.component.clone(),
        key: Some(resource.key.clone()),
        address: seen.map(|seen| seen.address.clone()),
        changes: Vec::new(),
        loses: String::new(),
        seconds: if action == Action::Create { create } else { update },
    }
}
