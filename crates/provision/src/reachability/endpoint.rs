//! The places of a world that send or receive: machines, balancers, mount targets, the database,
//! the Lambda, any other host a subnet could hold, and the internet.

use serde_json::Value;

use super::ranges::Ranges;
use crate::inventory::{Inventory, Item};
use crate::resource::Kind;
use crate::stack::{PREFIX, Zone};

/// What a place is in the declared matrix.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Role {
    /// Everything outside both VPCs.
    Internet,
    /// A zone's NAT instance.
    Nat(Zone),
    /// A zone's workers.
    Worker(Zone),
    /// A zone's application load balancer.
    Alb(Zone),
    /// A zone's network load balancer, where private links arrive.
    Nlb(Zone),
    /// The file system's mount targets.
    Files,
    /// The database.
    Database,
    /// The Lambda's interfaces.
    Lambda,
    /// Any other host that a subnet could hold, with nothing to hold it back.
    Host(Zone, Place),
    /// A machine or a network that is not of the stack.
    Foreign(Zone),
}

/// Which kind of subnet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Place {
    /// The first network.
    Public,
    /// The second and third network.
    Private,
}

impl std::fmt::Display for Role {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let zoned = |f: &mut std::fmt::Formatter<'_>, what: &str, zone: &Zone| {
            write!(f, "{what} of zone {}", zone.letter())
        };
        match self {
            Self::Internet => f.write_str("the internet"),
            Self::Nat(zone) => zoned(f, "the NAT instance", zone),
            Self::Worker(zone) => zoned(f, "the workers", zone),
            Self::Alb(zone) => zoned(f, "the application load balancer", zone),
            Self::Nlb(zone) => zoned(f, "the network load balancer", zone),
            Self::Files => f.write_str("the file system"),
            Self::Database => f.write_str("the database"),
            Self::Lambda => f.write_str("the Lambda"),
            Self::Host(zone, Place::Public) => zoned(f, "any other host in the public subnet", zone),
            Self::Host(zone, Place::Private) => zoned(f, "any other host in the private subnets", zone),
            Self::Foreign(zone) => zoned(f, "a foreign machine", zone),
        }
    }
}

/// One place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Endpoint {
    /// What it is in the matrix.
    pub role: Role,
    /// Its name, for people.
    pub name: String,
    /// Addresses it may have in each of its subnets, by the subnet's id. Empty for the internet.
    pub addresses: Vec<(String, Ranges)>,
    /// Ids of its security groups; `None` where nothing is filtered.
    pub groups: Option<Vec<String>>,
    /// TCP ports it listens on, where a balancer without groups says so.
    pub listens: Option<Vec<u32>>,
    /// Whether the internet can address it.
    pub public: bool,
    /// Whether it stands in a network of the stack.
    pub ours: bool,
}

/// Every place of a world.
pub fn endpoints(world: &Inventory) -> Vec<Endpoint> {
    let mut places = vec![internet()];
    places.extend(world.of(Kind::Instance).filter(|item| alive(item)).map(|item| instance(world, item)));
    places.extend(world.of(Kind::LoadBalancer).map(|item| balancer(world, item)));
    places.extend(world.of(Kind::MountTarget).map(|item| mount_target(world, item)));
    places.extend(world.of(Kind::DbInstance).map(|item| database(world, item)));
    places.extend(world.of(Kind::Function).filter_map(|item| function(world, item)));
    places.extend(world.of(Kind::Subnet).map(|item| host(world, item)));
    for place in &mut places {
        place.ours = place.addresses.iter().any(|(subnet, _)| is_ours(world, subnet));
        if let Role::Host(zone, _) = place.role
            && !place.ours
        {
            place.role = Role::Foreign(zone);
        }
    }
    merge(places)
}

/// Whether a subnet is in a network of the stack.
fn is_ours(world: &Inventory, subnet: &str) -> bool {
    let subnet = world.referred(Kind::Subnet, subnet);
    let vpc = subnet.and_then(|subnet| world.referred(Kind::Vpc, subnet.text("VpcId")?));
    vpc.is_some_and(|vpc| vpc.name.starts_with(PREFIX))
}

/// Places that no rule could tell apart are looked at once.
fn merge(places: Vec<Endpoint>) -> Vec<Endpoint> {
    let mut kept: Vec<Endpoint> = Vec::with_capacity(places.len());
    for place in places {
        let same = |other: &Endpoint| {
            Endpoint { name: String::new(), ..other.clone() }
                == Endpoint { name: String::new(), ..place.clone() }
        };
        if !kept.iter().any(same) {
            kept.push(place);
        }
    }
    kept
}

fn internet() -> Endpoint {
    Endpoint {
        role: Role::Internet,
        name: "the internet".into(),
        addresses: vec![],
        groups: None,
        listens: None,
        public: true,
        ours: false,
    }
}

/// Whether an instance has interfaces at all.
fn alive(item: &Item) -> bool {
    !matches!(item.state.as_str(), "terminated" | "shutting-down")
}

fn instance(world: &Inventory, item: &Item) -> Endpoint {
    let zone = Zone::of(item.region);
    let role = match item.tag("Component") {
        Some("nat") if item.name.starts_with("lks-") => Role::Nat(zone),
        Some("worker") if item.name.starts_with("lks-") => Role::Worker(zone),
        _ => Role::Foreign(zone),
    };
    let subnets: Vec<&str> = item.text("SubnetId").into_iter().collect();
    let address = item.text("PrivateIpAddress").or_else(|| item.text("PrivateIp"));
    Endpoint {
        role,
        name: item.name.clone(),
        addresses: places(world, &subnets, &[address]),
        groups: Some(ids(world, &texts(item.at("SecurityGroupIds")))),
        listens: None,
        public: has_public_address(world, item),
        ours: false,
    }
}

