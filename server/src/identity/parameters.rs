//! The JSON object of a request: parameters by name, of the types the operation wants. Others are
//! ignored. No refusal repeats a value.

use std::collections::BTreeMap;

use lks_domain::json::replace_lone_surrogates;
use serde_json::{Map, Value};

use super::refusal::Refusal;

/// The parameters of one request.
#[derive(Debug, Default)]
pub struct Parameters(Map<String, Value>);

impl Parameters {
    /// Reads a body; an empty one has no parameters.
    ///
    /// # Errors
    /// [`Refusal::Serialization`] when it is not a JSON object.
    pub fn parse(body: &[u8]) -> Result<Self, Refusal> {
        if body.iter().all(u8::is_ascii_whitespace) {
            return Ok(Self::default());
        }
        match serde_json::from_slice(&replace_lone_surrogates(body)) {
            Ok(Value::Object(parameters)) => Ok(Self(parameters)),
            Ok(_) => Err(Refusal::Serialization("The request body must be a JSON object.".to_owned())),
            Err(error) => Err(Refusal::Serialization(format!(
                "The request body is not valid JSON (line {}, column {}).",
                error.line(),
                error.column()
            ))),
        }
    }

    /// A text that may be left out.
    ///
    /// # Errors
    /// [`Refusal::Serialization`] when it is not a text.
    pub fn optional(&self, name: &str) -> Result<Option<&str>, Refusal> {
        match self.0.get(name) {
            None | Some(Value::Null) => Ok(None),
            Some(Value::String(text)) => Ok(Some(text)),
            Some(_) => Err(wrong_type(name, "a string")),
        }
    }

    /// A text that must be there and not be empty.
    ///
    /// # Errors
    /// [`Refusal::InvalidParameter`] when it is not; [`Refusal::Serialization`] for another type.
    pub fn required(&self, name: &str) -> Result<&str, Refusal> {
        self.optional(name)?.filter(|text| !text.is_empty()).ok_or_else(|| Refusal::missing(name))
    }

    /// A map of texts, as `AuthParameters`; empty if it is left out.
    ///
    /// # Errors
    /// [`Refusal::Serialization`] when it is something else.
    pub fn map(&self, name: &str) -> Result<Self, Refusal> {
        match self.0.get(name) {
            None | Some(Value::Null) => Ok(Self::default()),
            Some(Value::Object(map)) => Ok(Self(map.clone())),
            Some(_) => Err(wrong_type(name, "a map")),
        }
    }

    /// A list of `{"Name":…,"Value":…}`, as `UserAttributes`; the last of a name counts.
    ///
    /// # Errors
    /// [`Refusal::Serialization`] when it is something else.
    pub fn attributes(&self, name: &str) -> Result<BTreeMap<String, String>, Refusal> {
        let list = match self.0.get(name) {
            None | Some(Value::Null) => return Ok(BTreeMap::new()),
            Some(Value::Array(list)) => list,
            Some(_) => return Err(wrong_type(name, "a list")),
        };
        list.iter()
            .map(|item| attribute(item).ok_or_else(|| wrong_type(name, "a list of attributes")))
            .collect()
    }
}

fn attribute(item: &Value) -> Option<(String, String)> {
    let name = item.get("Name")?.as_str()?;
    let value = item.get("Value").map_or(Some(""), Value::as_str)?;
    Some((name.to_owned(), value.to_owned()))
}

fn wrong_type(name: &str, wanted: &str) -> Refusal {
    Refusal::Serialization(format!("{name} must be {wanted}."))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_body_is_an_object_and_refusals_do_not_repeat_it() {
        for body in ["[1]", "\"rahasia\"", "{\"Password\": rahasia}", "{", "\u{feff}{}"] {
            let refusal = Parameters::parse(body.as_bytes()).unwrap_err();
            assert_eq!(refusal.type_name(), "SerializationException");
            assert!(!refusal.to_string().contains("rahasia"));
        }
        assert!(Parameters::parse(b"").unwrap().optional("Username").unwrap().is_none());
    }

    #[test]
    fn parameters_have_types_and_lone_surrogates_are_read() {
        let body = br#"{"Username":"a \ud83d","Password":5,"Empty":"","Nothing":null,
            "UserAttributes":[{"Name":"name","Value":"Siti"},{"Name":"custom:x"}],"AuthParameters":{"USERNAME":"b"}}"#;
        let parameters = Parameters::parse(body).unwrap();
        assert_eq!(parameters.required("Username"), Ok("a \u{fffd}"));
        assert_eq!(parameters.required("Password").unwrap_err().type_name(), "SerializationException");
        assert_eq!(parameters.required("Empty"), Err(Refusal::missing("Empty")));
        assert_eq!(parameters.optional("Nothing"), Ok(None));
        assert_eq!(parameters.map("AuthParameters").unwrap().required("USERNAME"), Ok("b"));
        assert_eq!(parameters.attributes("UserAttributes").unwrap()["name"], "Siti");
        assert!(parameters.attributes("Username").is_err());
    }
}
