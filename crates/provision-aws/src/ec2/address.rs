//! Public addresses, and what ties them to a machine.

use aws_sdk_ec2::types::{Address, DomainType, ResourceType};
use lks_provision::cloud::Observed;
use lks_provision::resource::Kind;

use super::{filter, ids, retag, tagged};
use crate::aws::Site;
use crate::fault::{self, Done};
use crate::given::Given;
use crate::kinds::Handler;
use crate::seen::Seen;

pub(crate) struct Elastic;

impl Handler for Elastic {
    async fn fetch(site: Site<'_>, id: Option<&str>) -> Done<Vec<Observed>> {
        let answer = site
            .clients
            .ec2
            .describe_addresses()
            .set_allocation_ids(ids(id))
            .send()
            .await
            .map_err(fault::of)?;
        Ok(answer.addresses().iter().map(|address| observed(site, address)).collect())
    }

    async fn create(site: Site<'_>, given: Given<'_>, _token: &str) -> Done<Observed> {
        let made = site
            .clients
            .ec2
            .allocate_address()
            .domain(DomainType::Vpc)
            .set_tag_specifications(tagged(ResourceType::ElasticIp, given))
            .send()
            .await
            .map_err(fault::of)?;
        let id = made.allocation_id.ok_or_else(|| fault::lacking("the address's id"))?;
        let seen = Seen::new(site.region, Kind::Eip, &id)
            .with("Domain", "vpc")
            .with("Tags", given.value("Tags").cloned())
            .attribute("AllocationId", id)
            .attribute("PublicIp", made.public_ip);
        Ok(seen.done())
    }

    async fn update(site: Site<'_>, id: &str, change: Given<'_>) -> Done<()> {
        retag(site, id, change).await
    }

    async fn delete(site: Site<'_>, id: &str) -> Done<()> {
        site.clients.ec2.release_address().allocation_id(id).send().await.map_err(fault::of).map(drop)
    }
}

fn observed(site: Site<'_>, address: &Address) -> Observed {
    let id = address.allocation_id().unwrap_or_default();
    Seen::new(site.region, Kind::Eip, id)
        .with("Domain", address.domain().map(|domain| domain.as_str()))
        .attribute("AllocationId", id)
        .attribute("PublicIp", address.public_ip())
        .ec2_tags(address.tags())
        .done()
}

pub(crate) struct Tie;

impl Handler for Tie {
    async fn fetch(site: Site<'_>, id: Option<&str>) -> Done<Vec<Observed>> {
        let filters = id.map(|id| vec![filter("association-id", id)]);
        let answer =
            site.clients.ec2.describe_addresses().set_filters(filters).send().await.map_err(fault::of)?;
        let seen = answer.addresses().iter().filter_map(|address| {
            let tied = Seen::new(
                site.region,
                Kind::EipAssociation,
                address.association_id().filter(|id| !id.is_empty())?,
            )
            .with("AllocationId", address.allocation_id())
            .with("InstanceId", address.instance_id().filter(|id| !id.is_empty()))
            .with("NetworkInterfaceId", address.network_interface_id());
            Some(tied.done())
        });
        Ok(seen.collect())
    }

    async fn create(site: Site<'_>, given: Given<'_>, _token: &str) -> Done<Observed> {
        let made = site
            .clients
            .ec2
            .associate_address()
            .allocation_id(given.need("AllocationId")?)
            .set_instance_id(given.text("InstanceId"))
            .set_network_interface_id(given.text("NetworkInterfaceId"))
            .allow_reassociation(false)
            .send()
            .await
            .map_err(fault::of)?;
        let id = made.association_id.ok_or_else(|| fault::lacking("the association's id"))?;
        let mut seen = Seen::new(site.region, Kind::EipAssociation, id);
        for name in ["AllocationId", "InstanceId", "NetworkInterfaceId"] {
            seen = seen.with(name, given.text(name));
        }
        Ok(seen.done())
    }

    async fn delete(site: Site<'_>, id: &str) -> Done<()> {
        site.clients.ec2.disassociate_address().association_id(id).send().await.map_err(fault::of).map(drop)
    }
}
