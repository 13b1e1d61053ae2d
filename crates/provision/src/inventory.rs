//! What is there, seen one way whether it is wished for (a graph) or observed: items with an id,
//! CloudFormation's property names, and references already turned into ids.
//!
//! Check, verify and cost read this and nothing else. Knows no cloud and no clock.

pub mod view;

use lks_domain::region::Region;
use serde_json::Value;

use crate::cloud::{Maker, Observed};
use crate::resource::{Graph, Kind, Properties, Reference, Resource, resolve, tag};

/// One resource that is there or shall be there.
#[derive(Debug, Clone, PartialEq)]
pub struct Item {
    /// Physical id; in a wished world the text of the resource's key.
    pub id: String,
    /// What it is.
    pub kind: Kind,
    /// Its name.
    pub name: String,
    /// Where it is.
    pub region: Region,
    /// The service's word for its state (`running`, `available`, …); empty in a wished world.
    pub state: String,
    /// Whether the cloud made it by itself, for another resource.
    pub by_cloud: bool,
    /// CloudFormation's property names to values, without references.
    pub fields: Properties,
    /// What the service says beyond its properties: `Arn`, `DNSName`, `IpAddress`, …
    pub attributes: Properties,
}

/// Reads one step after another (`A.0.B`) into a value; `Null` where nothing is.
fn walk<'a>(fields: &'a Properties, path: &str) -> &'a Value {
    let mut steps = path.split('.');
    let first = steps.next().and_then(|step| fields.get(step)).unwrap_or(&Value::Null);
    steps.fold(first, |value, step| match step.parse::<usize>() {
        Ok(index) if value.is_array() => &value[index],
        _ => &value[step],
    })
}

impl Item {
    /// The value at a path such as `VpcConfig.SubnetIds.0`; attributes stand behind the fields.
    pub fn at(&self, path: &str) -> &Value {
        match walk(&self.fields, path) {
            Value::Null => walk(&self.attributes, path),
            value => value,
        }
    }

    /// The text at a path.
    pub fn text(&self, path: &str) -> Option<&str> {
        self.at(path).as_str()
    }

    /// The truth at a path, which may be written as text.
    pub fn flag(&self, path: &str) -> Option<bool> {
        match self.at(path) {
            Value::Bool(truth) => Some(*truth),
            Value::String(text) if text.eq_ignore_ascii_case("true") => Some(true),
            Value::String(text) if text.eq_ignore_ascii_case("false") => Some(false),
            _ => None,
        }
    }

    /// The number at a path, which may be written as text.
    pub fn number(&self, path: &str) -> Option<f64> {
        let value = self.at(path);
        value.as_f64().or_else(|| value.as_str()?.parse().ok())
    }

    /// The list at a path; empty when there is none.
    pub fn list(&self, path: &str) -> &[Value] {
        self.at(path).as_array().map_or(&[], Vec::as_slice)
    }

    /// The texts of the list at a path.
    pub fn texts(&self, path: &str) -> Vec<&str> {
        self.list(path).iter().filter_map(Value::as_str).collect()
    }

    /// The value of a tag.
    pub fn tag(&self, key: &str) -> Option<&str> {
        tag(&self.fields, key)
    }

    /// Whether `text` names this item: its id or its ARN in another's property.
    pub fn is(&self, text: &str) -> bool {
        let arn = |(name, value): (&String, &Value)| name.ends_with("Arn") && value == text;
        !text.is_empty()
            && (self.id == text
                || self.attributes.iter().any(arn)
                || text.starts_with("arn:") && text.rsplit([':', '/']).next() == Some(&self.id))
    }
}

/// All items of a world.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Inventory {
    items: Vec<Item>,
}

impl FromIterator<Item> for Inventory {
    fn from_iter<I: IntoIterator<Item = Item>>(items: I) -> Self {
        Self { items: items.into_iter().collect() }
    }
}

impl Inventory {
    /// The world as it shall be.
    pub fn of_graph(graph: &Graph) -> Self {
        graph.resources().map(wished).collect()
    }

    /// The world as it was observed; what is being removed or gone is not in it.
    pub fn of_observed<'a>(observed: impl IntoIterator<Item = &'a Observed>) -> Self {
        observed.into_iter().filter(|one| one.is_live()).map(seen).collect()
    }

    /// Every item.
    pub fn items(&self) -> &[Item] {
        &self.items
    }

    /// Every item, to be changed (in tests of what checks catch).
    pub fn items_mut(&mut self) -> &mut Vec<Item> {
        &mut self.items
    }

    /// The items of a kind.
    pub fn of(&self, kind: Kind) -> impl Iterator<Item = &Item> {
        self.items.iter().filter(move |item| item.kind == kind)
    }

    /// The items of a kind in a region.
    pub fn of_in(&self, kind: Kind, region: Region) -> impl Iterator<Item = &Item> {
        self.of(kind).filter(move |item| item.region == region)
    }

    /// The item of this kind and name.
    pub fn named(&self, kind: Kind, name: &str) -> Option<&Item> {
        self.of(kind).find(|item| item.name == name)
    }

    /// The item of this kind and name in a region.
    pub fn named_in(&self, kind: Kind, name: &str, region: Region) -> Option<&Item> {
        self.of_in(kind, region).find(|item| item.name == name)
    }

    /// The item of this kind that a property refers to by `text`.
    pub fn referred(&self, kind: Kind, text: &str) -> Option<&Item> {
        self.of(kind).find(|item| item.is(text))
    }

    /// The items of `kind` whose property at `path` refers to `to`.
    pub fn referring<'a>(
        &'a self,
        kind: Kind,
        path: &'a str,
        to: &'a Item,
    ) -> impl Iterator<Item = &'a Item> {
        self.of(kind).filter(move |item| item.text(path).is_some_and(|text| to.is(text)))
    }
}

fn seen(observed: &Observed) -> Item {
    Item {
        id: observed.address.id.clone(),
        kind: observed.address.kind,
        name: observed.name().to_owned(),
        region: observed.address.region,
        state: observed.status.clone(),
        by_cloud: observed.maker == Maker::Cloud,
        fields: observed.properties.clone(),
        attributes: observed.attributes.clone(),
    }
}

fn wished(resource: &Resource) -> Item {
    let answer = |reference: &Reference| Some(stand_in(reference));
    let resolved = resolve(&Value::Object(resource.properties.clone()), &answer);
    let fields = match resolved {
        Some(Value::Object(fields)) => fields,
        _ => resource.properties.clone(),
    };
    Item {
        id: resource.key.to_string(),
        kind: resource.key.kind,
        name: resource.key.name.clone(),
        region: resource.key.region,
        state: String::new(),
        by_cloud: false,
        fields,
        attributes: Properties::new(),
    }
}

/// What a reference reads as before anything exists. Attributes that identify their resource read
/// as its id, so that links can be followed.
fn stand_in(reference: &Reference) -> Value {
    const IDENTIFYING: [&str; 13] = [
        "AllocationId",
        "Arn",
        "AssociationId",
        "FileSystemId",
        "GroupId",
        "InstanceId",
        "ListenerArn",
        "LoadBalancerArn",
        "RouteTableId",
        "SubnetId",
        "TargetGroupArn",
        "UserPoolId",
        "VpcId",
    ];
    match reference {
        Reference::Id(key) => key.to_string().into(),
        Reference::Attribute(key, name) if IDENTIFYING.contains(&name.as_str()) => key.to_string().into(),
        Reference::Attribute(key, name) => format!("{key}.{name}").into(),
        Reference::Secret(_) | Reference::Generate(_) => "(secret)".into(),
    }
}