/// What routes and addresses call an instance: its id or that of its interface.
pub fn names(instance: &Item) -> Vec<String> {
    let interface = instance.text("NetworkInterfaceId").map(str::to_owned);
    vec![instance.id.clone(), interface.unwrap_or_else(|| format!("{}.NetworkInterfaceId", instance.id))]
}

fn has_public_address(world: &Inventory, item: &Item) -> bool {
    let own = names(item);
    let tied = |address: &Item| {
        ["InstanceId", "NetworkInterfaceId"]
            .iter()
            .any(|path| address.text(path).is_some_and(|id| own.iter().any(|own| own == id)))
    };
    item.flag("AssociatePublicIpAddress") == Some(true)
        || item.text("PublicIp").is_some_and(|address| !address.is_empty())
        || world.of(Kind::EipAssociation).any(tied)
}

fn balancer(world: &Inventory, item: &Item) -> Endpoint {
    let zone = Zone::of(item.region);
    let network = item.text("Type") == Some("network");
    let mut subnets = item.texts("Subnets");
    let mut fixed = vec![None; subnets.len()];
    for mapping in item.list("SubnetMappings") {
        subnets.extend(mapping["SubnetId"].as_str());
        fixed.push(mapping["PrivateIPv4Address"].as_str());
    }
    let groups = texts(item.at("SecurityGroups"));
    let ports = || world.referring(Kind::Listener, "LoadBalancerArn", item).filter_map(port).collect();
    let open = network && groups.is_empty();
    Endpoint {
        role: if network { Role::Nlb(zone) } else { Role::Alb(zone) },
        name: item.name.clone(),
        addresses: places(world, &subnets, &fixed),
        groups: (!open).then(|| ids(world, &groups)),
        listens: open.then(ports),
        public: item.text("Scheme") == Some("internet-facing"),
        ours: false,
    }
}

fn port(listener: &Item) -> Option<u32> {
    u32::try_from(super::number(Some(listener.at("Port")))?).ok()
}

fn mount_target(world: &Inventory, item: &Item) -> Endpoint {
    let subnets: Vec<&str> = item.text("SubnetId").into_iter().collect();
    Endpoint {
        role: Role::Files,
        name: item.name.clone(),
        addresses: places(world, &subnets, &[item.text("IpAddress")]),
        groups: Some(ids(world, &texts(item.at("SecurityGroups")))),
        listens: None,
        public: false,
        ours: false,
    }
}

fn database(world: &Inventory, item: &Item) -> Endpoint {
    let group = item
        .text("DBSubnetGroupName")
        .and_then(|name| world.of(Kind::DbSubnetGroup).find(|group| group.is(name) || group.name == name));
    let subnets = group.map(|group| group.texts("SubnetIds")).unwrap_or_default();
    Endpoint {
        role: Role::Database,
        name: item.name.clone(),
        addresses: places(world, &subnets, &[]),
        groups: Some(ids(world, &texts(item.at("VPCSecurityGroups")))),
        listens: None,
        public: item.flag("PubliclyAccessible") == Some(true),
        ours: false,
    }
}

fn function(world: &Inventory, item: &Item) -> Option<Endpoint> {
    let subnets = item.texts("VpcConfig.SubnetIds");
    (!subnets.is_empty()).then(|| Endpoint {
        role: Role::Lambda,
        name: item.name.clone(),
        addresses: places(world, &subnets, &[]),
        groups: Some(ids(world, &texts(item.at("VpcConfig.SecurityGroupIds")))),
        listens: None,
        public: false,
        ours: false,
    })
}

/// A host that nobody made: it may have any address of the subnet that is not fixed to another.
fn host(world: &Inventory, subnet: &Item) -> Endpoint {
    let zone = Zone::of(subnet.region);
    let place = if subnet.name.contains("public") { Place::Public } else { Place::Private };
    Endpoint {
        role: Role::Host(zone, place),
        name: format!("any other host in {}", subnet.name),
        addresses: places(world, &[&subnet.id], &[]),
        groups: None,
        listens: None,
        public: false,
        ours: false,
    }
}

/// The addresses in each subnet: the fixed one, else any that is not fixed to another place.
fn places(world: &Inventory, subnets: &[&str], fixed: &[Option<&str>]) -> Vec<(String, Ranges)> {
    let found = subnets.iter().enumerate().filter_map(|(index, id)| {
        let subnet = world.referred(Kind::Subnet, id)?;
        let own = fixed.get(index).copied().flatten().and_then(Ranges::cidr);
        Some((subnet.id.clone(), own.or_else(|| free(world, subnet))?))
    });
    found.collect()
}

fn free(world: &Inventory, subnet: &Item) -> Option<Ranges> {
    let all = Ranges::cidr(subnet.text("CidrBlock")?)?;
    let mappings = world.of(Kind::LoadBalancer).flat_map(|item| item.list("SubnetMappings"));
    let fixed = mappings.filter_map(|mapping| Ranges::cidr(mapping["PrivateIPv4Address"].as_str()?));
    Some(fixed.fold(all, |left, taken| left.without(&taken)))
}

fn texts(value: &Value) -> Vec<&str> {
    value.as_array().into_iter().flatten().filter_map(Value::as_str).collect()
}

fn ids(world: &Inventory, names: &[&str]) -> Vec<String> {
    let id = |name: &&str| {
        world.referred(Kind::SecurityGroup, name).map_or_else(|| (*name).to_owned(), |group| group.id.clone())
    };
    names.iter().map(id).collect()
}
