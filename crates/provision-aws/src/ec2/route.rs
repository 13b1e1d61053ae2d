//! One route of a table. Those that AWS puts in by itself (the network's own range) are not shown.

use aws_sdk_ec2::types::{Route as Shown, RouteOrigin};
use lks_provision::cloud::Observed;
use lks_provision::resource::Kind;

use super::ids;
use crate::aws::Site;
use crate::fault::{self, Done};
use crate::given::Given;
use crate::kinds::Handler;
use crate::pages::all;
use crate::seen::Seen;

pub(crate) struct Route;

fn parts(id: &str) -> Done<(&str, &str)> {
    id.split_once('|').ok_or_else(|| fault::not_found(id))
}

/// The properties that say where a route leads.
const TARGETS: [&str; 5] =
    ["GatewayId", "NatGatewayId", "NetworkInterfaceId", "InstanceId", "VpcPeeringConnectionId"];

impl Handler for Route {
    async fn fetch(site: Site<'_>, id: Option<&str>) -> Done<Vec<Observed>> {
        let table = id.map(parts).transpose()?.map(|(table, _)| table);
        let tables = all!(site.clients.ec2.describe_route_tables().set_route_table_ids(ids(table)))?;
        let routes = tables.iter().flat_map(|table| table.routes().iter().map(move |route| (table, route)));
        let seen = routes.filter_map(|(table, route)| observed(site, table.route_table_id()?, route));
        Ok(seen.collect())
    }

    async fn create(site: Site<'_>, given: Given<'_>, _token: &str) -> Done<Observed> {
        let (table, network) = (given.need("RouteTableId")?, given.need("DestinationCidrBlock")?);
        let [gateway, nat, interface, instance, peering] = TARGETS.map(|name| given.text(name));
        site.clients
            .ec2
            .create_route()
            .route_table_id(&table)
            .destination_cidr_block(&network)
            .set_gateway_id(gateway)
            .set_nat_gateway_id(nat)
            .set_network_interface_id(interface)
            .set_instance_id(instance)
            .set_vpc_peering_connection_id(peering)
            .send()
            .await
            .map_err(fault::of)?;
        let mut seen = named(site, &table, &network);
        for name in TARGETS {
            seen = seen.with(name, given.text(name));
        }
        Ok(seen.state(lks_provision::cloud::State::Available, "active").done())
    }

    async fn update(site: Site<'_>, id: &str, change: Given<'_>) -> Done<()> {
        let (table, network) = parts(id)?;
        let [gateway, nat, interface, instance, peering] = TARGETS.map(|name| change.text(name));
        site.clients
            .ec2
            .replace_route()
            .route_table_id(table)
            .destination_cidr_block(network)
            .set_gateway_id(gateway)
            .set_nat_gateway_id(nat)
            .set_network_interface_id(interface)
            .set_instance_id(instance)
            .set_vpc_peering_connection_id(peering)
            .send()
            .await
            .map_err(fault::of)
            .map(drop)
    }

    async fn delete(site: Site<'_>, id: &str) -> Done<()> {
        let (table, network) = parts(id)?;
        let asked = site.clients.ec2.delete_route().route_table_id(table).destination_cidr_block(network);
        asked.send().await.map_err(fault::of).map(drop)
    }
}

fn named(site: Site<'_>, table: &str, network: &str) -> Seen {
    Seen::new(site.region, Kind::Route, format!("{table}|{network}"))
        .with("RouteTableId", table)
        .with("DestinationCidrBlock", network)
}

fn observed(site: Site<'_>, table: &str, route: &Shown) -> Option<Observed> {
    let by_aws =
        route.gateway_id() == Some("local") || route.origin() == Some(&RouteOrigin::CreateRouteTable);
    // An endpoint's route leads to a prefix list, not to a network.
    let network = route.destination_cidr_block().filter(|_| !by_aws)?;
    let word = route.state().map_or("active", |state| state.as_str());
    let seen = named(site, table, network)
        .state(lks_provision::cloud::State::Available, word)
        .with("GatewayId", route.gateway_id())
        .with("NatGatewayId", route.nat_gateway_id())
        .with("NetworkInterfaceId", route.network_interface_id())
        .with("InstanceId", route.instance_id())
        .with("VpcPeeringConnectionId", route.vpc_peering_connection_id())
        .with("State", word);
    Some(seen.done())
}
