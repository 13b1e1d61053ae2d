//! Interfaces. Services make them; those of a function stay for up to an hour after it and are removed
//! one by one as they come free.

use aws_sdk_ec2::types::NetworkInterface;
use lks_provision::cloud::{Observed, State};
use lks_provision::resource::Kind;

use super::{ids, retag};
use crate::aws::Site;
use crate::fault::{self, Done};
use crate::given::Given;
use crate::kinds::Handler;
use crate::pages::all;
use crate::seen::Seen;

/// How services describe the interfaces that they make.
const BY_SERVICES: [&str; 4] = ["AWS Lambda VPC ENI", "EFS mount target", "ELB ", "RDSNetworkInterface"];

pub(crate) struct Interface;

impl Handler for Interface {
    async fn fetch(site: Site<'_>, id: Option<&str>) -> Done<Vec<Observed>> {
        let shown = all!(site.clients.ec2.describe_network_interfaces().set_network_interface_ids(ids(id)))?;
        Ok(shown.iter().map(|interface| observed(site, interface)).collect())
    }

    async fn update(site: Site<'_>, id: &str, change: Given<'_>) -> Done<()> {
        if let Some(on) = change.flag("SourceDestCheck") {
            let asked = site.clients.ec2.modify_network_interface_attribute().network_interface_id(id);
            asked.source_dest_check(super::truth(on)).send().await.map_err(fault::of)?;
        }
        retag(site, id, change).await
    }

    async fn delete(site: Site<'_>, id: &str) -> Done<()> {
        let asked = site.clients.ec2.delete_network_interface().network_interface_id(id);
        asked.send().await.map_err(fault::of).map(drop)
    }
}

fn observed(site: Site<'_>, interface: &NetworkInterface) -> Observed {
    let id = interface.network_interface_id().unwrap_or_default();
    let tie = interface.attachment();
    let instance = tie.and_then(|tie| tie.instance_id()).filter(|id| !id.is_empty());
    let came_along =
        tie.is_some_and(|tie| tie.delete_on_termination() == Some(true) || tie.device_index() == Some(0));
    let description = interface.description().unwrap_or_default();
    let of_service = BY_SERVICES.iter().any(|begin| description.starts_with(begin));
    let groups: Vec<&str> = interface.groups().iter().filter_map(|group| group.group_id()).collect();
    let word = interface.status().map_or("in-use", |status| status.as_str());
    let state = if matches!(word, "attaching" | "pending") { State::Pending } else { State::Available };
    let address = interface.private_ip_address();
    Seen::new(site.region, Kind::NetworkInterface, id)
        .state(state, word)
        .by_cloud(interface.requester_managed() == Some(true) || came_along || of_service)
        .with("SubnetId", interface.subnet_id())
        .with("VpcId", interface.vpc_id())
        .with("GroupSet", groups)
        .with("Description", interface.description())
        .with("PrivateIpAddress", address)
        .with("SourceDestCheck", interface.source_dest_check())
        .with("InterfaceType", interface.interface_type().map(|kind| kind.as_str()))
        .with("RequesterManaged", interface.requester_managed())
        .with("InstanceId", instance)
        .attribute("Id", id)
        .attribute("PrimaryPrivateIpAddress", address)
        .attribute("VpcId", interface.vpc_id())
        .ec2_tags(interface.tag_set())
        .done()
}
