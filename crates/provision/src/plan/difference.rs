//! What is not as it shall be, property by property. What the specification does not mention may be as
//! it likes; secrets are never compared in the open.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::cloud::{Observed, State};
use crate::resource::{
    Change, Form, Kind, Properties, Property, Reference, Schema, resolve, schema, secret_paths,
};

/// A value that is known once something else has been made.
pub const UNKNOWN: &str = "(known after apply)";

/// A value that is not shown.
pub const HIDDEN: &str = "(secret)";

/// One property that is not as it shall be.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FieldChange {
    /// CloudFormation's name.
    pub field: String,
    /// What it is; `null`: not set.
    pub before: Value,
    /// What it shall be.
    pub after: Value,
    /// Whether it takes a new resource.
    pub replaces: bool,
}

/// What `resource` has that is not as it shall be; that a machine is stopped, too.
pub fn changes(
    wanted: &Properties,
    seen: &Observed,
    answer: &impl Fn(&Reference) -> Option<Value>,
) -> Vec<FieldChange> {
    let mut found = differences(schema::of(seen.address.kind), wanted, &seen.properties, answer);
    if seen.address.kind == Kind::Instance && seen.state == State::Stopped {
        let (before, after) = (seen.status.clone().into(), "running".into());
        found.push(FieldChange { field: "State".into(), before, after, replaces: false });
    }
    found
}

/// The properties of `wanted` that `present` does not have as they shall be. `answer` knows references;
/// those that it does not know yet count as changed.
pub fn differences(
    schema: &Schema,
    wanted: &Properties,
    present: &Properties,
    answer: &impl Fn(&Reference) -> Option<Value>,
) -> Vec<FieldChange> {
    wanted
        .iter()
        .filter_map(|(name, value)| {
            let property = schema.properties.get(name.as_str())?;
            difference(property, value, present.get(name), answer)
        })
        .collect()
}

fn difference(
    property: &Property,
    wanted: &Value,
    present: Option<&Value>,
    answer: &impl Fn(&Reference) -> Option<Value>,
) -> Option<FieldChange> {
    if property.change == Change::Unread {
        return None;
    }
    let mut before = present.cloned().unwrap_or(Value::Null);
    for path in secret_paths(wanted) {
        hide(&mut before, &path);
    }
    let hiding = |reference: &Reference| {
        if reference.is_secret() { Some(HIDDEN.into()) } else { answer(reference) }
    };
    let after = resolve(wanted, &hiding);
    if after.as_ref().is_some_and(|after| same(property, after, &before)) {
        return None;
    }
    Some(FieldChange {
        field: property.name.to_owned(),
        before,
        after: after.unwrap_or_else(|| UNKNOWN.into()),
        replaces: property.change == Change::Replace,
    })
}

fn hide(value: &mut Value, path: &str) {
    if let Some(inner) = value.pointer_mut(path).filter(|inner| !inner.is_null()) {
        *inner = HIDDEN.into();
    }
}

/// Whether what is there is what is wanted; an absent list or `false` is as good as an empty one.
fn same(property: &Property, wanted: &Value, present: &Value) -> bool {
    if present.is_null() {
        return matches!(wanted, Value::Null) || wanted.as_array().is_some_and(Vec::is_empty);
    }
    match (property.form, wanted, present) {
        (Form::Tags, Value::Array(wanted), Value::Array(present)) => {
            wanted.iter().all(|tag| present.iter().any(|other| contains(other, tag)))
        }
        (Form::Set, Value::Array(wanted), Value::Array(present)) => same_set(wanted, present),
        (Form::Document, ..) => super::document::same(wanted, present),
        _ if property.name == "EngineVersion" => is_version(wanted, present),
        _ => contains(present, wanted),
    }
}

fn same_set(wanted: &[Value], present: &[Value]) -> bool {
    let mut left: Vec<&Value> = present.iter().collect();
    let each_found = wanted.iter().all(|item| {
        let found = left.iter().position(|other| contains(other, item));
        found.map(|index| left.swap_remove(index)).is_some()
    });
    each_found && left.is_empty()
}

