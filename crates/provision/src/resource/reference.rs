//! References inside properties, in CloudFormation's words: `Ref`, `Fn::GetAtt`, `Fn::Sub` (with a
//! map), `Fn::Join`; and two words of ours for secrets, `Fn::Secret` and `Fn::GenerateSecret`.

use serde_json::Value;

use super::key::KeyError;
use super::{Properties, ResourceKey};

/// One thing a property waits for.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Reference {
    /// The physical id.
    Id(ResourceKey),
    /// An attribute, known once the resource exists.
    Attribute(ResourceKey, String),
    /// The secret text kept in a resource.
    Secret(ResourceKey),
    /// A new random secret of this many characters.
    Generate(usize),
}

impl Reference {
    /// The resource referred to.
    pub fn key(&self) -> Option<&ResourceKey> {
        match self {
            Self::Id(key) | Self::Attribute(key, _) | Self::Secret(key) => Some(key),
            Self::Generate(_) => None,
        }
    }

    /// Whether the answer must never be written down.
    pub fn is_secret(&self) -> bool {
        matches!(self, Self::Secret(_) | Self::Generate(_))
    }

    /// Reads `{"Ref": ..}` and its like; `None` if `value` is none of them.
    ///
    /// # Errors
    /// A key that is not `region/kind/name`, or arguments of the wrong shape.
    pub fn read(value: &Value) -> Result<Option<Self>, ReferenceError> {
        let Some((word, argument)) = sole(value) else { return Ok(None) };
        let text = |value: &Value| value.as_str().map(str::to_owned).ok_or_else(|| shape(word));
        let reference = match word {
            "Ref" => Self::Id(text(argument)?.parse()?),
            "Fn::GetAtt" => Self::Attribute(text(&argument[0])?.parse()?, text(&argument[1])?),
            "Fn::Secret" => Self::Secret(text(argument)?.parse()?),
            "Fn::GenerateSecret" => {
                let length = argument["Length"].as_u64().ok_or_else(|| shape(word))?;
                Self::Generate(usize::try_from(length).map_err(|_| shape(word))?)
            }
            _ => return Ok(None),
        };
        Ok(Some(reference))
    }
}

fn sole(value: &Value) -> Option<(&str, &Value)> {
    let map = value.as_object().filter(|map| map.len() == 1)?;
    map.iter().next().map(|(word, argument)| (word.as_str(), argument))
}

fn shape(word: &str) -> ReferenceError {
    ReferenceError::Shape(word.to_owned())
}

/// Why a property's reference cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ReferenceError {
    /// The key in it cannot be read.
    #[error(transparent)]
    Key(#[from] KeyError),
    /// The word is there, its arguments are not.
    #[error("{0} has arguments of the wrong shape")]
    Shape(String),
}

/// Calls `found` for every reference in `value`, those in `Fn::Sub` and `Fn::Join` too.
///
/// # Errors
/// The first reference that cannot be read.
pub fn visit(value: &Value, found: &mut impl FnMut(Reference)) -> Result<(), ReferenceError> {
    if let Some(reference) = Reference::read(value)? {
        found(reference);
        return Ok(());
    }
    match value {
        Value::Object(map) => map.values().try_for_each(|inner| visit(inner, found)),
        Value::Array(items) => items.iter().try_for_each(|inner| visit(inner, found)),
        _ => Ok(()),
    }
}

/// `value` with every reference answered by `answer`; `None` if one has no answer yet.
pub fn resolve(value: &Value, answer: &impl Fn(&Reference) -> Option<Value>) -> Option<Value> {
    if let Ok(Some(reference)) = Reference::read(value) {
        return answer(&reference);
    }
    match (sole(value), value) {
        (Some(("Fn::Join", argument)), _) => join(argument, answer),
        (Some(("Fn::Sub", argument)), _) => substitute(argument, answer),
        (_, Value::Object(map)) => {
            let resolved: Option<Properties> =
                map.iter().map(|(name, inner)| Some((name.clone(), resolve(inner, answer)?))).collect();
            resolved.map(Value::Object)
        }
        (_, Value::Array(items)) => items.iter().map(|inner| resolve(inner, answer)).collect(),
        _ => Some(value.clone()),
    }
}

