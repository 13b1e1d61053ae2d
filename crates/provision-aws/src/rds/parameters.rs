//! A database's settings; those that nobody set are not shown.

use aws_sdk_rds::types::{ApplyMethod, DbParameterGroup, Parameter};
use lks_provision::cloud::{ErrorClass, Observed};
use lks_provision::resource::{Kind, Properties};

use super::{retag, tag, tags};
use crate::aws::Site;
use crate::fault::{self, Done};
use crate::given::{Given, map};
use crate::kinds::Handler;
use crate::pages::all;
use crate::seen::Seen;

pub(crate) struct Parameters;

impl Handler for Parameters {
    async fn fetch(site: Site<'_>, id: Option<&str>) -> Done<Vec<Observed>> {
        let asked = site
            .clients
            .rds
            .describe_db_parameter_groups()
            .set_db_parameter_group_name(id.map(str::to_owned));
        let mut seen = Vec::new();
        for group in all!(asked)? {
            let name = group.db_parameter_group_name().unwrap_or_default();
            let one = observed(site, &group);
            // AWS's own groups have tags and settings that concern nobody here.
            if name.starts_with("default.") {
                seen.push(one.by_cloud(true).done());
                continue;
            }
            let tags = tags(site, group.db_parameter_group_arn()).await?;
            seen.push(one.with("Parameters", set_ones(site, name).await?).rds_tags(&tags).done());
        }
        Ok(seen)
    }

    async fn create(site: Site<'_>, given: Given<'_>, _token: &str) -> Done<Observed> {
        let made = site
            .clients
            .rds
            .create_db_parameter_group()
            .db_parameter_group_name(given.need("DBParameterGroupName")?)
            .db_parameter_group_family(given.need("Family")?)
            .description(given.need("Description")?)
            .set_tags(given.tags_as(tag))
            .send()
            .await
            .map_err(fault::of)?;
        let group = made.db_parameter_group.ok_or_else(|| fault::lacking("the parameter group"))?;
        Ok(observed(site, &group).with("Tags", given.value("Tags").cloned()).done())
    }

    async fn update(site: Site<'_>, id: &str, change: Given<'_>) -> Done<()> {
        if let Some(values) = change.value("Parameters").and_then(map) {
            // What needs a restart is in force from the next one on; dynamic ones at once.
            let wanted = values.into_iter().map(|(name, value)| {
                let how = ApplyMethod::PendingReboot;
                Parameter::builder().parameter_name(name).parameter_value(value).apply_method(how).build()
            });
            let asked = site.clients.rds.modify_db_parameter_group().db_parameter_group_name(id);
            asked.set_parameters(Some(wanted.collect())).send().await.map_err(fault::of)?;
        }
        let shown = all!(site.clients.rds.describe_db_parameter_groups().db_parameter_group_name(id))?;
        retag(site, shown.first().and_then(|group| group.db_parameter_group_arn()), change).await
    }

    async fn delete(site: Site<'_>, id: &str) -> Done<()> {
        let asked = site.clients.rds.delete_db_parameter_group().db_parameter_group_name(id);
        asked.send().await.map_err(fault::of).map(drop)
    }
}

async fn set_ones(site: Site<'_>, name: &str) -> Done<Properties> {
    let asked = site.clients.rds.describe_db_parameters().db_parameter_group_name(name).source("user");
    match all!(asked) {
        Ok(parameters) => Ok(parameters
            .into_iter()
            .filter_map(|parameter| Some((parameter.parameter_name?, parameter.parameter_value?.into())))
            .collect()),
        // It went meanwhile.
        Err(error) if error.class == ErrorClass::NotFound => Ok(Properties::new()),
        Err(error) => Err(error),
    }
}

fn observed(site: Site<'_>, group: &DbParameterGroup) -> Seen {
    let name = group.db_parameter_group_name().unwrap_or_default();
    Seen::new(site.region, Kind::DbParameterGroup, name)
        .with("DBParameterGroupName", name)
        .with("Family", group.db_parameter_group_family())
        .with("Description", group.description())
}
