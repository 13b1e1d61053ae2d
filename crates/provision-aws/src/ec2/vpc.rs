//! A network.

use aws_sdk_ec2::types::{ResourceType, Vpc as Shown, VpcAttributeName};
use lks_provision::cloud::{Observed, State};
use lks_provision::resource::Kind;

use super::{ids, retag, tagged, truth};
use crate::aws::Site;
use crate::fault::{self, Done};
use crate::given::Given;
use crate::kinds::Handler;
use crate::pages::all;
use crate::seen::Seen;

pub(crate) struct Vpc;

impl Handler for Vpc {
    async fn fetch(site: Site<'_>, id: Option<&str>) -> Done<Vec<Observed>> {
        let shown = all!(site.clients.ec2.describe_vpcs().set_vpc_ids(ids(id)))?;
        let mut seen = Vec::with_capacity(shown.len());
        for vpc in &shown {
            let id = vpc.vpc_id().unwrap_or_default();
            let support = attribute(site, id, VpcAttributeName::EnableDnsSupport).await?;
            let hostnames = attribute(site, id, VpcAttributeName::EnableDnsHostnames).await?;
            seen.push(
                observed(site, vpc)
                    .with("EnableDnsSupport", support)
                    .with("EnableDnsHostnames", hostnames)
                    .done(),
            );
        }
        Ok(seen)
    }

    async fn create(site: Site<'_>, given: Given<'_>, _token: &str) -> Done<Observed> {
        let made = site
            .clients
            .ec2
            .create_vpc()
            .cidr_block(given.need("CidrBlock")?)
            .set_tag_specifications(tagged(ResourceType::Vpc, given))
            .send()
            .await
            .map_err(fault::of)?;
        let vpc = made.vpc.ok_or_else(|| fault::lacking("the network"))?;
        Ok(observed(site, &vpc).done())
    }

    async fn update(site: Site<'_>, id: &str, change: Given<'_>) -> Done<()> {
        let modify = || site.clients.ec2.modify_vpc_attribute().vpc_id(id);
        // One attribute a call is what AWS takes.
        if let Some(on) = change.flag("EnableDnsSupport") {
            modify().enable_dns_support(truth(on)).send().await.map_err(fault::of)?;
        }
        if let Some(on) = change.flag("EnableDnsHostnames") {
            modify().enable_dns_hostnames(truth(on)).send().await.map_err(fault::of)?;
        }
        retag(site, id, change).await
    }

    async fn delete(site: Site<'_>, id: &str) -> Done<()> {
        site.clients.ec2.delete_vpc().vpc_id(id).send().await.map_err(fault::of).map(drop)
    }
}

async fn attribute(site: Site<'_>, id: &str, name: VpcAttributeName) -> Done<Option<bool>> {
    let asked = site.clients.ec2.describe_vpc_attribute().vpc_id(id).attribute(name);
    let answer = asked.send().await.map_err(fault::of)?;
    let value = answer.enable_dns_support().or(answer.enable_dns_hostnames());
    Ok(value.and_then(|value| value.value()))
}

fn observed(site: Site<'_>, vpc: &Shown) -> Seen {
    let id = vpc.vpc_id().unwrap_or_default();
    let word = vpc.state().map_or("available", |state| state.as_str());
    let state = if word == "pending" { State::Pending } else { State::Available };
    Seen::new(site.region, Kind::Vpc, id)
        .state(state, word)
        .with("CidrBlock", vpc.cidr_block())
        .with("InstanceTenancy", vpc.instance_tenancy().map(|tenancy| tenancy.as_str()))
        .attribute("VpcId", id)
        .attribute("CidrBlock", vpc.cidr_block())
        .ec2_tags(vpc.tags())
}
