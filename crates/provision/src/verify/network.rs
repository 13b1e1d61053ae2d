//! VPCs, subnets, route tables, peering (SPEC 2.1).

use super::{Check, look};
use crate::inventory::Item;
use crate::inventory::view::{Answer, View, ensure, every, expect};
use crate::resource::Kind;
use crate::stack::Zone;

pub(super) const CHECKS: &[Check] = &[
    look(
        "network.vpc-a",
        "lks-vpc-zone-a in us-east-1 has the network 172.32.0.0/23",
        "A VPC's network cannot be changed: destroy and apply",
        |view| vpc(view, Zone::A),
    ),
    look(
        "network.vpc-b",
        "lks-vpc-zone-b in us-west-2 has the network 10.10.0.0/23",
        "A VPC's network cannot be changed: destroy and apply",
        |view| vpc(view, Zone::B),
    ),
    look(
        "network.dns",
        "Both VPCs resolve names and give their machines names",
        "Set EnableDnsSupport and EnableDnsHostnames to true",
        dns,
    ),
    look(
        "network.first-a",
        "The first network of zone a is public: 172.32.0.0/24, room for 200 hosts",
        "Apply again",
        |view| first(view, Zone::A),
    ),
    look(
        "network.first-b",
        "The first network of zone b is public: 10.10.0.0/24, room for 200 hosts",
        "Apply again",
        |view| first(view, Zone::B),
    ),
    look(
        "network.private-a",
        "The second and third network of zone a are 172.32.1.0/25 and 172.32.1.128/25",
        "Apply again",
        |view| private(view, Zone::A),
    ),
    look(
        "network.private-b",
        "The second and third network of zone b are 10.10.1.0/25 and 10.10.1.128/25",
        "Apply again",
        |view| private(view, Zone::B),
    ),
    look(
        "network.zones",
        "The third network is in another availability zone than the first and second",
        "Choose two different zones in zones.a and zones.b",
        zones,
    ),
    look(
        "network.no-public-addresses",
        "No subnet gives out public addresses by itself",
        "Set MapPublicIpOnLaunch to false",
        no_public_addresses,
    ),
    look("network.gateways", "Each VPC has an internet gateway of its own", "Apply again", gateways),
    look(
        "network.two-tables",
        "Exactly two route tables a VPC: lks-rtb-public and lks-rtb-private",
        "Remove the route tables that are not of the stack",
        two_tables,
    ),
    look(
        "network.main-table",
        "The VPC's main route table is one of the two",
        "Make lks-rtb-private the main route table",
        main_table,
    ),
    look(
        "network.public-table",
        "The public subnet uses lks-rtb-public, whose default route leads to the internet gateway",
        "Apply again",
        public_table,
    ),
    look(
        "network.private-table",
        "Both private subnets use lks-rtb-private, whose default route leads to the NAT instance",
        "Apply again",
        private_table,
    ),
    look(
        "network.peering",
        "lks-peering joins the two VPCs across the regions and is accepted",
        "Accept the peering in us-west-2, or apply again",
        peering,
    ),
    look(
        "network.peering-dns",
        "Names of each VPC resolve in the other",
        "Switch DNS resolution on, on both sides of lks-peering",
        peering_dns,
    ),
    look(
        "network.peering-routes",
        "Routes lead both ways through the peering",
        "Apply again",
        peering_routes,
    ),
];

fn both(one: impl Fn(Zone) -> Answer) -> Answer {
    every(Zone::ALL.map(one))
}

fn vpc(view: &View<'_>, zone: Zone) -> Answer {
    expect(view.vpc(zone)?, "CidrBlock", zone.vpc_cidr())
}

fn dns(view: &View<'_>) -> Answer {
    both(|zone| {
        expect(view.vpc(zone)?, "EnableDnsSupport", true)?;
        expect(view.vpc(zone)?, "EnableDnsHostnames", true)
    })
}

fn subnet(view: &View<'_>, zone: Zone, which: &str, cidr: &str) -> Answer {
    let subnet = view.subnet(zone, which)?;
    let vpc = view.vpc(zone)?;
    ensure(subnet.text("VpcId").is_some_and(|id| vpc.is(id)), || {
        format!("{} is not in {}", subnet.name, vpc.name)
    })?;
    expect(subnet, "CidrBlock", cidr)
}

fn first(view: &View<'_>, zone: Zone) -> Answer {
    subnet(view, zone, "public", zone.public_cidr())
}

fn private(view: &View<'_>, zone: Zone) -> Answer {
    let [second, third] = zone.private_cidrs();
    every([subnet(view, zone, "private-a", second), subnet(view, zone, "private-b", third)])
}

/// Where a subnet is: by zone id where that is known, else by name.
fn place(item: &Item) -> Result<&str, String> {
    let place = item.text("AvailabilityZoneId").or_else(|| item.text("AvailabilityZone"));
    place.ok_or_else(|| format!("{}: its availability zone is not known", item.name))
}

fn zones(view: &View<'_>) -> Answer {
    both(|zone| {
        let [second, third] = view.private(zone)?;
        let (first, second, third) = (place(view.subnet(zone, "public")?)?, place(second)?, place(third)?);
        ensure(first == second && second != third, || {
            format!("{}: {first}, {second}, {third}", zone.region())
        })?;
        Ok(format!("{}: {first}, {second}, {third}", zone.region()))
    })
}

fn subnets<'a>(view: &'a View<'_>) -> impl Iterator<Item = Result<&'a Item, String>> {
    Zone::ALL
        .into_iter()
        .flat_map(|zone| ["public", "private-a", "private-b"].map(|which| view.subnet(zone, which)))
}

fn no_public_addresses(view: &View<'_>) -> Answer {
    every(subnets(view).map(|subnet| expect(subnet?, "MapPublicIpOnLaunch", false)))
}

