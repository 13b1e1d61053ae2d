//! A resource as a cloud shows it.

use lks_domain::region::Region;
use serde::{Deserialize, Serialize};

use crate::resource::{Kind, Properties, tag};

/// Where a physical resource is.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Address {
    /// Its region.
    pub region: Region,
    /// Its kind.
    pub kind: Kind,
    /// Its physical id, which is what `Ref` gives (`vpc-0a1b..`, an ARN, a name).
    pub id: String,
}

impl std::fmt::Display for Address {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {} in {}", self.kind, self.id, self.region)
    }
}

/// How far a resource is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum State {
    /// Being made; others may have to wait for it.
    Pending,
    /// Ready for use.
    Available,
    /// Being changed; still there.
    Updating,
    /// There but not working (an instance that is stopped, a peering that waits for consent).
    Stopped,
    /// Being removed.
    Deleting,
    /// Gone, though the cloud still shows it (a terminated instance).
    Gone,
    /// It failed and will not become ready.
    Failed,
}

/// Who made a resource.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Maker {
    /// Somebody, by a call.
    Caller,
    /// The cloud by itself, for another resource (a VPC's default group, a Lambda's interface).
    Cloud,
}

/// A resource as a cloud shows it; references are physical ids.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Observed {
    /// Where it is.
    #[serde(flatten)]
    pub address: Address,
    /// How far it is.
    pub state: State,
    /// The cloud's own word for the state (`running`, `backing-up`).
    pub status: String,
    /// Who made it.
    pub maker: Maker,
    /// What it is, under CloudFormation's names.
    pub properties: Properties,
    /// What `Fn::GetAtt` gives.
    pub attributes: Properties,
}

impl Observed {
    /// Its name: the `Name` tag, else the name the service knows, else its id.
    pub fn name(&self) -> &str {
        let own = || self.name_properties().find_map(|name| self.properties.get(name)?.as_str());
        tag(&self.properties, "Name").or_else(own).unwrap_or(&self.address.id)
    }

    fn name_properties(&self) -> impl Iterator<Item = &'static str> {
        const NAMES: [&str; 14] = [
            "Name",
            "GroupName",
            "FunctionName",
            "DBInstanceIdentifier",
            "DBSubnetGroupName",
            "DBParameterGroupName",
            "BucketName",
            "AlarmName",
            "DashboardName",
            "LogGroupName",
            "TopicName",
            "UserPoolName",
            "ClientName",
            "AssociationName",
        ];
        NAMES.into_iter()
    }

    /// Whether it is there to be used, now or soon.
    pub fn is_live(&self) -> bool {
        !matches!(self.state, State::Deleting | State::Gone)
    }
}
