//! The graph of a stack as a map: networks with what stands in them, and what flows between. It is
//! read off the references between resources, so a new resource finds its place by itself.

use std::collections::{BTreeMap, BTreeSet};

use lks_domain::console::map::{EdgeKind, Map, MapEdge, MapNetwork, MapNode, MapRegion, MapSubnet};
use lks_domain::console::plan::Action;
use lks_domain::region::Region;
use lks_provision::resource::{Graph, Kind, Resource, ResourceKey, visit};
use serde_json::Value;

/// Draws the stack; `actions` are what a plan does, by key.
pub fn of(graph: &Graph, actions: &BTreeMap<String, Action>) -> Map {
    let sketch = Sketch { graph };
    Map {
        regions: Region::ALL.into_iter().map(|region| sketch.region(region)).collect(),
        nodes: graph.resources().map(|resource| sketch.node(resource, actions)).collect(),
        edges: sketch.edges(),
    }
}

struct Sketch<'a> {
    graph: &'a Graph,
}

impl<'a> Sketch<'a> {
    fn of_kind(&self, kind: Kind) -> impl Iterator<Item = &'a Resource> {
        self.graph.resources().filter(move |resource| resource.key.kind == kind)
    }

    fn region(&self, id: Region) -> MapRegion {
        let networks = self.of_kind(Kind::Vpc).filter(|vpc| vpc.key.region == id);
        MapRegion {
            id,
            name: id.name().to_owned(),
            networks: networks.map(|vpc| self.network(vpc)).collect(),
        }
    }

    fn network(&self, vpc: &Resource) -> MapNetwork {
        let inside = self.of_kind(Kind::Subnet).filter(|subnet| refers(subnet, &vpc.key));
        MapNetwork {
            node: vpc.key.to_string(),
            name: vpc.key.name.clone(),
            cidr: text(vpc, &["CidrBlock"]),
            subnets: inside.map(|subnet| self.subnet(subnet)).collect(),
        }
    }

    fn subnet(&self, subnet: &Resource) -> MapSubnet {
        let out = self.routes_of(&subnet.key);
        MapSubnet {
            node: subnet.key.to_string(),
            name: subnet.key.name.clone(),
            cidr: text(subnet, &["CidrBlock"]),
            zone: text(subnet, &["AvailabilityZoneId", "AvailabilityZone"]),
            public: out.iter().any(|to| to.kind == Kind::InternetGateway),
        }
    }

    /// Where the routes of a subnet's table go.
    fn routes_of(&self, subnet: &ResourceKey) -> Vec<ResourceKey> {
        let ties = self.of_kind(Kind::SubnetRouteTableAssociation).filter(|tie| refers(tie, subnet));
        let tables: Vec<ResourceKey> =
            ties.flat_map(references).filter(|key| key.kind == Kind::RouteTable).collect();
        let routes =
            self.of_kind(Kind::Route).filter(|route| tables.iter().any(|table| refers(route, table)));
        let ways = [Kind::InternetGateway, Kind::Instance, Kind::VpcPeeringConnection];
        routes.flat_map(references).filter(|key| ways.contains(&key.kind)).collect()
    }

    fn node(&self, resource: &Resource, actions: &BTreeMap<String, Action>) -> MapNode {
        let key = resource.key.to_string();
        let subnets = self.subnets(resource);
        let network = self.network_of(resource, &subnets);
        MapNode {
            action: actions.get(&key).copied(),
            kind: resource.key.kind.name().to_owned(),
            name: resource.key.name.clone(),
            region: resource.key.region,
            component: resource.component.clone(),
            network: network.map(|vpc| vpc.to_string()),
            subnets: subnets.iter().map(ToString::to_string).collect(),
            level: level(resource.key.kind),
            key,
        }
    }

    /// The subnets that a resource stands in, also where a group of subnets says so.
    fn subnets(&self, resource: &Resource) -> BTreeSet<ResourceKey> {
        let direct = references(resource);
        let groups = direct.iter().filter(|key| key.kind == Kind::DbSubnetGroup);
        let through = groups.filter_map(|key| self.graph.get(key)).flat_map(references);
        direct.iter().cloned().chain(through).filter(|key| key.kind == Kind::Subnet).collect()
    }

    fn network_of(&self, resource: &Resource, subnets: &BTreeSet<ResourceKey>) -> Option<ResourceKey> {
        // A peering stands between networks, not in one.
        if matches!(resource.key.kind, Kind::VpcPeeringConnection | Kind::Vpc) {
            return None;
        }
        let subnets = subnets.iter().filter_map(|key| self.graph.get(key)).flat_map(references);
        let mut all = references(resource).into_iter().chain(subnets);
        all.find(|key| key.kind == Kind::Vpc && key.region == resource.key.region)
    }

    fn edges(&self) -> Vec<MapEdge> {
        let mut edges: Vec<MapEdge> = self.balancing();
        edges.extend(self.direct_flows());
        edges.extend(self.routes());
        let needs = self.graph.resources().flat_map(|resource| {
            let needs = self.graph.needs(&resource.key);
            needs.map(move |need| edge(&resource.key, need, EdgeKind::Needs, ""))
        });
        edges.extend(needs);
        edges
    }

    /// From a balancer, by a listener or a rule of one, through a group, to its targets.
    fn balancing(&self) -> Vec<MapEdge> {
        let mut edges = Vec::new();
        for gate in self.graph.resources() {
            let Some((balancer, label)) = self.gate(gate) else { continue };
            let groups = references(gate).into_iter().filter(|key| key.kind == Kind::TargetGroup);
            let targets = groups.filter_map(|key| self.graph.get(&key)).flat_map(references);
            let targets = targets.filter(|key| matches!(key.kind, Kind::Instance | Kind::LoadBalancer));
            edges.extend(targets.map(|target| edge(&balancer, &target, EdgeKind::Flow, &label)));
        }
        edges
    }

    /// The balancer behind a listener or a rule, and what it lets through.
    fn gate(&self, gate: &Resource) -> Option<(ResourceKey, String)> {
        match gate.key.kind {
            Kind::Listener => {
                let balancer = references(gate).into_iter().find(|key| key.kind == Kind::LoadBalancer)?;
                Some((balancer, format!("tcp {}", gate.properties.get("Port").unwrap_or(&Value::Null))))
            }
            Kind::ListenerRule => {
                let listener = references(gate).into_iter().find(|key| key.kind == Kind::Listener)?;
                let (balancer, _) = self.gate(self.graph.get(&listener)?)?;
                let path = Value::Object(gate.properties.clone());
                let path = path.pointer("/Conditions/0/PathPatternConfig/Values/0").and_then(Value::as_str);
                Some((balancer, path.unwrap_or_default().to_owned()))
            }
            _ => None,
        }
    }

    /// What talks to what it refers to.
    fn direct_flows(&self) -> Vec<MapEdge> {
        let talks = [
            (Kind::RestApi, Kind::VpcLink, "https"),
            (Kind::VpcLink, Kind::LoadBalancer, "tcp 80"),
            (Kind::RestApi, Kind::Function, "invoke"),
            (Kind::RestApi, Kind::UserPool, "authorizer"),
            (Kind::Function, Kind::DbInstance, "tcp 5432"),
            (Kind::MountTarget, Kind::FileSystem, "nfs 2049"),
            (Kind::App, Kind::RestApi, "https"),
            (Kind::App, Kind::UserPool, "https"),
        ];
        let of = |(from, to, label)| {
            self.of_kind(from).flat_map(move |one| {
                let met = references(one).into_iter().filter(move |key: &ResourceKey| key.kind == to);
                met.map(move |key| edge(&one.key, &key, EdgeKind::Flow, label))
            })
        };
        talks.into_iter().flat_map(of).collect()
    }

    fn routes(&self) -> Vec<MapEdge> {
        let subnets = self.of_kind(Kind::Subnet).flat_map(|subnet| {
            let ways = self.routes_of(&subnet.key).into_iter();
            ways.map(|way| edge(&subnet.key, &way, EdgeKind::Route, ""))
        });
        let peerings = self.of_kind(Kind::VpcPeeringConnection).flat_map(|peering| {
            let ends = references(peering).into_iter().filter(|key| key.kind == Kind::Vpc);
            ends.map(|vpc| edge(&peering.key, &vpc, EdgeKind::Route, "peering"))
        });
        subnets.chain(peerings).collect()
    }
}

