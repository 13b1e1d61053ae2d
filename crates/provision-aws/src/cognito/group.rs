//! A group of users.

use aws_sdk_cognitoidentityprovider::types::GroupType;
use lks_provision::cloud::{ErrorClass, Observed};
use lks_provision::resource::Kind;

use super::candidates;
use crate::aws::Site;
use crate::fault::{self, Done};
use crate::given::Given;
use crate::kinds::Handler;
use crate::pages::all;
use crate::seen::Seen;

pub(crate) struct Group;

fn parts(id: &str) -> Done<(&str, &str)> {
    id.split_once('|').ok_or_else(|| fault::not_found(id))
}

impl Handler for Group {
    async fn fetch(site: Site<'_>, id: Option<&str>) -> Done<Vec<Observed>> {
        let pools = match id {
            Some(id) => vec![parts(id)?.0.to_owned()],
            None => candidates(site).await?,
        };
        let mut seen = Vec::new();
        for pool in pools {
            match all!(site.clients.cognito.list_groups().user_pool_id(&pool)) {
                Ok(groups) => seen.extend(groups.iter().map(|group| observed(site, &pool, group))),
                Err(error) if error.class == ErrorClass::NotFound => {}
                Err(error) => return Err(error),
            }
        }
        Ok(seen)
    }

    async fn create(site: Site<'_>, given: Given<'_>, _token: &str) -> Done<Observed> {
        let pool = given.need("UserPoolId")?;
        let made = site
            .clients
            .cognito
            .create_group()
            .user_pool_id(&pool)
            .group_name(given.need("GroupName")?)
            .set_description(given.text("Description"))
            .set_precedence(given.number("Precedence"))
            .send()
            .await
            .map_err(fault::of)?;
        let group = made.group.ok_or_else(|| fault::lacking("the group"))?;
        Ok(observed(site, &pool, &group))
    }

    async fn update(site: Site<'_>, id: &str, change: Given<'_>) -> Done<()> {
        let (pool, name) = parts(id)?;
        let asked = site.clients.cognito.update_group().user_pool_id(pool).group_name(name);
        let asked =
            asked.set_description(change.text("Description")).set_precedence(change.number("Precedence"));
        asked.send().await.map_err(fault::of).map(drop)
    }

    async fn delete(site: Site<'_>, id: &str) -> Done<()> {
        let (pool, name) = parts(id)?;
        let asked = site.clients.cognito.delete_group().user_pool_id(pool).group_name(name);
        asked.send().await.map_err(fault::of).map(drop)
    }
}

fn observed(site: Site<'_>, pool: &str, group: &GroupType) -> Observed {
    let name = group.group_name().unwrap_or_default();
    Seen::new(site.region, Kind::UserPoolGroup, format!("{pool}|{name}"))
        .with("UserPoolId", pool)
        .with("GroupName", name)
        .with("Description", group.description())
        .with("Precedence", group.precedence())
        .done()
}
