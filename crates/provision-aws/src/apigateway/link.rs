//! The API's way into the network.

use aws_sdk_apigateway::types::VpcLinkStatus;
use lks_provision::cloud::{Observed, State};
use lks_provision::resource::Kind;

use super::{replace, retag};
use crate::aws::Site;
use crate::fault::{self, Done};
use crate::given::Given;
use crate::kinds::Handler;
use crate::pages::all;
use crate::seen::Seen;

pub(crate) struct Link;

impl Handler for Link {
    async fn fetch(site: Site<'_>, id: Option<&str>) -> Done<Vec<Observed>> {
        let links = all!(site.clients.apigateway.get_vpc_links().limit(500))?;
        let seen = links.iter().filter(|link| id.is_none_or(|id| link.id() == Some(id))).map(|link| {
            let (state, word) = state(link.status());
            let word = link.status_message().filter(|_| state == State::Failed).unwrap_or(word);
            let tags = link.tags().into_iter().flatten().map(|(key, value)| (key.as_str(), value.as_str()));
            named(site, link.id().unwrap_or_default())
                .state(state, word)
                .with("Name", link.name())
                .with("Description", link.description())
                .with("TargetArns", link.target_arns().to_vec())
                .tag_pairs(tags)
                .done()
        });
        Ok(seen.collect())
    }

    async fn create(site: Site<'_>, given: Given<'_>, _token: &str) -> Done<Observed> {
        let made = site
            .clients
            .apigateway
            .create_vpc_link()
            .name(given.need("Name")?)
            .set_description(given.text("Description"))
            .set_target_arns(given.texts("TargetArns"))
            .set_tags(Some(given.tags().into_iter().collect()))
            .send()
            .await
            .map_err(fault::of)?;
        let (state, word) = state(made.status());
        let id = made.id().ok_or_else(|| fault::lacking("the link's id"))?;
        let seen = named(site, id).state(state, word);
        let shown = ["Name", "Description", "TargetArns", "Tags"];
        Ok(shown.into_iter().fold(seen, |seen, name| seen.with(name, given.value(name).cloned())).done())
    }

    async fn update(site: Site<'_>, id: &str, change: Given<'_>) -> Done<()> {
        let patches: Vec<_> = [("Name", "/name"), ("Description", "/description")]
            .into_iter()
            .filter_map(|(name, path)| Some(replace(path, change.text(name)?)))
            .collect();
        if !patches.is_empty() {
            let asked = site.clients.apigateway.update_vpc_link().vpc_link_id(id);
            asked.set_patch_operations(Some(patches)).send().await.map_err(fault::of)?;
        }
        retag(site, &format!("/vpclinks/{id}"), change).await
    }

    async fn delete(site: Site<'_>, id: &str) -> Done<()> {
        site.clients.apigateway.delete_vpc_link().vpc_link_id(id).send().await.map_err(fault::of).map(drop)
    }
}

fn state(status: Option<&VpcLinkStatus>) -> (State, &str) {
    let state = match status {
        Some(VpcLinkStatus::Pending) => State::Pending,
        Some(VpcLinkStatus::Deleting) => State::Deleting,
        Some(VpcLinkStatus::Failed) => State::Failed,
        _ => State::Available,
    };
    (state, status.map_or("AVAILABLE", |status| status.as_str()))
}

fn named(site: Site<'_>, id: &str) -> Seen {
    Seen::new(site.region, Kind::VpcLink, id).attribute("VpcLinkId", id)
}
