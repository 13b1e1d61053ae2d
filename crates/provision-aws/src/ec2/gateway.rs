//! The way out of a network, and what ties it there.

use aws_sdk_ec2::types::{InternetGateway, ResourceType};
use lks_provision::cloud::{Observed, State};
use lks_provision::resource::Kind;

use super::{filter, ids, retag, tagged};
use crate::aws::Site;
use crate::fault::{self, Done};
use crate::given::Given;
use crate::kinds::Handler;
use crate::pages::all;
use crate::seen::Seen;

pub(crate) struct Gateway;

impl Handler for Gateway {
    async fn fetch(site: Site<'_>, id: Option<&str>) -> Done<Vec<Observed>> {
        let shown = all!(site.clients.ec2.describe_internet_gateways().set_internet_gateway_ids(ids(id)))?;
        Ok(shown.iter().map(|gateway| observed(site, gateway)).collect())
    }

    async fn create(site: Site<'_>, given: Given<'_>, _token: &str) -> Done<Observed> {
        let made = site
            .clients
            .ec2
            .create_internet_gateway()
            .set_tag_specifications(tagged(ResourceType::InternetGateway, given))
            .send()
            .await
            .map_err(fault::of)?;
        let gateway = made.internet_gateway.ok_or_else(|| fault::lacking("the gateway"))?;
        Ok(observed(site, &gateway))
    }

    async fn update(site: Site<'_>, id: &str, change: Given<'_>) -> Done<()> {
        retag(site, id, change).await
    }

    async fn delete(site: Site<'_>, id: &str) -> Done<()> {
        let asked = site.clients.ec2.delete_internet_gateway().internet_gateway_id(id);
        asked.send().await.map_err(fault::of).map(drop)
    }
}

fn observed(site: Site<'_>, gateway: &InternetGateway) -> Observed {
    let id = gateway.internet_gateway_id().unwrap_or_default();
    Seen::new(site.region, Kind::InternetGateway, id)
        .attribute("InternetGatewayId", id)
        .ec2_tags(gateway.tags())
        .done()
}

/// Its id is CloudFormation's: `IGW|` and the network's.
pub(crate) struct Attachment;

const PREFIX: &str = "IGW|";

fn vpc_of(id: &str) -> Done<&str> {
    id.strip_prefix(PREFIX).ok_or_else(|| fault::not_found(id))
}

async fn attached(site: Site<'_>, vpc: Option<&str>) -> Done<Vec<InternetGateway>> {
    let asked = site.clients.ec2.describe_internet_gateways();
    let filters = vpc.map(|vpc| vec![filter("attachment.vpc-id", vpc)]);
    all!(asked.set_filters(filters))
}

impl Handler for Attachment {
    async fn fetch(site: Site<'_>, id: Option<&str>) -> Done<Vec<Observed>> {
        let gateways = attached(site, id.map(vpc_of).transpose()?).await?;
        let ties =
            gateways.iter().flat_map(|gateway| gateway.attachments().iter().map(move |tie| (gateway, tie)));
        let seen = ties.map(|(gateway, tie)| {
            let word = tie.state().map_or("available", |state| state.as_str());
            let state = match word {
                "attaching" => State::Pending,
                "detaching" => State::Deleting,
                "detached" => State::Gone,
                _ => State::Available,
            };
            tied(
                site,
                tie.vpc_id().unwrap_or_default(),
                gateway.internet_gateway_id().unwrap_or_default(),
                state,
                word,
            )
        });
        Ok(seen.collect())
    }

    async fn create(site: Site<'_>, given: Given<'_>, _token: &str) -> Done<Observed> {
        let (vpc, gateway) = (given.need("VpcId")?, given.need("InternetGatewayId")?);
        let asked = site.clients.ec2.attach_internet_gateway().vpc_id(&vpc).internet_gateway_id(&gateway);
        asked.send().await.map_err(fault::of)?;
        Ok(tied(site, &vpc, &gateway, State::Available, "available"))
    }

    async fn delete(site: Site<'_>, id: &str) -> Done<()> {
        let vpc = vpc_of(id)?;
        let gateways = attached(site, Some(vpc)).await?;
        let gateway = gateways.first().ok_or_else(|| fault::not_found(id))?;
        let asked = site.clients.ec2.detach_internet_gateway().vpc_id(vpc);
        let asked = asked.set_internet_gateway_id(gateway.internet_gateway_id.clone());
        asked.send().await.map_err(fault::of).map(drop)
    }
}

fn tied(site: Site<'_>, vpc: &str, gateway: &str, state: State, word: &str) -> Observed {
    Seen::new(site.region, Kind::VpcGatewayAttachment, format!("{PREFIX}{vpc}"))
        .state(state, word)
        .with("VpcId", vpc)
        .with("InternetGatewayId", gateway)
        .done()
}