fn gateways(view: &View<'_>) -> Answer {
    both(|zone| {
        let vpc = view.vpc(zone)?;
        let attached = view.world.referring(Kind::VpcGatewayAttachment, "VpcId", vpc);
        let names: Vec<&str> = attached
            .filter_map(|item| view.linked(item, "InternetGatewayId", Kind::InternetGateway).ok())
            .map(|gateway| gateway.name.as_str())
            .collect();
        ensure(names.len() == 1, || format!("{} has {} internet gateways", vpc.name, names.len()))?;
        Ok(format!("{} has {}", vpc.name, names.join(", ")))
    })
}

fn two_tables(view: &View<'_>) -> Answer {
    both(|zone| {
        let mut names: Vec<&str> = view.tables(zone)?.iter().map(|table| table.name.as_str()).collect();
        names.sort_unstable();
        ensure(names == ["lks-rtb-private", "lks-rtb-public"], || {
            format!("{}: {}", zone.region(), names.join(", "))
        })?;
        Ok(format!("{}: {}", zone.region(), names.join(", ")))
    })
}

fn main_table(view: &View<'_>) -> Answer {
    both(|zone| {
        let main: Vec<&str> = view
            .tables(zone)?
            .iter()
            .filter(|table| table.flag("Main") == Some(true))
            .map(|table| table.name.as_str())
            .collect();
        ensure(matches!(main[..], ["lks-rtb-private" | "lks-rtb-public"]), || {
            format!("{}: the main table is {}", zone.region(), main.join(", "))
        })?;
        Ok(format!("{}: the main table is {}", zone.region(), main.join(", ")))
    })
}

/// That a subnet uses this table.
fn uses(view: &View<'_>, zone: Zone, which: &str, table: &str) -> Answer {
    let subnet = view.subnet(zone, which)?;
    let association = view.world.referring(Kind::SubnetRouteTableAssociation, "SubnetId", subnet).next();
    let used = association.map(|item| view.linked(item, "RouteTableId", Kind::RouteTable)).transpose()?;
    let name = used.map_or("the main table", |table| table.name.as_str());
    ensure(name == table, || format!("{} uses {name}, not {table}", subnet.name))?;
    Ok(format!("{} uses {table}", subnet.name))
}

/// The route of a table to a network.
fn route<'a>(view: &'a View<'_>, zone: Zone, table: &str, to: &str) -> Result<&'a Item, String> {
    let table = view.find(Kind::RouteTable, zone, table)?;
    let found = view
        .world
        .of_in(Kind::Route, zone.region())
        .filter(|route| route.text("RouteTableId").is_some_and(|id| table.is(id)));
    let mut found =
        found.filter(|route| route.text("DestinationCidrBlock") == Some(to) && route.state != "blackhole");
    found.next().ok_or_else(|| format!("{} of {} has no route to {to}", table.name, zone.region()))
}

fn public_table(view: &View<'_>) -> Answer {
    both(|zone| {
        uses(view, zone, "public", "lks-rtb-public")?;
        let route = route(view, zone, "lks-rtb-public", "0.0.0.0/0")?;
        let gateway = view.linked(route, "GatewayId", Kind::InternetGateway)?;
        Ok(format!("{}: 0.0.0.0/0 to {}", zone.region(), gateway.name))
    })
}

fn private_table(view: &View<'_>) -> Answer {
    both(|zone| {
        uses(view, zone, "private-a", "lks-rtb-private")?;
        uses(view, zone, "private-b", "lks-rtb-private")?;
        let route = route(view, zone, "lks-rtb-private", "0.0.0.0/0")?;
        let nat = view.nat(zone)?;
        let names = crate::reachability::names(nat);
        let target = route
            .text("NetworkInterfaceId")
            .or_else(|| route.text("InstanceId"))
            .unwrap_or("nothing that forwards");
        ensure(names.iter().any(|name| name == target), || {
            format!("{}: 0.0.0.0/0 leads to {target}, not to {}", zone.region(), nat.name)
        })?;
        Ok(format!("{}: 0.0.0.0/0 to {}", zone.region(), nat.name))
    })
}

fn the_peering<'a>(view: &'a View<'_>) -> Result<&'a Item, String> {
    view.in_a(Kind::VpcPeeringConnection, "lks-peering")
}

fn peering(view: &View<'_>) -> Answer {
    let peering = the_peering(view)?;
    let ends = [("VpcId", Zone::A), ("PeerVpcId", Zone::B)];
    for (path, zone) in ends {
        let vpc = view.vpc(zone)?;
        ensure(peering.text(path).is_some_and(|id| vpc.is(id)), || {
            format!("lks-peering does not join {}", vpc.name)
        })?;
    }
    ensure(matches!(peering.state.as_str(), "" | "active"), || format!("lks-peering is {}", peering.state))?;
    expect(peering, "Accepted", true)
}

fn peering_dns(view: &View<'_>) -> Answer {
    let peering = the_peering(view)?;
    let sides = ["RequesterPeeringConnectionOptions", "AccepterPeeringConnectionOptions"];
    every(sides.map(|side| expect(peering, &format!("{side}.AllowDnsResolutionFromRemoteVpc"), true)))
}

fn peering_routes(view: &View<'_>) -> Answer {
    let peering = the_peering(view)?;
    both(|zone| {
        let to = zone.other().vpc_cidr();
        let route = route(view, zone, "lks-rtb-private", to)?;
        let through = route.text("VpcPeeringConnectionId").is_some_and(|id| peering.is(id));
        ensure(through, || format!("{}: {to} does not lead through lks-peering", zone.region()))?;
        Ok(format!("{}: {to} through lks-peering", zone.region()))
    })
}
