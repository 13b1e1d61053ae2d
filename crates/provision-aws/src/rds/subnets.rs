//! Where a database may live.

use aws_sdk_rds::types::DbSubnetGroup;
use lks_provision::cloud::Observed;
use lks_provision::resource::Kind;

use super::{retag, tag, tags};
use crate::aws::Site;
use crate::fault::{self, Done};
use crate::given::Given;
use crate::kinds::Handler;
use crate::pages::all;
use crate::seen::Seen;

pub(crate) struct Subnets;

impl Handler for Subnets {
    async fn fetch(site: Site<'_>, id: Option<&str>) -> Done<Vec<Observed>> {
        let asked =
            site.clients.rds.describe_db_subnet_groups().set_db_subnet_group_name(id.map(str::to_owned));
        let mut seen = Vec::new();
        for group in all!(asked)? {
            let tags = tags(site, group.db_subnet_group_arn()).await?;
            seen.push(observed(site, &group).rds_tags(&tags).done());
        }
        Ok(seen)
    }

    async fn create(site: Site<'_>, given: Given<'_>, _token: &str) -> Done<Observed> {
        let made = site
            .clients
            .rds
            .create_db_subnet_group()
            .db_subnet_group_name(given.need("DBSubnetGroupName")?)
            .db_subnet_group_description(given.need("DBSubnetGroupDescription")?)
            .set_subnet_ids(given.texts("SubnetIds"))
            .set_tags(given.tags_as(tag))
            .send()
            .await
            .map_err(fault::of)?;
        let group = made.db_subnet_group.ok_or_else(|| fault::lacking("the subnet group"))?;
        Ok(observed(site, &group).with("Tags", given.value("Tags").cloned()).done())
    }

    async fn update(site: Site<'_>, id: &str, change: Given<'_>) -> Done<()> {
        let shown = all!(site.clients.rds.describe_db_subnet_groups().db_subnet_group_name(id))?;
        let group = shown.first().ok_or_else(|| fault::not_found(id))?;
        let (text, subnets) = (change.text("DBSubnetGroupDescription"), change.texts("SubnetIds"));
        if text.is_some() || subnets.is_some() {
            // The call always wants the subnets.
            let present =
                || group.subnets().iter().filter_map(|subnet| subnet.subnet_identifier.clone()).collect();
            let asked = site.clients.rds.modify_db_subnet_group().db_subnet_group_name(id);
            let asked = asked
                .set_db_subnet_group_description(text)
                .set_subnet_ids(subnets.or_else(|| Some(present())));
            asked.send().await.map_err(fault::of)?;
        }
        retag(site, group.db_subnet_group_arn(), change).await
    }

    async fn delete(site: Site<'_>, id: &str) -> Done<()> {
        site.clients
            .rds
            .delete_db_subnet_group()
            .db_subnet_group_name(id)
            .send()
            .await
            .map_err(fault::of)
            .map(drop)
    }
}

fn observed(site: Site<'_>, group: &DbSubnetGroup) -> Seen {
    let name = group.db_subnet_group_name().unwrap_or_default();
    let subnets: Vec<&str> = group.subnets().iter().filter_map(|subnet| subnet.subnet_identifier()).collect();
    Seen::new(site.region, Kind::DbSubnetGroup, name)
        .with("DBSubnetGroupName", name)
        .with("DBSubnetGroupDescription", group.db_subnet_group_description())
        .with("SubnetIds", subnets)
        .attribute("VpcId", group.vpc_id())
}
