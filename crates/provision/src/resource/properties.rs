//! A resource's properties: a JSON object under CloudFormation's names.

use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};

/// Property names to values.
pub type Properties = Map<String, Value>;

/// Tags as CloudFormation writes them: `[{"Key": .., "Value": ..}]`.
pub fn tags<'a>(pairs: impl IntoIterator<Item = (&'a str, &'a str)>) -> Value {
    pairs.into_iter().map(|(key, value)| json!({ "Key": key, "Value": value })).collect()
}

/// The value of a tag, if `properties` has it.
pub fn tag<'a>(properties: &'a Properties, key: &str) -> Option<&'a str> {
    let pairs = properties.get("Tags")?.as_array()?;
    pairs.iter().find(|pair| pair["Key"] == key)?["Value"].as_str()
}

/// The same value always as the same text: keys in order, no spaces.
pub fn canonical(value: &Value) -> String {
    let mut out = String::new();
    write_canonical(value, &mut out);
    out
}

fn write_canonical(value: &Value, out: &mut String) {
    match value {
        Value::Object(map) => {
            let mut keys: Vec<_> = map.iter().collect();
            keys.sort_unstable_by_key(|(key, _)| *key);
            write_joined(out, ['{', '}'], keys, |(key, value), out| {
                out.push_str(&Value::from(key.as_str()).to_string());
                out.push(':');
                write_canonical(value, out);
            });
        }
        Value::Array(items) => write_joined(out, ['[', ']'], items, write_canonical),
        other => out.push_str(&other.to_string()),
    }
}

fn write_joined<T>(
    out: &mut String,
    [open, close]: [char; 2],
    items: impl IntoIterator<Item = T>,
    write: impl Fn(T, &mut String),
) {
    out.push(open);
    for (index, item) in items.into_iter().enumerate() {
        if index > 0 {
            out.push(',');
        }
        write(item, out);
    }
    out.push(close);
}

/// SHA-256 of some text, in hexadecimal.
pub fn digest(text: impl AsRef<[u8]>) -> String {
    hex::encode(Sha256::digest(text.as_ref()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_values_have_the_same_canonical_text() {
        let one = json!({ "b": [1, { "y": null, "x": "ü\"" }], "a": true });
        let other = json!({ "a": true, "b": [1, { "x": "ü\"", "y": null }] });
        assert_eq!(canonical(&one), canonical(&other));
        assert_eq!(canonical(&one), "{\"a\":true,\"b\":[1,{\"x\":\"ü\\\"\",\"y\":null}]}");
    }

    #[test]
    fn a_tag_is_found_by_its_key() {
        let mut properties = Properties::new();
        assert_eq!(tag(&properties, "Name"), None);
        properties.insert("Tags".into(), tags([("Name", "lks-x"), ("Stack", "s")]));
        assert_eq!(tag(&properties, "Stack"), Some("s"));
    }
}