fn join(argument: &Value, answer: &impl Fn(&Reference) -> Option<Value>) -> Option<Value> {
    let between = argument[0].as_str()?;
    let parts: Option<Vec<String>> =
        argument[1].as_array()?.iter().map(|part| resolve(part, answer).map(plain)).collect();
    Some(parts?.join(between).into())
}

fn substitute(argument: &Value, answer: &impl Fn(&Reference) -> Option<Value>) -> Option<Value> {
    let mut text = argument[0].as_str()?.to_owned();
    for (name, value) in argument[1].as_object()? {
        text = text.replace(&format!("${{{name}}}"), &plain(resolve(value, answer)?));
    }
    Some(text.into())
}

fn plain(value: Value) -> String {
    match value {
        Value::String(text) => text,
        other => other.to_string(),
    }
}

/// JSON pointers to the values inside `value` that are secrets or contain one.
pub fn secret_paths(value: &Value) -> Vec<String> {
    let mut paths = Vec::new();
    if !has_secret(value) {
        return paths;
    }
    collect_secrets(value, String::new(), &mut paths);
    paths
}

/// Most values have none, and this costs nothing.
fn has_secret(value: &Value) -> bool {
    match value {
        Value::Object(map) => map.iter().any(|(name, inner)| {
            matches!(name.as_str(), "Fn::Secret" | "Fn::GenerateSecret") || has_secret(inner)
        }),
        Value::Array(items) => items.iter().any(has_secret),
        _ => false,
    }
}

fn collect_secrets(value: &Value, path: String, paths: &mut Vec<String>) {
    let whole = matches!(sole(value), Some((word, _)) if word.starts_with("Fn::"));
    if whole {
        let mut secret = false;
        let _unreadable = visit(value, &mut |reference| secret |= reference.is_secret());
        return if secret {
            paths.push(path)
        };
    }
    match value {
        Value::Object(map) => {
            for (name, inner) in map {
                let name = name.replace('~', "~0").replace('/', "~1");
                collect_secrets(inner, format!("{path}/{name}"), paths);
            }
        }
        Value::Array(items) => {
            for (index, inner) in items.iter().enumerate() {
                collect_secrets(inner, format!("{path}/{index}"), paths);
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use lks_domain::region::Region;
    use serde_json::json;

    use super::super::Kind;
    use super::*;

    fn key() -> ResourceKey {
        ResourceKey::new(Region::UsEast1, Kind::LoadBalancer, "lks-nlb")
    }

    #[test]
    fn references_are_found_and_answered_wherever_they_are() {
        let value = json!({
            "Uri": { "Fn::Sub": ["http://${host}:81/", { "host": key().attribute("DNSName") }] },
            "Ids": [key().reference(), "fixed"],
        });
        let mut seen = Vec::new();
        visit(&value, &mut |reference| seen.push(reference)).unwrap();
        assert_eq!(seen.len(), 2);
        let answer = |reference: &Reference| {
            Some(match reference {
                Reference::Id(_) => json!("arn:1"),
                Reference::Attribute(_, name) => json!(format!("{name}.aws")),
                _ => return None,
            })
        };
        let resolved = resolve(&value, &answer).unwrap();
        assert_eq!(resolved, json!({ "Uri": "http://DNSName.aws:81/", "Ids": ["arn:1", "fixed"] }));
        assert_eq!(resolve(&json!([key().secret()]), &answer), None);
    }

    #[test]
    fn secrets_are_pointed_at() {
        let value =
            json!({ "Environment": { "Variables": { "DB_PASSWORD": key().secret(), "DB_PORT": "1" } } });
        assert_eq!(secret_paths(&value), ["/Environment/Variables/DB_PASSWORD"]);
    }

    #[test]
    fn a_reference_to_nothing_readable_is_an_error() {
        assert!(visit(&json!([{ "Ref": "lks-vpc" }]), &mut |_| ()).is_err());
        assert!(visit(&json!({ "Fn::GetAtt": "x" }), &mut |_| ()).is_err());
    }
}