/// A version without its minor part is any of that version.
fn is_version(wanted: &Value, present: &Value) -> bool {
    let (Some(wanted), Some(present)) = (wanted.as_str(), present.as_str()) else { return wanted == present };
    present.strip_prefix(wanted).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

/// Whether `present` has everything that `wanted` has; services add fields of their own to objects, and
/// give lists of ids in an order of their own.
pub(super) fn contains(present: &Value, wanted: &Value) -> bool {
    match (present, wanted) {
        (Value::Object(present), Value::Object(wanted)) => wanted.iter().all(|(name, value)| {
            present.get(name).is_some_and(|other| match (other, value) {
                (Value::Array(other), Value::Array(value)) if name.ends_with("Ids") => same_set(value, other),
                _ => contains(other, value),
            })
        }),
        (Value::Array(present), Value::Array(wanted)) => {
            present.len() == wanted.len()
                && present.iter().zip(wanted).all(|(present, wanted)| contains(present, wanted))
        }
        _ => present == wanted,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn found(kind: Kind, wanted: Value, present: Value) -> Vec<FieldChange> {
        let object = |value: Value| value.as_object().cloned().unwrap();
        differences(schema::of(kind), &object(wanted), &object(present), &|_| None)
    }

    #[test]
    fn what_nobody_asked_for_is_no_difference() {
        let wanted = json!({ "Tags": [{ "Key": "Name", "Value": "a" }], "SecurityGroupIds": ["1", "2"] });
        let present = json!({
            "Tags": [{ "Key": "aws:x", "Value": "y" }, { "Key": "Name", "Value": "a" }],
            "SecurityGroupIds": ["2", "1"], "Monitoring": true,
        });
        assert_eq!(found(Kind::Instance, wanted, present), []);
    }

    #[test]
    fn a_set_with_one_more_or_one_less_is_a_difference() {
        let wanted = json!({ "SecurityGroupIds": ["1"] });
        assert_eq!(found(Kind::Instance, wanted.clone(), json!({ "SecurityGroupIds": ["1", "2"] })).len(), 1);
        assert_eq!(found(Kind::Instance, wanted, json!({ "SecurityGroupIds": [] })).len(), 1);
    }

    #[test]
    fn the_property_that_forces_a_replacement_says_so() {
        let found =
            found(Kind::Vpc, json!({ "CidrBlock": "10.0.0.0/16" }), json!({ "CidrBlock": "10.1.0.0/16" }));
        assert_eq!(found.len(), 1);
        assert!(found[0].replaces);
        assert_eq!(found[0].before, "10.1.0.0/16");
    }

    #[test]
    fn ids_inside_an_object_may_come_in_any_order() {
        let wanted = json!({ "VpcConfig": { "SubnetIds": ["1", "2"] } });
        assert_eq!(
            found(Kind::Function, wanted.clone(), json!({ "VpcConfig": { "SubnetIds": ["2", "1"] } })),
            []
        );
        assert_eq!(
            found(Kind::Function, wanted, json!({ "VpcConfig": { "SubnetIds": ["2", "3"] } })).len(),
            1
        );
    }

    #[test]
    fn a_major_version_is_any_of_its_minor_ones() {
        let present = json!({ "EngineVersion": "16.4" });
        assert_eq!(found(Kind::DbInstance, json!({ "EngineVersion": "16" }), present.clone()), []);
        assert_eq!(found(Kind::DbInstance, json!({ "EngineVersion": "1" }), present.clone()).len(), 1);
        assert_eq!(found(Kind::DbInstance, json!({ "EngineVersion": "16.6" }), present).len(), 1);
    }

    #[test]
    fn attributes_that_nobody_asked_for_are_left_alone() {
        let one = |key: &str, value: &str| json!({ "Key": key, "Value": value });
        let wanted = json!({ "LoadBalancerAttributes": [one("idle_timeout.timeout_seconds", "400")] });
        let present = json!({ "LoadBalancerAttributes": [one("routing.http2.enabled", "true"), one("idle_timeout.timeout_seconds", "400")] });
        assert_eq!(found(Kind::LoadBalancer, wanted, present), []);
    }

    #[test]
    fn secrets_are_hidden_on_both_sides() {
        let secret = json!({ "Fn::Secret": "us-east-1/AWS::SecretsManager::Secret/s" });
        let wanted = json!({ "Environment": { "Variables": { "A": "1", "DB_PASSWORD": secret } } });
        let present = json!({ "Environment": { "Variables": { "A": "2", "DB_PASSWORD": "hunter2" } } });
        let found = found(Kind::Function, wanted, present);
        assert_eq!(found.len(), 1);
        assert!(!serde_json::to_string(&found).unwrap().contains("hunter2"));
    }
}
