//! Writing down what AWS shows, under CloudFormation's names.

use std::collections::{BTreeMap, HashMap};

use lks_domain::region::Region;
use lks_provision::cloud::{Address, Maker, Observed, State};
use lks_provision::resource::{Kind, Properties};
use serde_json::{Value, json};

/// A resource while it is written down.
pub(crate) struct Seen(Observed);

impl Seen {
    /// Ready, made by somebody, as long as nothing else is said.
    pub fn new(region: Region, kind: Kind, id: impl Into<String>) -> Self {
        Self(Observed {
            address: Address { region, kind, id: id.into() },
            state: State::Available,
            status: "available".into(),
            maker: Maker::Caller,
            properties: Properties::new(),
            attributes: Properties::new(),
        })
    }

    pub fn state(mut self, state: State, status: impl Into<String>) -> Self {
        self.0.state = state;
        self.0.status = status.into();
        self
    }

    /// AWS made it by itself, if `so`.
    pub fn by_cloud(mut self, so: bool) -> Self {
        if so {
            self.0.maker = Maker::Cloud;
        }
        self
    }

    /// A property, unless it is not there.
    pub fn with(mut self, name: &str, value: impl Into<Value>) -> Self {
        put(&mut self.0.properties, name, value.into());
        self
    }

    /// What `Fn::GetAtt` gives, unless it is not there.
    pub fn attribute(mut self, name: &str, value: impl Into<Value>) -> Self {
        put(&mut self.0.attributes, name, value.into());
        self
    }

    pub fn tags<'t>(self, pairs: impl IntoIterator<Item = (Option<&'t str>, Option<&'t str>)>) -> Self {
        let pairs = pairs.into_iter().filter_map(|(key, value)| Some((key?, value.unwrap_or_default())));
        self.tag_pairs(pairs)
    }

    pub fn tag_pairs<'t>(self, pairs: impl IntoIterator<Item = (&'t str, &'t str)>) -> Self {
        // In order: some services give them in none, and a plan must not differ for that.
        let pairs: BTreeMap<&str, &str> = pairs.into_iter().collect();
        let tags: Vec<Value> =
            pairs.into_iter().map(|(key, value)| json!({ "Key": key, "Value": value })).collect();
        if tags.is_empty() { self } else { self.with("Tags", tags) }
    }

    pub fn done(self) -> Observed {
        self.0
    }
}

fn put(properties: &mut Properties, name: &str, value: Value) {
    if !value.is_null() {
        properties.insert(name.to_owned(), value);
    }
}

/// A map of a service's, in order.
pub(crate) fn ordered<T: serde::Serialize>(map: Option<&HashMap<String, T>>) -> Option<Value> {
    let map: BTreeMap<_, _> = map?.iter().collect();
    serde_json::to_value(map).ok()
}

/// An object without its nulls.
pub(crate) fn dense(value: Value) -> Value {
    match value {
        Value::Object(fields) => fields
            .into_iter()
            .filter(|(_, value)| !value.is_null())
            .map(|(name, value)| (name, dense(value)))
            .collect::<Properties>()
            .into(),
        Value::Array(items) => items.into_iter().map(dense).collect(),
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_aws_does_not_say_is_not_written() {
        let seen = Seen::new(Region::UsEast1, Kind::Vpc, "vpc-1")
            .with("CidrBlock", Some("10.0.0.0/16"))
            .with("InstanceTenancy", None::<&str>)
            .tags([(Some("Name"), Some("lks-x")), (None, Some("y"))])
            .done();
        assert_eq!(seen.properties.keys().collect::<Vec<_>>(), ["CidrBlock", "Tags"]);
        assert_eq!(seen.name(), "lks-x");
    }

    #[test]
    fn an_object_is_dense_at_every_depth() {
        assert_eq!(dense(json!({ "a": null, "b": [{ "c": null, "d": 1 }] })), json!({ "b": [{ "d": 1 }] }));
    }
}
