//! A stateful filter of interfaces. Its rules are resources of their own.

use aws_sdk_ec2::types::{ResourceType, SecurityGroup};
use lks_provision::cloud::Observed;
use lks_provision::resource::Kind;

use super::{ids, retag, tagged};
use crate::aws::Site;
use crate::fault::{self, Done};
use crate::given::Given;
use crate::kinds::Handler;
use crate::pages::all;
use crate::seen::Seen;

pub(crate) struct Group;

impl Handler for Group {
    async fn fetch(site: Site<'_>, id: Option<&str>) -> Done<Vec<Observed>> {
        let shown = all!(site.clients.ec2.describe_security_groups().set_group_ids(ids(id)))?;
        Ok(shown.iter().map(|group| observed(site, group)).collect())
    }

    /// The rule that lets everything out comes along; the engine takes it away.
    async fn create(site: Site<'_>, given: Given<'_>, _token: &str) -> Done<Observed> {
        let (name, vpc) = (given.need("GroupName")?, given.need("VpcId")?);
        let description = given.need("GroupDescription")?;
        let made = site
            .clients
            .ec2
            .create_security_group()
            .group_name(&name)
            .description(&description)
            .vpc_id(&vpc)
            .set_tag_specifications(tagged(ResourceType::SecurityGroup, given))
            .send()
            .await
            .map_err(fault::of)?;
        let id = made.group_id.ok_or_else(|| fault::lacking("the group's id"))?;
        let seen = Seen::new(site.region, Kind::SecurityGroup, &id)
            .with("GroupName", name)
            .with("GroupDescription", description)
            .with("VpcId", vpc.as_str())
            .attribute("GroupId", id)
            .attribute("VpcId", vpc)
            .with("Tags", given.value("Tags").cloned());
        Ok(seen.done())
    }

    async fn update(site: Site<'_>, id: &str, change: Given<'_>) -> Done<()> {
        retag(site, id, change).await
    }

    async fn delete(site: Site<'_>, id: &str) -> Done<()> {
        site.clients.ec2.delete_security_group().group_id(id).send().await.map_err(fault::of).map(drop)
    }
}

fn observed(site: Site<'_>, group: &SecurityGroup) -> Observed {
    let id = group.group_id().unwrap_or_default();
    Seen::new(site.region, Kind::SecurityGroup, id)
        .by_cloud(group.group_name() == Some("default"))
        .with("GroupName", group.group_name())
        .with("GroupDescription", group.description())
        .with("VpcId", group.vpc_id())
        .attribute("GroupId", id)
        .attribute("VpcId", group.vpc_id())
        .ec2_tags(group.tags())
        .done()
}
