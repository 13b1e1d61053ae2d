//! What every kind's properties are: form, which change forces replacement, how a resource is found
//! again, how long it takes. One table; plan, engine and Sandbox all read it.

mod application;
mod compute;
mod network;
mod operations;
mod property;
mod storage;

use std::collections::BTreeMap;
use std::sync::OnceLock;

pub use property::{Change, Form, Property};
use serde_json::Value;

use super::{Kind, Properties};

/// How the cloud keeps a creation from happening twice (AWS.md, Idempotency and consistency).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Token {
    /// It does not: look the resource up before trying again.
    None,
    /// By a token of ours: the same token gives the same resource.
    Client,
    /// The same name with the same settings succeeds again.
    SameName,
    /// Creating it again overwrites it.
    Upsert,
    /// Creating it again is refused as already there.
    Conflict,
}

/// How a kind is replaced when a property that cannot change must.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Replace {
    /// The old one goes first: its name or its place is taken, or the account's limit is near.
    DeleteFirst,
    /// The new one comes first and takes over; then the old one goes.
    CreateFirst,
    /// Never: too much would be lost. The plan is blocked and says so.
    Refuse,
}

/// What is known of a kind, once for all.
#[derive(Debug, Clone)]
pub struct Schema {
    /// The kind.
    pub kind: Kind,
    /// Its properties by name.
    pub properties: BTreeMap<&'static str, Property>,
    /// What `Fn::GetAtt` may ask.
    pub attributes: Vec<&'static str>,
    /// Properties that name one among its kind and region; empty: by the tags `Stack` and `Name`.
    pub key: Vec<&'static str>,
    /// How doubles are prevented.
    pub token: Token,
    /// Usual seconds to create, update and delete (AWS.md, Observed times).
    pub seconds: [u32; 3],
    /// How it is replaced.
    pub replace: Replace,
    /// What a replacement or deletion loses that cannot be made again; empty: nothing.
    pub loses: &'static str,
}

/// Why properties do not fit a kind.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SchemaError {
    /// No such property.
    #[error("{kind} has no property {property}")]
    Unknown {
        /// The kind.
        kind: Kind,
        /// What was given.
        property: String,
    },
    /// A property that must be given is not.
    #[error("{kind} needs {property}")]
    Missing {
        /// The kind.
        kind: Kind,
        /// What lacks.
        property: &'static str,
    },
    /// A value of the wrong form.
    #[error("{kind}: {property} must be {form}")]
    Form {
        /// The kind.
        kind: Kind,
        /// Which property.
        property: &'static str,
        /// What it must be.
        form: Form,
    },
}

impl Schema {
    /// Whether the kind has these properties, in these forms, and none that it needs is missing.
    ///
    /// # Errors
    /// The first property that is wrong.
    pub fn check(&self, properties: &Properties) -> Result<(), SchemaError> {
        self.check_some(properties)?;
        let missing = |property: &&Property| property.required && !properties.contains_key(property.name);
        match self.properties.values().find(missing) {
            Some(property) => Err(SchemaError::Missing { kind: self.kind, property: property.name }),
            None => Ok(()),
        }
    }

    /// As [`Self::check`], for a part of the properties.
    ///
    /// # Errors
    /// The first property that is wrong.
    pub fn check_some(&self, properties: &Properties) -> Result<(), SchemaError> {
        properties.iter().try_for_each(|(name, value)| self.check_one(name, value))
    }

    fn check_one(&self, name: &str, value: &Value) -> Result<(), SchemaError> {
        let kind = self.kind;
        let Some(property) = self.properties.get(name) else {
            return Err(SchemaError::Unknown { kind, property: name.to_owned() });
        };
        if property.form.fits(value) {
            Ok(())
        } else {
            Err(SchemaError::Form { kind, property: property.name, form: property.form })
        }
    }

    /// Whether resources of this kind carry tags.
    pub fn tagged(&self) -> bool {
        self.properties.contains_key("Tags")
    }

    /// Whether a fresh one is found again by its tags alone.
    pub fn found_by_tags(&self) -> bool {
        self.key.is_empty()
    }

    /// The properties that are set by calls of their own once it exists.
    pub fn set_afterwards(&self, name: &str) -> bool {
        self.properties.get(name).is_some_and(|property| property.change == Change::Afterwards)
    }
}

/// A row of the table. `properties` is written as [`Property::read`] has it.
#[derive(Clone, Copy)]
struct Row {
    kind: Kind,
    properties: &'static str,
    attributes: &'static str,
    key: &'static str,
    token: Token,
    seconds: [u32; 3],
    replace: Replace,
    loses: &'static str,
}

const ROW: Row = Row {
    kind: Kind::Vpc,
    properties: "",
    attributes: "",
    key: "",
    token: Token::None,
    seconds: [2, 1, 2],
    replace: Replace::DeleteFirst,
    loses: "",
};

impl Row {
    fn read(&self) -> Schema {
        let properties = self.properties.split_whitespace().map(Property::read);
        Schema {
            kind: self.kind,
            properties: properties.map(|property| (property.name, property)).collect(),
            attributes: self.attributes.split_whitespace().collect(),
            key: self.key.split_whitespace().collect(),
            token: self.token,
            seconds: self.seconds,
            replace: self.replace,
            loses: self.loses,
        }
    }
}

/// The schema of a kind.
pub fn of(kind: Kind) -> &'static Schema {
    static TABLE: OnceLock<Vec<Schema>> = OnceLock::new();
    let table = TABLE.get_or_init(|| Kind::ALL.iter().map(|kind| row(*kind).read()).collect());
    &table[kind as usize]
}

fn rows() -> impl Iterator<Item = &'static Row> {
    let tables = [network::ROWS, compute::ROWS, storage::ROWS, application::ROWS, operations::ROWS];
    tables.into_iter().flatten()
}

fn row(kind: Kind) -> &'static Row {
    rows().find(|row| row.kind == kind).unwrap_or(&ROW)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_has_exactly_one_row() {
        for kind in Kind::ALL {
            assert_eq!(rows().filter(|row| row.kind == *kind).count(), 1, "{kind}");
            assert_eq!(of(*kind).kind, *kind);
        }
    }

    #[test]
    fn a_key_is_made_of_properties_that_the_kind_has() {
        for kind in Kind::ALL {
            let schema = of(*kind);
            for name in &schema.key {
                assert!(schema.properties.contains_key(name), "{kind}: {name}");
            }
            assert!(!schema.found_by_tags() || schema.tagged(), "{kind} cannot be found again");
        }
    }

    #[test]
    fn what_lacks_or_is_unknown_is_named() {
        let schema = of(Kind::Subnet);
        let error = schema.check(&Properties::new()).unwrap_err();
        assert_eq!(error.to_string(), "AWS::EC2::Subnet needs CidrBlock");
        let odd = serde_json::json!({ "Colour": "red" });
        let error = schema.check_some(odd.as_object().unwrap()).unwrap_err();
        assert_eq!(error.to_string(), "AWS::EC2::Subnet has no property Colour");
    }
}
