//! One step of a plan.

use lks_domain::region::Region;
use serde::{Deserialize, Serialize};

use super::FieldChange;
use crate::cloud::Address;
use crate::resource::{Kind, ResourceKey};

/// What a step does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Action {
    /// Makes it.
    Create,
    /// Sets some of its properties.
    Change,
    /// Makes a new one in its place.
    Replace,
    /// Removes it.
    Delete,
    /// Takes over what is there already.
    Adopt,
    /// Cannot be done; nothing of the plan will be.
    Blocked,
}

impl Action {
    /// The sign in front of a line.
    pub const fn sign(self) -> &'static str {
        match self {
            Self::Create => "+",
            Self::Change => "~",
            Self::Replace => "±",
            Self::Delete => "-",
            Self::Adopt => "=",
            Self::Blocked => "!",
        }
    }

    /// The word.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Create => "create",
            Self::Change => "change",
            Self::Replace => "replace",
            Self::Delete => "delete",
            Self::Adopt => "adopt",
            Self::Blocked => "blocked",
        }
    }
}

/// One resource and what is done with it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(from = "Written")]
pub struct Step {
    /// What is done.
    pub action: Action,
    /// With what kind of resource.
    pub kind: Kind,
    /// Its name.
    pub name: String,
    /// Where.
    pub region: Region,
    /// Why.
    pub reason: String,
    /// The part of the stack.
    pub component: String,
    /// Its key, if the specification has it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub key: Option<ResourceKey>,
    /// The physical resource, if there is one.
    #[serde(rename = "id", serialize_with = "id_only", skip_serializing_if = "Option::is_none")]
    pub address: Option<Address>,
    /// Field by field.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub changes: Vec<FieldChange>,
    /// What is lost and cannot be made again.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub loses: String,
    /// How long it usually takes.
    pub seconds: u32,
}

/// A step as it was written: the physical resource by its id alone.
#[derive(Deserialize)]
struct Written {
    action: Action,
    kind: Kind,
    name: String,
    region: Region,
    reason: String,
    component: String,
    key: Option<ResourceKey>,
    id: Option<String>,
    #[serde(default)]
    changes: Vec<FieldChange>,
    #[serde(default)]
    loses: String,
    seconds: u32,
}

impl From<Written> for Step {
    fn from(written: Written) -> Self {
        let Written { action, kind, name, region, reason, component, key, id, changes, loses, seconds } =
            written;
        let address = id.map(|id| Address { region, kind, id });
        Self { action, kind, name, region, reason, component, key, address, changes, loses, seconds }
    }
}

fn id_only<S: serde::Serializer>(address: &Option<Address>, serializer: S) -> Result<S::Ok, S::Error> {
    match address {
        Some(address) => serializer.serialize_str(&address.id),
        None => serializer.serialize_none(),
    }
}