fn edge(from: &ResourceKey, to: &ResourceKey, kind: EdgeKind, label: &str) -> MapEdge {
    MapEdge { from: from.to_string(), to: to.to_string(), kind, label: label.to_owned() }
}

/// The resources that one refers to, each once.
fn references(resource: &Resource) -> BTreeSet<ResourceKey> {
    let mut found = BTreeSet::new();
    let properties = Value::Object(resource.properties.clone());
    // A graph holds no reference that cannot be read.
    let _readable = visit(&properties, &mut |reference| found.extend(reference.key().cloned()));
    found
}

fn refers(resource: &Resource, key: &ResourceKey) -> bool {
    references(resource).contains(key)
}

fn text(resource: &Resource, names: &[&str]) -> String {
    let value = names.iter().find_map(|name| resource.properties.get(*name)?.as_str());
    value.unwrap_or_default().to_owned()
}

const fn level(kind: Kind) -> u8 {
    match kind {
        Kind::Vpc | Kind::Subnet | Kind::InternetGateway | Kind::VpcPeeringConnection => 1,
        Kind::Instance
        | Kind::LoadBalancer
        | Kind::DbInstance
        | Kind::Function
        | Kind::FileSystem
        | Kind::MountTarget
        | Kind::RestApi
        | Kind::VpcLink
        | Kind::UserPool
        | Kind::App => 2,
        _ => 3,
    }
}
