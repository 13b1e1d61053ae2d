//! Amazon EC2: networks, groups, machines, addresses.

pub(crate) mod acl;
pub(crate) mod address;
pub(crate) mod gateway;
pub(crate) mod group;
pub(crate) mod image;
pub(crate) mod instance;
pub(crate) mod interface;
pub(crate) mod peering;
pub(crate) mod route;
pub(crate) mod rule;
pub(crate) mod subnet;
pub(crate) mod table;
pub(crate) mod volume;
pub(crate) mod vpc;

use aws_sdk_ec2::types::{AttributeBooleanValue, Filter, ResourceType, Tag, TagSpecification};

use crate::aws::Site;
use crate::fault::{self, Done};
use crate::given::Given;
use crate::seen::Seen;

/// The tags of a creation: a resource never exists without them.
fn tagged(kind: ResourceType, given: Given<'_>) -> Option<Vec<TagSpecification>> {
    let tags = given.tags_as(tag)?;
    Some(vec![TagSpecification::builder().resource_type(kind).set_tags(Some(tags)).build()])
}

fn tag(key: String, value: String) -> Tag {
    Tag::builder().key(key).value(value).build()
}

fn filter(name: &str, value: &str) -> Filter {
    Filter::builder().name(name).values(value).build()
}

fn truth(value: bool) -> AttributeBooleanValue {
    AttributeBooleanValue::builder().value(value).build()
}

/// One id as the list that describes take; none: all.
fn ids(id: Option<&str>) -> Option<Vec<String>> {
    id.map(|id| vec![id.to_owned()])
}

impl Seen {
    fn ec2_tags(self, tags: &[Tag]) -> Self {
        self.tags(tags.iter().map(|tag| (tag.key(), tag.value())))
    }
}

/// Sets tags, if the change has any.
async fn retag(site: Site<'_>, id: &str, change: Given<'_>) -> Done<()> {
    if let Some(tags) = change.tags_as(tag) {
        site.clients.ec2.create_tags().resources(id).set_tags(Some(tags)).send().await.map_err(fault::of)?;
    }
    Ok(())
}
