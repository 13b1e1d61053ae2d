//! The resources of a stack and who needs whom; a graph that exists is sound.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;
use serde_json::Value;

use super::properties::{Properties, canonical, digest};
use super::reference::{ReferenceError, visit};
use super::schema::SchemaError;
use super::{ResourceKey, schema};

/// One resource as the specification wants it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Resource {
    /// Its name in the specification.
    pub key: ResourceKey,
    /// What it shall be, under CloudFormation's names, with references.
    pub properties: Properties,
    /// What must be there before it though no property says so.
    pub depends_on: Vec<ResourceKey>,
    /// The part of the stack it belongs to (the `Component` tag).
    pub component: String,
}

impl Resource {
    /// A resource without further dependencies.
    pub fn new(key: ResourceKey, component: impl Into<String>, properties: Properties) -> Self {
        Self { key, properties, depends_on: Vec::new(), component: component.into() }
    }
}

/// Why the resources are no graph. Nothing was called.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum GraphError {
    /// Two resources have the same key.
    #[error("{0} is there twice")]
    Twice(ResourceKey),
    /// A reference to a resource that is not there.
    #[error("{from} refers to {to}, which is not in the stack")]
    Dangling {
        /// Who refers.
        from: ResourceKey,
        /// To what.
        to: ResourceKey,
    },
    /// A reference that cannot be read.
    #[error("{0}: {1}")]
    Reference(ResourceKey, ReferenceError),
    /// Properties that the kind does not have or lacks.
    #[error("{0}: {1}")]
    Schema(ResourceKey, SchemaError),
    /// Resources that wait for each other.
    #[error("these wait for each other: {}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join(" -> "))]
    Cycle(Vec<ResourceKey>),
}

/// Resources in an order in which they can be made.
#[derive(Debug, Clone, Default)]
pub struct Graph {
    resources: BTreeMap<ResourceKey, Resource>,
    needs: BTreeMap<ResourceKey, BTreeSet<ResourceKey>>,
    order: Vec<ResourceKey>,
    digest: String,
}

impl Graph {
    /// Checks and orders the resources.
    ///
    /// # Errors
    /// See [`GraphError`]; the first thing wrong.
    pub fn new(resources: impl IntoIterator<Item = Resource>) -> Result<Self, GraphError> {
        let mut by_key = BTreeMap::new();
        for resource in resources {
            schema::of(resource.key.kind)
                .check(&resource.properties)
                .map_err(|error| GraphError::Schema(resource.key.clone(), error))?;
            if let Some(twice) = by_key.insert(resource.key.clone(), resource) {
                return Err(GraphError::Twice(twice.key));
            }
        }
        let needs = by_key
            .values()
            .map(|resource| Ok((resource.key.clone(), needs_of(resource, &by_key)?)))
            .collect::<Result<BTreeMap<_, _>, GraphError>>()?;
        let order = order(&needs)?;
        let all: Vec<&Resource> = by_key.values().collect();
        let digest = digest(canonical(&serde_json::to_value(all).unwrap_or(Value::Null)));
        Ok(Self { resources: by_key, needs, order, digest })
    }

    /// The resource with this key.
    pub fn get(&self, key: &ResourceKey) -> Option<&Resource> {
        self.resources.get(key)
    }

    /// All resources, by key.
    pub fn resources(&self) -> impl Iterator<Item = &Resource> {
        self.resources.values()
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.resources.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.resources.is_empty()
    }

    /// All keys, each after those it needs.
    pub fn order(&self) -> &[ResourceKey] {
        &self.order
    }

    /// What must be there before `key`.
    pub fn needs(&self, key: &ResourceKey) -> impl Iterator<Item = &ResourceKey> {
        self.needs.get(key).into_iter().flatten()
    }

    /// SHA-256 of the whole graph.
    pub fn digest(&self) -> &str {
        &self.digest
    }
}

fn needs_of(
    resource: &Resource,
    all: &BTreeMap<ResourceKey, Resource>,
) -> Result<BTreeSet<ResourceKey>, GraphError> {
    let mut needs: BTreeSet<_> = resource.depends_on.iter().cloned().collect();
    for value in resource.properties.values() {
        visit(value, &mut |reference| needs.extend(reference.key().cloned()))
            .map_err(|error| GraphError::Reference(resource.key.clone(), error))?;
    }
    match needs.iter().find(|need| !all.contains_key(need)) {
        Some(to) => Err(GraphError::Dangling { from: resource.key.clone(), to: to.clone() }),
        None => Ok(needs),
    }
}

