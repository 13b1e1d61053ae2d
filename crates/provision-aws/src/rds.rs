//! Amazon RDS.

pub(crate) mod instance;
pub(crate) mod parameters;
pub(crate) mod snapshot;
pub(crate) mod subnets;

use aws_sdk_rds::types::Tag;

use crate::aws::Site;
use crate::fault::{self, Done};
use crate::given::Given;
use crate::seen::Seen;

fn tag(key: String, value: String) -> Tag {
    Tag::builder().key(key).value(value).build()
}

impl Seen {
    fn rds_tags(self, tags: &[Tag]) -> Self {
        self.tags(tags.iter().map(|tag| (tag.key(), tag.value())))
    }
}

/// Tags of what does not show them itself.
async fn tags(site: Site<'_>, arn: Option<&str>) -> Done<Vec<Tag>> {
    let Some(arn) = arn else { return Ok(Vec::new()) };
    let answer =
        site.clients.rds.list_tags_for_resource().resource_name(arn).send().await.map_err(fault::of)?;
    Ok(answer.tag_list.unwrap_or_default())
}

/// Sets tags, if the change has any.
async fn retag(site: Site<'_>, arn: Option<&str>, change: Given<'_>) -> Done<()> {
    if let (Some(tags), Some(arn)) = (change.tags_as(tag), arn) {
        let asked = site.clients.rds.add_tags_to_resource().resource_name(arn).set_tags(Some(tags));
        asked.send().await.map_err(fault::of)?;
    }
    Ok(())
}
