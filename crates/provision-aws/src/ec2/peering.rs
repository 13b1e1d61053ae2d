//! What joins the two networks. It is asked for in one region and accepted in the other, and each side
//! sets its own options in its own region; seen from the other side it is the same resource, so only
//! the asking side lists it.

use aws_sdk_ec2::types::{
    PeeringConnectionOptionsRequest, ResourceType, VpcPeeringConnection,
    VpcPeeringConnectionOptionsDescription, VpcPeeringConnectionVpcInfo,
};
use lks_domain::region::Region;
use lks_provision::cloud::{Observed, State};
use lks_provision::resource::Kind;
use serde_json::{Value, json};

use super::{ids, retag, tagged};
use crate::aws::Site;
use crate::fault::{self, Done};
use crate::given::Given;
use crate::kinds::Handler;
use crate::pages::all;
use crate::seen::Seen;

pub(crate) struct Peering;

const REQUESTER: &str = "RequesterPeeringConnectionOptions";
const ACCEPTER: &str = "AccepterPeeringConnectionOptions";
const DNS: &str = "AllowDnsResolutionFromRemoteVpc";

impl Handler for Peering {
    async fn fetch(site: Site<'_>, id: Option<&str>) -> Done<Vec<Observed>> {
        let shown = all!(
            site.clients.ec2.describe_vpc_peering_connections().set_vpc_peering_connection_ids(ids(id))
        )?;
        let mut seen = Vec::new();
        for peering in shown.iter().filter(|peering| is_asked_here(site, peering)) {
            let far = match (region_of(peering.accepter_vpc_info()), word(peering)) {
                (Some(region), "active") if region != site.region => {
                    far_options(site, region, peering).await?
                }
                _ => None,
            };
            seen.push(observed(site, peering, far));
        }
        Ok(seen)
    }

    async fn create(site: Site<'_>, given: Given<'_>, _token: &str) -> Done<Observed> {
        let made = site
            .clients
            .ec2
            .create_vpc_peering_connection()
            .vpc_id(given.need("VpcId")?)
            .peer_vpc_id(given.need("PeerVpcId")?)
            .set_peer_region(given.text("PeerRegion"))
            .set_peer_owner_id(given.text("PeerOwnerId"))
            .set_tag_specifications(tagged(ResourceType::VpcPeeringConnection, given))
            .send()
            .await
            .map_err(fault::of)?;
        let peering = made.vpc_peering_connection.ok_or_else(|| fault::lacking("the peering"))?;
        Ok(observed(site, &peering, None))
    }

    async fn update(site: Site<'_>, id: &str, change: Given<'_>) -> Done<()> {
        let far = far_site(site, id).await?;
        if change.flag("Accepted") == Some(true) {
            let asked = far.clients.ec2.accept_vpc_peering_connection().vpc_peering_connection_id(id);
            asked.send().await.map_err(fault::of)?;
            // The options can be set once it is active: the engine's next round does that.
            return retag(site, id, change).await;
        }
        if let Some(dns) = wants_dns(change, REQUESTER) {
            let asked =
                site.clients.ec2.modify_vpc_peering_connection_options().vpc_peering_connection_id(id);
            asked.requester_peering_connection_options(options(dns)).send().await.map_err(fault::of)?;
        }
        if let Some(dns) = wants_dns(change, ACCEPTER) {
            let asked = far.clients.ec2.modify_vpc_peering_connection_options().vpc_peering_connection_id(id);
            asked.accepter_peering_connection_options(options(dns)).send().await.map_err(fault::of)?;
        }
        retag(site, id, change).await
    }

    async fn delete(site: Site<'_>, id: &str) -> Done<()> {
        let asked = site.clients.ec2.delete_vpc_peering_connection().vpc_peering_connection_id(id);
        asked.send().await.map_err(fault::of).map(drop)
    }
}

fn wants_dns(change: Given<'_>, name: &str) -> Option<bool> {
    change.value(name)?[DNS].as_bool()
}

fn options(dns: bool) -> PeeringConnectionOptionsRequest {
    PeeringConnectionOptionsRequest::builder().allow_dns_resolution_from_remote_vpc(dns).build()
}

fn region_of(side: Option<&VpcPeeringConnectionVpcInfo>) -> Option<Region> {
    Region::from_id(side?.region()?)
}

fn is_asked_here(site: Site<'_>, peering: &VpcPeeringConnection) -> bool {
    region_of(peering.requester_vpc_info()).is_none_or(|region| region == site.region)
}

fn word(peering: &VpcPeeringConnection) -> &str {
    peering.status().and_then(|status| status.code()).map_or("active", |code| code.as_str())
}

/// The accepter's region.
async fn far_site<'a>(site: Site<'a>, id: &str) -> Done<Site<'a>> {
    let shown = all!(site.clients.ec2.describe_vpc_peering_connections().vpc_peering_connection_ids(id))?;
    let peering = shown.first().ok_or_else(|| fault::not_found(id))?;
    Ok(site.aws.site(region_of(peering.accepter_vpc_info()).unwrap_or(site.region)))
}

/// The accepter's options, which are told in its own region only.
async fn far_options(
    site: Site<'_>,
    region: Region,
    peering: &VpcPeeringConnection,
) -> Done<Option<VpcPeeringConnectionOptionsDescription>> {
    let far = site.aws.site(region);
    let id = peering.vpc_peering_connection_id().unwrap_or_default();
    let asked = far.clients.ec2.describe_vpc_peering_connections().vpc_peering_connection_ids(id);
    let answer = asked.send().await.map_err(fault::of)?;
    let mut shown = answer.vpc_peering_connections.unwrap_or_default().into_iter();
    Ok(shown.next().and_then(|peering| peering.accepter_vpc_info?.peering_options))
}

fn shown(options: Option<&VpcPeeringConnectionOptionsDescription>) -> Option<Value> {
    Some(json!({ DNS: options?.allow_dns_resolution_from_remote_vpc()? }))
}

fn observed(
    site: Site<'_>,
    peering: &VpcPeeringConnection,
    far: Option<VpcPeeringConnectionOptionsDescription>,
) -> Observed {
    let id = peering.vpc_peering_connection_id().unwrap_or_default();
    let (near_side, far_side) = (peering.requester_vpc_info(), peering.accepter_vpc_info());
    let word = word(peering);
    let state = match word {
        "active" => State::Available,
        "initiating-request" | "provisioning" => State::Pending,
        "pending-acceptance" => State::Stopped,
        "deleting" => State::Deleting,
        "failed" | "rejected" | "expired" => State::Failed,
        _ => State::Gone,
    };
    let same_region = far_side.and_then(|side| side.peering_options());
    Seen::new(site.region, Kind::VpcPeeringConnection, id)
        .state(state, word)
        .with("VpcId", near_side.and_then(|side| side.vpc_id()))
        .with("PeerVpcId", far_side.and_then(|side| side.vpc_id()))
        .with("PeerRegion", far_side.and_then(|side| side.region()))
        .with("PeerOwnerId", far_side.and_then(|side| side.owner_id()))
        .with("Accepted", word == "active")
        .with(REQUESTER, shown(near_side.and_then(|side| side.peering_options())))
        .with(ACCEPTER, shown(far.as_ref().or(same_region)))
        .attribute("Id", id)
        .ec2_tags(peering.tags())
        .done()
}