/// Kahn's algorithm; ties go by key, so the order is always the same.
fn order(needs: &BTreeMap<ResourceKey, BTreeSet<ResourceKey>>) -> Result<Vec<ResourceKey>, GraphError> {
    let mut waiting: BTreeMap<&ResourceKey, usize> =
        needs.iter().map(|(key, needs)| (key, needs.len())).collect();
    let mut needed_by: BTreeMap<&ResourceKey, Vec<&ResourceKey>> = BTreeMap::new();
    for (key, needs) in needs {
        needs.iter().for_each(|need| needed_by.entry(need).or_default().push(key));
    }
    let mut ready: BTreeSet<&ResourceKey> =
        waiting.iter().filter(|(_, count)| **count == 0).map(|(key, _)| *key).collect();
    let mut order = Vec::with_capacity(needs.len());
    while let Some(key) = ready.pop_first() {
        waiting.remove(key);
        order.push(key.clone());
        for next in needed_by.get(key).into_iter().flatten() {
            if let Some(count) = waiting.get_mut(next) {
                *count -= 1;
                if *count == 0 {
                    ready.insert(next);
                }
            }
        }
    }
    match waiting.keys().next() {
        None => Ok(order),
        Some(start) => Err(GraphError::Cycle(cycle(needs, &waiting, start))),
    }
}

/// Walks needs among the waiting until a key comes again.
fn cycle(
    needs: &BTreeMap<ResourceKey, BTreeSet<ResourceKey>>,
    waiting: &BTreeMap<&ResourceKey, usize>,
    start: &ResourceKey,
) -> Vec<ResourceKey> {
    let mut path = vec![start.clone()];
    loop {
        let next = path
            .last()
            .and_then(|last| needs.get(last))
            .and_then(|needs| needs.iter().find(|need| waiting.contains_key(need)));
        let Some(next) = next.cloned() else { return path };
        if let Some(index) = path.iter().position(|seen| *seen == next) {
            path.push(next);
            return path.split_off(index);
        }
        path.push(next);
    }
}

#[cfg(test)]
mod tests {
    use lks_domain::region::Region;
    use serde_json::json;

    use super::super::Kind;
    use super::*;

    fn key(kind: Kind, name: &str) -> ResourceKey {
        ResourceKey::new(Region::UsEast1, kind, name)
    }

    fn resource(key: ResourceKey, properties: Value) -> Resource {
        Resource::new(key, "network", properties.as_object().cloned().unwrap())
    }

    fn vpc() -> Resource {
        resource(key(Kind::Vpc, "v"), json!({ "CidrBlock": "10.0.0.0/16" }))
    }

    fn subnet(vpc: &ResourceKey) -> Resource {
        resource(key(Kind::Subnet, "s"), json!({ "VpcId": vpc.reference(), "CidrBlock": "10.0.0.0/24" }))
    }

    #[test]
    fn what_is_needed_comes_first() {
        let vpc = vpc();
        let graph = Graph::new([subnet(&vpc.key), vpc.clone()]).unwrap();
        assert_eq!(graph.order(), [vpc.key, key(Kind::Subnet, "s")]);
    }

    #[test]
    fn a_reference_to_nothing_is_refused() {
        let missing = key(Kind::Vpc, "other");
        let error = Graph::new([vpc(), subnet(&missing)]).unwrap_err();
        assert_eq!(error, GraphError::Dangling { from: key(Kind::Subnet, "s"), to: missing });
    }

    #[test]
    fn a_property_that_the_kind_does_not_have_is_refused() {
        let wrong = resource(key(Kind::Vpc, "v"), json!({ "CidrBlock": "10.0.0.0/16", "Cidr": "x" }));
        assert!(matches!(Graph::new([wrong]), Err(GraphError::Schema(..))));
    }

    #[test]
    fn resources_that_wait_for_each_other_are_named() {
        let mut vpc = vpc();
        let subnet = subnet(&vpc.key);
        vpc.depends_on.push(subnet.key.clone());
        let GraphError::Cycle(path) = Graph::new([vpc, subnet]).unwrap_err() else { panic!("no cycle") };
        assert_eq!(path.len(), 3);
        assert_eq!(path.first(), path.last());
    }
}
