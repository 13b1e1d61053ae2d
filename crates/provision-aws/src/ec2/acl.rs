//! Stateless filters of subnets. Looked at only: the network's own stays as AWS makes it.

use aws_sdk_ec2::types::{NetworkAcl, NetworkAclEntry};
use lks_provision::cloud::Observed;
use lks_provision::resource::Kind;
use serde_json::{Value, json};

use super::ids;
use crate::aws::Site;
use crate::fault::{self, Done};
use crate::kinds::Handler;
use crate::pages::all;
use crate::seen::{Seen, dense};

pub(crate) struct Acl;

impl Handler for Acl {
    async fn fetch(site: Site<'_>, id: Option<&str>) -> Done<Vec<Observed>> {
        let shown = all!(site.clients.ec2.describe_network_acls().set_network_acl_ids(ids(id)))?;
        Ok(shown.iter().map(|acl| observed(site, acl)).collect())
    }

    async fn delete(site: Site<'_>, id: &str) -> Done<()> {
        site.clients.ec2.delete_network_acl().network_acl_id(id).send().await.map_err(fault::of).map(drop)
    }
}

fn observed(site: Site<'_>, acl: &NetworkAcl) -> Observed {
    let id = acl.network_acl_id().unwrap_or_default();
    let subnets: Vec<&str> = acl.associations().iter().filter_map(|tie| tie.subnet_id()).collect();
    Seen::new(site.region, Kind::NetworkAcl, id)
        .by_cloud(acl.is_default() == Some(true))
        .with("VpcId", acl.vpc_id())
        .with("IsDefault", acl.is_default())
        .with("Entries", acl.entries().iter().map(entry).collect::<Vec<_>>())
        .with("SubnetIds", subnets)
        .attribute("Id", id)
        .ec2_tags(acl.tags())
        .done()
}

fn entry(entry: &NetworkAclEntry) -> Value {
    let ports = entry.port_range().map(|ports| json!({ "From": ports.from(), "To": ports.to() }));
    dense(json!({
        "RuleNumber": entry.rule_number(), "Egress": entry.egress(), "Protocol": entry.protocol(),
        "RuleAction": entry.rule_action().map(|action| action.as_str()), "CidrBlock": entry.cidr_block(),
        "Ipv6CidrBlock": entry.ipv6_cidr_block(), "PortRange": ports,
    }))
}
