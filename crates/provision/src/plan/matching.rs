//! Which observed resource is which of the specification: by the ledger, else by tags, else by the
//! properties that name one among its kind.

use std::collections::BTreeMap;

use serde_json::Value;

use super::Basis;
use crate::cloud::{Address, Maker, Observed};
use crate::resource::{Kind, Reference, Resource, ResourceKey, Schema, resolve, schema, tag};

/// Whose a resource is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ownership {
    /// This stack's.
    Ours,
    /// Nobody's: the cloud made it by itself.
    Cloud,
    /// Somebody else's.
    Foreign,
}

/// What was found for a resource of the specification.
#[derive(Debug, Clone, PartialEq)]
pub enum Match<'a> {
    /// It is there, and we knew.
    Known(&'a Observed),
    /// It is there, and we did not know.
    Found(&'a Observed),
    /// Its name or place is taken by somebody else's.
    Taken(&'a Observed),
    /// It is not there.
    Absent,
}

impl<'a> Basis<'a> {
    /// Whose `seen` is: the ledger's and those with our `Stack` tag are ours.
    pub fn ownership(&self, seen: &Observed) -> Ownership {
        let stack = tag(&seen.properties, "Stack");
        if stack == Some(self.stack) || (stack.is_none() && self.ledger.knows(&seen.address)) {
            Ownership::Ours
        } else if stack.is_none() && seen.maker == Maker::Cloud {
            Ownership::Cloud
        } else {
            Ownership::Foreign
        }
    }

    /// Finds `resource` in the world. `matched` are those found so far, which answer references.
    pub fn find(&self, resource: &Resource, matched: &BTreeMap<ResourceKey, Address>) -> Match<'a> {
        let known = self.ledger.owned.get(&resource.key).and_then(|address| self.observed.live(address));
        if let Some(known) = known {
            return Match::Known(known);
        }
        let answer = |reference: &Reference| self.answer(reference, matched);
        match find_by_key(self.observed.all_live(), self.stack, resource, &answer) {
            None => Match::Absent,
            Some(seen) if self.ownership(seen) == Ownership::Foreign && is_marked(resource) => {
                Match::Taken(seen)
            }
            Some(seen) => Match::Found(seen),
        }
    }

    /// What a reference gives, as far as it can be known from what is there.
    pub fn answer(&self, reference: &Reference, matched: &BTreeMap<ResourceKey, Address>) -> Option<Value> {
        let seen = self.observed.live(matched.get(reference.key()?)?)?;
        match reference {
            Reference::Id(_) => Some(seen.address.id.clone().into()),
            Reference::Attribute(_, name) => seen.attributes.get(name).cloned(),
            Reference::Secret(_) | Reference::Generate(_) => None,
        }
    }
}

/// Whether the specification gives it our tags, so that one without them is not ours.
fn is_marked(resource: &Resource) -> bool {
    tag(&resource.properties, "Stack").is_some()
}

/// The live resource among `seen` that `resource` would be: by its tags, or by its key properties.
pub(crate) fn find_by_key<'a>(
    seen: impl Iterator<Item = &'a Observed>,
    stack: &str,
    resource: &Resource,
    answer: &impl Fn(&Reference) -> Option<Value>,
) -> Option<&'a Observed> {
    let schema = schema::of(resource.key.kind);
    let key = key_values(schema, resource, answer);
    let mut fallback = None;
    for candidate in seen {
        let at = &candidate.address;
        if at.kind != resource.key.kind || at.region != resource.key.region || !candidate.is_live() {
            continue;
        }
        if has_our_tags(candidate, stack, resource) {
            return Some(candidate);
        }
        if key.as_ref().is_some_and(|key| has_key(candidate, key)) && may_be_ours(schema, candidate, stack) {
            fallback = fallback.or(Some(candidate));
        }
    }
    fallback
}

fn has_our_tags(candidate: &Observed, stack: &str, resource: &Resource) -> bool {
    tag(&candidate.properties, "Stack") == Some(stack)
        && tag(&candidate.properties, "Name")
            == tag(&resource.properties, "Name").or(Some(&resource.key.name))
}

/// Kinds whose names are not unique: one without our tags is another's namesake, and no hindrance.
fn may_be_ours(schema: &Schema, candidate: &Observed, stack: &str) -> bool {
    let unique = schema.kind != Kind::UserPool;
    unique || tag(&candidate.properties, "Stack") == Some(stack)
}

type KeyValues = Vec<(&'static str, Option<Value>)>;

/// The values of the key properties; `None` if there is no key or a reference in it is not known yet.
fn key_values(
    schema: &Schema,
    resource: &Resource,
    answer: &impl Fn(&Reference) -> Option<Value>,
) -> Option<KeyValues> {
    if resource.properties.get("Main") == Some(&Value::Bool(true)) {
        let vpc = resolve(resource.properties.get("VpcId")?, answer)?;
        return Some(vec![("VpcId", Some(vpc)), ("Main", Some(true.into()))]);
    }
    if schema.key.is_empty() {
        return None;
    }
    let value = |name: &&'static str| match resource.properties.get(*name) {
        None => Some((*name, None)),
        Some(wanted) => resolve(wanted, answer).map(|value| (*name, Some(value))),
    };
    schema.key.iter().map(value).collect()
}

fn has_key(candidate: &Observed, key: &KeyValues) -> bool {
    key.iter().all(|(name, value)| candidate.properties.get(*name) == value.as_ref())
}
