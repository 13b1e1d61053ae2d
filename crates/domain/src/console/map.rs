//! The stack as a map of the two regions: where everything stands and what flows between.

use serde::{Deserialize, Serialize};

use super::plan::Action;
use crate::region::Region;

/// The map.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Map {
    /// Both regions with their networks.
    pub regions: Vec<MapRegion>,
    /// Everything that stands in a network or beside it.
    pub nodes: Vec<MapNode>,
    /// What flows, and what joins.
    pub edges: Vec<MapEdge>,
}

/// A region.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MapRegion {
    /// Which.
    pub id: Region,
    /// Name for people.
    pub name: String,
    /// Its networks.
    pub networks: Vec<MapNetwork>,
}

/// A network (VPC).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MapNetwork {
    /// Key of its node.
    pub node: String,
    /// Its name.
    pub name: String,
    /// Its addresses.
    pub cidr: String,
    /// Its subnets.
    pub subnets: Vec<MapSubnet>,
}

/// A subnet.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MapSubnet {
    /// Key of its node.
    pub node: String,
    /// Its name.
    pub name: String,
    /// Its addresses.
    pub cidr: String,
    /// Its availability zone (`use1-az1`).
    pub zone: String,
    /// Whether it has a way to the internet of its own.
    pub public: bool,
}

/// One resource on the map.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MapNode {
    /// `region/kind/name`, as in plans and runs.
    pub key: String,
    /// CloudFormation's type name.
    pub kind: String,
    /// Its name.
    pub name: String,
    /// Its region.
    pub region: Region,
    /// The part of the stack.
    pub component: String,
    /// Key of the network it stands in; none: it is a regional service.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub network: Option<String>,
    /// Keys of the subnets it stands in.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub subnets: Vec<String>,
    /// What the plan does with it; none: it stays as it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub action: Option<Action>,
    /// How important it is on a small map: 1 networks, 2 what stands in them, 3 everything else.
    pub level: u8,
}

/// What goes from one node to another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MapEdge {
    /// Key of a node.
    pub from: String,
    /// Key of a node.
    pub to: String,
    /// Of what sort.
    pub kind: EdgeKind,
    /// What flows (`tcp 11434`, `/api/chat*`); may be empty.
    pub label: String,
}

/// Sorts of edges.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum EdgeKind {
    /// Requests and answers.
    Flow,
    /// A way of packets: peering, default routes.
    Route,
    /// `from` needs `to` to be there first.
    Needs,
}
