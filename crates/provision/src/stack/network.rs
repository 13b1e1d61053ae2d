//! VPCs, subnets, route tables and the peering (SPEC 2.1).

use serde_json::{Value, json};

use super::Zone;
use super::draft::{Draft, Handle, PerZone, of};

const COMPONENT: &str = "network";

/// One zone's network.
#[derive(Debug)]
pub(super) struct Network {
    pub vpc: Handle<of::Vpc>,
    pub public: Handle<of::Subnet>,
    /// In the availability zones a and b.
    pub private: [Handle<of::Subnet>; 2],
    pub private_table: Handle<of::RouteTable>,
    /// The way from the public subnet to the internet.
    pub way_out: Handle<of::Route>,
}

impl Network {
    /// Ids of both private subnets.
    pub fn private_ids(&self) -> Value {
        self.private.iter().map(Handle::id).collect()
    }
}

pub(super) fn draft(draft: &mut Draft<'_>) -> PerZone<Network> {
    let networks = PerZone::make(|zone| network(draft, zone));
    peering(draft, &networks);
    networks
}

fn network(draft: &mut Draft<'_>, zone: Zone) -> Network {
    let letter = zone.letter();
    let vpc = draft.add(
        zone,
        COMPONENT,
        &format!("lks-vpc-zone-{letter}"),
        json!({ "CidrBlock": zone.vpc_cidr(), "EnableDnsSupport": true, "EnableDnsHostnames": true }),
    );
    let [cidr_a, cidr_b] = zone.private_cidrs();
    let public = subnet(draft, zone, &vpc, "public", zone.public_cidr(), 0);
    let private = [
        subnet(draft, zone, &vpc, "private-a", cidr_a, 0),
        subnet(draft, zone, &vpc, "private-b", cidr_b, 1),
    ];
    // The table that the VPC brings along becomes the private one: a subnet that somebody adds
    // later is then private, and none is left over.
    let private_table = table(draft, zone, &vpc, "private", true);
    let public_table = table(draft, zone, &vpc, "public", false);
    associate(draft, zone, "public", &public, &public_table);
    associate(draft, zone, "private-a", &private[0], &private_table);
    associate(draft, zone, "private-b", &private[1], &private_table);
    let way_out = internet(draft, zone, &vpc, &public_table);
    Network { vpc, public, private, private_table, way_out }
}

fn subnet(
    draft: &mut Draft<'_>,
    zone: Zone,
    vpc: &Handle<of::Vpc>,
    which: &str,
    cidr: &str,
    az: usize,
) -> Handle<of::Subnet> {
    let zone_id = draft.stack.zones.of(zone).availability_zones[az].clone();
    let name = format!("lks-subnet-{which}-zone-{}", zone.letter());
    // Public addresses are given by name, to the NAT instance alone.
    let properties = json!({
        "VpcId": vpc.id(), "CidrBlock": cidr, "AvailabilityZoneId": zone_id, "MapPublicIpOnLaunch": false,
    });
    draft.add(zone, COMPONENT, &name, properties)
}

fn table(
    draft: &mut Draft<'_>,
    zone: Zone,
    vpc: &Handle<of::Vpc>,
    which: &str,
    main: bool,
) -> Handle<of::RouteTable> {
    let mut properties = json!({ "VpcId": vpc.id() });
    if main {
        properties["Main"] = true.into();
    }
    draft.add(zone, COMPONENT, &format!("lks-rtb-{which}"), properties)
}

fn associate(
    draft: &mut Draft<'_>,
    zone: Zone,
    which: &str,
    subnet: &Handle<of::Subnet>,
    table: &Handle<of::RouteTable>,
) {
    let properties = json!({ "SubnetId": subnet.id(), "RouteTableId": table.id() });
    let name = format!("lks-rtb-association-{which}-zone-{}", zone.letter());
    draft.add::<of::SubnetRouteTableAssociation>(zone, COMPONENT, &name, properties);
}

fn internet(
    draft: &mut Draft<'_>,
    zone: Zone,
    vpc: &Handle<of::Vpc>,
    table: &Handle<of::RouteTable>,
) -> Handle<of::Route> {
    let letter = zone.letter();
    let gateway: Handle<of::InternetGateway> =
        draft.add(zone, COMPONENT, &format!("lks-igw-zone-{letter}"), json!({}));
    let attachment: Handle<of::VpcGatewayAttachment> = draft.add(
        zone,
        COMPONENT,
        &format!("lks-igw-attachment-zone-{letter}"),
        json!({ "VpcId": vpc.id(), "InternetGatewayId": gateway.id() }),
    );
    let route =
        json!({ "RouteTableId": table.id(), "DestinationCidrBlock": "0.0.0.0/0", "GatewayId": gateway.id() });
    let route = draft.add(zone, COMPONENT, &format!("lks-route-internet-zone-{letter}"), route);
    draft.after(&attachment);
    route
}

/// Asked for by zone a, accepted by zone b, with routes from the private subnets of both.
fn peering(draft: &mut Draft<'_>, networks: &PerZone<Network>) {
    let dns = json!({ "AllowDnsResolutionFromRemoteVpc": true });
    let peering: Handle<of::VpcPeeringConnection> = draft.add(
        Zone::A,
        COMPONENT,
        "lks-peering",
        json!({
            "VpcId": networks.of(Zone::A).vpc.id(),
            "PeerVpcId": networks.of(Zone::B).vpc.id(),
            "PeerRegion": Zone::B.region().id(),
            "Accepted": true,
            "RequesterPeeringConnectionOptions": dns,
            "AccepterPeeringConnectionOptions": dns,
        }),
    );
    for zone in Zone::ALL {
        let route = json!({
            "RouteTableId": networks.of(zone).private_table.id(),
            "DestinationCidrBlock": zone.other().vpc_cidr(),
            "VpcPeeringConnectionId": peering.id(),
        });
        draft.add::<of::Route>(zone, COMPONENT, &format!("lks-route-peering-zone-{}", zone.letter()), route);
    }
}
