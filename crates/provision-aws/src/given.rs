//! Reading the properties of a creation or a change.

use lks_provision::cloud::{CloudError, ErrorClass};
use lks_provision::resource::Properties;
use serde_json::Value;

/// Properties under CloudFormation's names, all references answered.
#[derive(Clone, Copy)]
pub(crate) struct Given<'a>(pub &'a Properties);

impl<'a> Given<'a> {
    /// The value, unless it is null.
    pub fn value(self, name: &str) -> Option<&'a Value> {
        self.0.get(name).filter(|value| !value.is_null())
    }

    pub fn text(self, name: &str) -> Option<String> {
        self.value(name).and_then(as_text)
    }

    /// The text that the kind cannot do without; the schema has seen to it that it is there.
    pub fn need(self, name: &str) -> Result<String, CloudError> {
        self.text(name).ok_or_else(|| {
            CloudError::new(ErrorClass::InvalidParameter, "MissingParameter", format!("{name} is not given"))
        })
    }

    pub fn flag(self, name: &str) -> Option<bool> {
        self.value(name)?.as_bool()
    }

    pub fn number(self, name: &str) -> Option<i32> {
        self.value(name).and_then(as_number)
    }

    pub fn list(self, name: &str) -> Option<&'a [Value]> {
        self.value(name)?.as_array().map(Vec::as_slice)
    }

    pub fn texts(self, name: &str) -> Option<Vec<String>> {
        self.list(name).map(|items| items.iter().filter_map(as_text).collect())
    }

    /// Keys and values of the tags.
    pub fn tags(self) -> Vec<(String, String)> {
        let pairs = self.list("Tags").unwrap_or_default().iter();
        pairs.filter_map(|pair| Some((as_text(&pair["Key"])?, as_text(&pair["Value"])?))).collect()
    }

    /// The tags in a service's own type.
    pub fn tags_as<T>(self, make: impl Fn(String, String) -> T) -> Option<Vec<T>> {
        let tags: Vec<T> = self.tags().into_iter().map(|(key, value)| make(key, value)).collect();
        (!tags.is_empty()).then_some(tags)
    }
}

/// A text; numbers are written out.
pub(crate) fn as_text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// A number, which may be written as text.
pub(crate) fn as_number(value: &Value) -> Option<i32> {
    let number = value.as_i64().or_else(|| value.as_str()?.parse().ok())?;
    i32::try_from(number).ok()
}

/// A field of an object as text.
pub(crate) fn field(value: &Value, name: &str) -> Option<String> {
    as_text(&value[name])
}

/// A field of an object as number.
pub(crate) fn number(value: &Value, name: &str) -> Option<i32> {
    as_number(&value[name])
}

/// The texts of a list in an object.
pub(crate) fn texts(value: &Value, name: &str) -> Option<Vec<String>> {
    value[name].as_array().map(|items| items.iter().filter_map(as_text).collect())
}

/// The text-to-text map in an object.
pub(crate) fn map(value: &Value) -> Option<std::collections::HashMap<String, String>> {
    let pairs = value.as_object()?.iter();
    Some(pairs.filter_map(|(name, value)| Some((name.clone(), as_text(value)?))).collect())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn texts_numbers_and_tags_are_read_as_they_may_be_written() {
        let given = json!({ "Port": "5432", "Size": 20, "Tags": [{ "Key": "Name", "Value": "lks-x" }] });
        let given = Given(given.as_object().unwrap());
        assert_eq!(given.number("Port"), Some(5432));
        assert_eq!(given.text("Size").as_deref(), Some("20"));
        assert_eq!(given.tags(), [("Name".to_owned(), "lks-x".to_owned())]);
        assert_eq!(given.need("Name").unwrap_err().class, ErrorClass::InvalidParameter);
    }
}
