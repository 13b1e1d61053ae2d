//! The contract that the API answers, as the routers of `lks-api` describe themselves, in the words
//! that API Gateway's import understands: OpenAPI 3.0, bodies as JSON schemas of draft 4.
//!
//! `contract.json` is written by a test of that crate, which keeps it in step.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use serde_json::{Map, Value, json};

use crate::stack::Zone;

static CONTRACT: LazyLock<Value> =
    LazyLock::new(|| serde_json::from_str(include_str!("contract.json")).unwrap_or_default());

/// Who answers a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answerer {
    /// The Lambda.
    Lambda,
    /// The workers of a zone.
    Workers(Zone),
}

/// A path of the contract.
#[derive(Debug)]
pub struct Endpoint {
    /// As API Gateway writes it: the rest of a region's path is `{proxy+}`.
    pub path: String,
    /// Who answers.
    pub answerer: Answerer,
    /// Methods in lower case with what the contract says of them.
    pub methods: Vec<(String, Value)>,
}

impl Endpoint {
    /// Names of the parameters in the path.
    pub fn parameters(&self) -> impl Iterator<Item = &str> {
        let parts = self.path.split('/').filter_map(|part| part.strip_prefix('{')?.strip_suffix('}'));
        parts.map(|name| name.trim_end_matches('+'))
    }
}

/// Every path of the contract.
pub fn endpoints() -> Vec<Endpoint> {
    CONTRACT["paths"].as_object().into_iter().flatten().map(|(path, item)| endpoint(path, item)).collect()
}

fn endpoint(path: &str, item: &Value) -> Endpoint {
    let zone = Zone::ALL.into_iter().find(|zone| path.starts_with(&format!("/{}/", zone.region())));
    let methods = item.as_object().into_iter().flatten();
    Endpoint {
        path: if zone.is_some() { path.replace("{path}", "{proxy+}") } else { path.to_owned() },
        answerer: zone.map_or(Answerer::Lambda, Answerer::Workers),
        methods: methods.map(|(method, operation)| (method.clone(), operation.clone())).collect(),
    }
}

/// The schemas that bodies of these methods are checked against before the Lambda is woken.
///
/// Only what is surely wrong is refused so early: the Lambda says better what is wrong, counts
/// characters as the contract does, and takes `null` where a field may be left out.
pub fn schemas() -> Map<String, Value> {
    let all = CONTRACT["components"]["schemas"].as_object();
    all.into_iter().flatten().map(|(name, schema)| (name.clone(), plain(schema))).collect()
}

fn plain(schema: &Value) -> Value {
    let required: BTreeSet<&str> =
        schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    let Some(properties) = schema["properties"].as_object() else { return enumeration(schema) };
    let properties: Map<_, _> = properties
        .iter()
        .filter(|(name, _)| required.contains(name.as_str()))
        .map(|(name, property)| (name.clone(), narrow(property)))
        .collect();
    let mut plain = json!({ "type": "object", "properties": properties });
    if !required.is_empty() {
        plain["required"] = schema["required"].clone();
    }
    plain
}

fn enumeration(schema: &Value) -> Value {
    json!({ "type": "string", "enum": schema["enum"] })
}

/// A required property's type, or the name of its schema.
fn narrow(property: &Value) -> Value {
    match (&property["$ref"], &property["type"]) {
        (Value::String(name), _) => json!({ "$ref": name }),
        (_, Value::String(kind)) if kind == "array" => json!({ "type": kind, "items": { "type": "object" } }),
        (_, Value::String(kind)) => json!({ "type": kind }),
        _ => json!({}),
    }
}
