//! The name of a resource in the specification: region, kind and name together are unique.

use std::str::FromStr;

use lks_domain::region::Region;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::Kind;

/// Names one resource of the stack; written `us-east-1/AWS::EC2::VPC/lks-vpc-zone-a`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ResourceKey {
    /// Where it lives; global services are in us-east-1.
    pub region: Region,
    /// What it is.
    pub kind: Kind,
    /// Its name: the service's own name where it has one, else the `Name` tag, else a name of ours.
    pub name: String,
}

impl ResourceKey {
    /// The key of these three.
    pub fn new(region: Region, kind: Kind, name: impl Into<String>) -> Self {
        Self { region, kind, name: name.into() }
    }

    /// `{"Ref": key}`: the physical id of the resource, once it exists.
    pub fn reference(&self) -> Value {
        json!({ "Ref": self.to_string() })
    }

    /// `{"Fn::GetAtt": [key, attribute]}`: what the cloud says of it, once it exists.
    pub fn attribute(&self, name: &str) -> Value {
        json!({ "Fn::GetAtt": [self.to_string(), name] })
    }

    /// `{"Fn::Secret": key}`: the secret text kept in this `AWS::SecretsManager::Secret` or
    /// `AWS::SSM::Parameter`. Put in at the last moment before a call, never written down.
    pub fn secret(&self) -> Value {
        json!({ "Fn::Secret": self.to_string() })
    }
}

impl std::fmt::Display for ResourceKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}/{}/{}", self.region, self.kind, self.name)
    }
}

/// The text is not `region/kind/name`.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("'{0}' is not a resource key; write region/kind/name, as us-east-1/AWS::EC2::VPC/lks-vpc-zone-a")]
pub struct KeyError(pub String);

impl FromStr for ResourceKey {
    type Err = KeyError;

    fn from_str(text: &str) -> Result<Self, KeyError> {
        let mut parts = text.splitn(3, '/');
        let read = || -> Option<Self> {
            let region = Region::from_id(parts.next()?)?;
            let kind = Kind::from_name(parts.next()?)?;
            Some(Self::new(region, kind, parts.next().filter(|name| !name.is_empty())?))
        };
        let mut read = read;
        read().ok_or_else(|| KeyError(text.to_owned()))
    }
}

impl Serialize for ResourceKey {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for ResourceKey {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_reads_back_what_it_wrote_even_with_slashes_in_the_name() {
        let key = ResourceKey::new(Region::UsWest2, Kind::Route, "lks-rtb-private:0.0.0.0/0");
        assert_eq!(key.to_string().parse(), Ok(key));
        assert!("us-west-1/AWS::EC2::VPC/x".parse::<ResourceKey>().is_err());
        assert!("us-east-1/AWS::EC2::Vpc/x".parse::<ResourceKey>().is_err());
        assert!("us-east-1/AWS::EC2::VPC/".parse::<ResourceKey>().is_err());
    }
}
