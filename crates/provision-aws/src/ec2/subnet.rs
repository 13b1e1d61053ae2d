//! A part of a network in one availability zone.

use aws_sdk_ec2::types::{ResourceType, Subnet as Shown};
use lks_provision::cloud::{Observed, State};
use lks_provision::resource::Kind;

use super::{ids, retag, tagged, truth};
use crate::aws::Site;
use crate::fault::{self, Done};
use crate::given::Given;
use crate::kinds::Handler;
use crate::pages::all;
use crate::seen::Seen;

pub(crate) struct Subnet;

impl Handler for Subnet {
    async fn fetch(site: Site<'_>, id: Option<&str>) -> Done<Vec<Observed>> {
        let shown = all!(site.clients.ec2.describe_subnets().set_subnet_ids(ids(id)))?;
        Ok(shown.iter().map(|subnet| observed(site, subnet)).collect())
    }

    async fn create(site: Site<'_>, given: Given<'_>, _token: &str) -> Done<Observed> {
        let made = site
            .clients
            .ec2
            .create_subnet()
            .vpc_id(given.need("VpcId")?)
            .cidr_block(given.need("CidrBlock")?)
            .set_availability_zone(given.text("AvailabilityZone"))
            .set_availability_zone_id(given.text("AvailabilityZoneId"))
            .set_tag_specifications(tagged(ResourceType::Subnet, given))
            .send()
            .await
            .map_err(fault::of)?;
        let subnet = made.subnet.ok_or_else(|| fault::lacking("the subnet"))?;
        Ok(observed(site, &subnet))
    }

    async fn update(site: Site<'_>, id: &str, change: Given<'_>) -> Done<()> {
        if let Some(on) = change.flag("MapPublicIpOnLaunch") {
            let modify = site.clients.ec2.modify_subnet_attribute().subnet_id(id);
            modify.map_public_ip_on_launch(truth(on)).send().await.map_err(fault::of)?;
        }
        retag(site, id, change).await
    }

    async fn delete(site: Site<'_>, id: &str) -> Done<()> {
        site.clients.ec2.delete_subnet().subnet_id(id).send().await.map_err(fault::of).map(drop)
    }
}

fn observed(site: Site<'_>, subnet: &Shown) -> Observed {
    let id = subnet.subnet_id().unwrap_or_default();
    let word = subnet.state().map_or("available", |state| state.as_str());
    let state = if word == "pending" { State::Pending } else { State::Available };
    Seen::new(site.region, Kind::Subnet, id)
        .state(state, word)
        .with("VpcId", subnet.vpc_id())
        .with("CidrBlock", subnet.cidr_block())
        .with("AvailabilityZone", subnet.availability_zone())
        .with("AvailabilityZoneId", subnet.availability_zone_id())
        .with("MapPublicIpOnLaunch", subnet.map_public_ip_on_launch())
        .attribute("SubnetId", id)
        .attribute("VpcId", subnet.vpc_id())
        .attribute("CidrBlock", subnet.cidr_block())
        .attribute("AvailabilityZone", subnet.availability_zone())
        .attribute("AvailabilityZoneId", subnet.availability_zone_id())
        .ec2_tags(subnet.tags())
        .done()
}
