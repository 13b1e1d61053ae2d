//! Application and network load balancers.

use aws_sdk_elasticloadbalancingv2::types::{
    IpAddressType, LoadBalancer, LoadBalancerAttribute, LoadBalancerSchemeEnum, LoadBalancerTypeEnum,
    SubnetMapping,
};
use lks_provision::cloud::{Observed, State};
use lks_provision::resource::Kind;
use serde_json::{Value, json};

use super::{Tags, full_name, retag, tag, tags};
use crate::aws::Site;
use crate::fault::{self, Done};
use crate::given::{Given, field};
use crate::kinds::Handler;
use crate::pages::all;
use crate::seen::{Seen, dense};

pub(crate) struct Balancer;

impl Handler for Balancer {
    async fn fetch(site: Site<'_>, id: Option<&str>) -> Done<Vec<Observed>> {
        let arns = id.map(|id| vec![id.to_owned()]);
        let shown = all!(site.clients.balancing.describe_load_balancers().set_load_balancer_arns(arns))?;
        let arns = shown.iter().filter_map(|balancer| balancer.load_balancer_arn.clone()).collect();
        let tags = tags(site, arns).await?;
        let mut seen = Vec::with_capacity(shown.len());
        for balancer in &shown {
            let attributes = attributes(site, balancer).await?;
            let one = observed(site, balancer, &tags).with("LoadBalancerAttributes", attributes);
            seen.push(one.done());
        }
        Ok(seen)
    }

    async fn create(site: Site<'_>, given: Given<'_>, _token: &str) -> Done<Observed> {
        let mappings = given.list("SubnetMappings").map(|list| list.iter().map(mapping).collect());
        let made = site
            .clients
            .balancing
            .create_load_balancer()
            .name(given.need("Name")?)
            .set_type(given.text("Type").map(|kind| LoadBalancerTypeEnum::from(kind.as_str())))
            .set_scheme(given.text("Scheme").map(|scheme| LoadBalancerSchemeEnum::from(scheme.as_str())))
            .set_ip_address_type(given.text("IpAddressType").map(|kind| IpAddressType::from(kind.as_str())))
            .set_subnets(given.texts("Subnets"))
            .set_subnet_mappings(mappings)
            .set_security_groups(given.texts("SecurityGroups"))
            .set_tags(given.tags_as(tag))
            .send()
            .await
            .map_err(fault::of)?;
        let made = made.load_balancers.and_then(|made| made.into_iter().next());
        let made = made.ok_or_else(|| fault::lacking("the load balancer"))?;
        Ok(observed(site, &made, &Tags::new()).with("Tags", given.value("Tags").cloned()).done())
    }

    async fn update(site: Site<'_>, id: &str, change: Given<'_>) -> Done<()> {
        let balancing = &site.clients.balancing;
        if let Some(list) = change.list("LoadBalancerAttributes") {
            let wanted = list.iter().map(|one| {
                LoadBalancerAttribute::builder()
                    .set_key(field(one, "Key"))
                    .set_value(field(one, "Value"))
                    .build()
            });
            let asked = balancing.modify_load_balancer_attributes().load_balancer_arn(id);
            asked.set_attributes(Some(wanted.collect())).send().await.map_err(fault::of)?;
        }
        if let Some(groups) = change.texts("SecurityGroups") {
            let asked =
                balancing.set_security_groups().load_balancer_arn(id).set_security_groups(Some(groups));
            asked.send().await.map_err(fault::of)?;
        }
        if let Some(kind) = change.text("IpAddressType") {
            let asked = balancing.set_ip_address_type().load_balancer_arn(id);
            asked.ip_address_type(IpAddressType::from(kind.as_str())).send().await.map_err(fault::of)?;
        }
        retag(site, id, change).await
    }

    async fn delete(site: Site<'_>, id: &str) -> Done<()> {
        site.clients
            .balancing
            .delete_load_balancer()
            .load_balancer_arn(id)
            .send()
            .await
            .map_err(fault::of)
            .map(drop)
    }
}

fn mapping(mapping: &Value) -> SubnetMapping {
    SubnetMapping::builder()
        .set_subnet_id(field(mapping, "SubnetId"))
        .set_private_ipv4_address(field(mapping, "PrivateIPv4Address"))
        .set_allocation_id(field(mapping, "AllocationId"))
        .build()
}

async fn attributes(site: Site<'_>, balancer: &LoadBalancer) -> Done<Value> {
    let asked = site.clients.balancing.describe_load_balancer_attributes();
    let asked = asked.set_load_balancer_arn(balancer.load_balancer_arn.clone());
    let answer = asked.send().await.map_err(fault::of)?;
    Ok(answer.attributes().iter().map(|one| json!({ "Key": one.key(), "Value": one.value() })).collect())
}

fn observed(site: Site<'_>, balancer: &LoadBalancer, tags: &Tags) -> Seen {
    let arn = balancer.load_balancer_arn().unwrap_or_default();
    let word = balancer.state().and_then(|state| state.code()).map_or("active", |code| code.as_str());
    let state = match word {
        "provisioning" => State::Pending,
        "failed" => State::Failed,
        _ => State::Available,
    };
    let network = balancer.r#type() == Some(&LoadBalancerTypeEnum::Network);
    let subnets: Vec<&str> =
        balancer.availability_zones().iter().filter_map(|zone| zone.subnet_id()).collect();
    let seen = Seen::new(site.region, Kind::LoadBalancer, arn)
        .state(state, word)
        .with("Name", balancer.load_balancer_name())
        .with("Type", balancer.r#type().map(|kind| kind.as_str()))
        .with("Scheme", balancer.scheme().map(|scheme| scheme.as_str()))
        .with("IpAddressType", balancer.ip_address_type().map(|kind| kind.as_str()))
        .with("SecurityGroups", balancer.security_groups().to_vec())
        .attribute("LoadBalancerArn", arn)
        .attribute("LoadBalancerName", balancer.load_balancer_name())
        .attribute("DNSName", balancer.dns_name())
        .attribute("LoadBalancerFullName", full_name(arn))
        .attribute("CanonicalHostedZoneID", balancer.canonical_hosted_zone_id())
        .attribute("VpcId", balancer.vpc_id())
        .elb_tags(tags, arn);
    // A network balancer is given its subnets with addresses, an application balancer without.
    if network { seen.with("SubnetMappings", mappings(balancer)) } else { seen.with("Subnets", subnets) }
}

fn mappings(balancer: &LoadBalancer) -> Value {
    let zones = balancer.availability_zones().iter();
    let shown = zones.map(|zone| {
        let address =
            zone.load_balancer_addresses().iter().find_map(|address| address.private_ipv4_address());
        dense(json!({ "SubnetId": zone.subnet_id(), "PrivateIPv4Address": address }))
    });
    shown.collect()
}
