//! Route tables: where a packet goes from a subnet.

use super::ranges::Ranges;
use crate::inventory::{Inventory, Item};
use crate::resource::Kind;

/// Where a route leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Hop {
    /// Stays within the VPC.
    Local,
    /// An internet gateway.
    Gateway,
    /// A peering connection, by id.
    Peering(String),
    /// An instance, by its id or its interface's.
    Machine(String),
    /// Somewhere the specification does not have, such as a NAT gateway.
    Elsewhere,
}

/// One route.
#[derive(Debug, Clone)]
pub struct Route {
    table: String,
    /// Where packets must want to go.
    pub network: Ranges,
    hop: Hop,
}

/// All routes, and which table each subnet uses.
#[derive(Debug, Clone, Default)]
pub struct Routes {
    routes: Vec<Route>,
    /// Subnet id to table id.
    tables: Vec<(String, String)>,
}

impl Routes {
    /// Reads tables, routes and associations.
    pub fn of(world: &Inventory) -> Self {
        let routes = world.of(Kind::Route).filter_map(|item| alone(world, item));
        let inline = world.of(Kind::RouteTable).flat_map(|table| {
            table.list("Routes").iter().filter_map(|route| read(world, table, |name| route[name].as_str()))
        });
        let tables = world
            .of(Kind::Subnet)
            .filter_map(|subnet| Some((subnet.id.clone(), table_of(world, subnet)?.id.clone())));
        Self { routes: routes.chain(inline).collect(), tables: tables.collect() }
    }

    /// The networks that routes tell apart.
    pub fn networks(&self) -> impl Iterator<Item = &Ranges> {
        self.routes.iter().map(|route| &route.network)
    }

    /// Where a packet from `subnet` (in the VPC with these addresses) to `address` goes first.
    pub fn hop(&self, subnet: &str, vpc: &Ranges, address: u32) -> Option<&Hop> {
        if vpc.has(address) {
            return Some(&Hop::Local);
        }
        let table = &self.tables.iter().find(|(id, _)| id == subnet)?.1;
        let fitting = self.routes.iter().filter(|route| route.table == *table && route.network.has(address));
        fitting.min_by_key(|route| size(&route.network)).map(|route| &route.hop)
    }
}

/// The table a subnet uses: the associated one, else the VPC's main one.
pub fn table_of<'a>(world: &'a Inventory, subnet: &Item) -> Option<&'a Item> {
    let association = world.referring(Kind::SubnetRouteTableAssociation, "SubnetId", subnet).next();
    let explicit = association.and_then(|item| world.referred(Kind::RouteTable, item.text("RouteTableId")?));
    let main = || {
        let in_vpc = |table: &&Item| table.text("VpcId") == subnet.text("VpcId");
        world.of(Kind::RouteTable).filter(in_vpc).find(|table| is_main(table))
    };
    explicit.or_else(main)
}

/// Whether a table is the one its VPC uses where no other is named.
pub fn is_main(table: &Item) -> bool {
    table.flag("Main") == Some(true) || table.list("Associations").iter().any(|one| one["Main"] == true)
}

fn size(network: &Ranges) -> u64 {
    network.pieces().iter().map(|(low, high)| u64::from(high - low) + 1).sum()
}

fn alone(world: &Inventory, item: &Item) -> Option<Route> {
    let table = world.referred(Kind::RouteTable, item.text("RouteTableId")?)?;
    if item.state == "blackhole" || item.text("State") == Some("blackhole") {
        return None;
    }
    read(world, table, |name| item.text(name))
}

fn read<'a>(world: &Inventory, table: &Item, text: impl Fn(&str) -> Option<&'a str>) -> Option<Route> {
    let network = Ranges::cidr(text("DestinationCidrBlock")?)?;
    let of = |kind: Kind, name: &str| Some(world.referred(kind, text(name)?)?.id.clone());
    let gateway = || {
        text("GatewayId").filter(|id| *id == "local" || world.referred(Kind::InternetGateway, id).is_some())
    };
    let hop = if let Some(id) = of(Kind::VpcPeeringConnection, "VpcPeeringConnectionId") {
        Hop::Peering(id)
    } else if let Some(id) = text("NetworkInterfaceId").or_else(|| text("InstanceId")) {
        Hop::Machine(id.to_owned())
    } else {
        match gateway() {
            Some("local") => Hop::Local,
            Some(_) => Hop::Gateway,
            None => Hop::Elsewhere,
        }
    };
    Some(Route { table: table.id.clone(), network, hop })
}
