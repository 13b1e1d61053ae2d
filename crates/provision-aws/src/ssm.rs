//! AWS Systems Manager: parameters; associations are in their own file.

pub(crate) mod association;

use aws_sdk_ssm::types::{ParameterMetadata, ParameterTier, ParameterType, ResourceTypeForTagging, Tag};
use lks_provision::cloud::Observed;
use lks_provision::resource::Kind;
use lks_provision::secret::SecretText;
use lks_provision::stack::PREFIX;

use crate::aws::Site;
use crate::fault::{self, Done};
use crate::given::Given;
use crate::kinds::Handler;
use crate::seen::Seen;

pub(crate) struct Parameter;

pub(crate) fn tags_of(given: Given<'_>) -> Done<Option<Vec<Tag>>> {
    let tags = given.tags().into_iter().map(|(key, value)| Tag::builder().key(key).value(value).build());
    let tags = tags.collect::<Result<Vec<_>, _>>().map_err(fault::unbuilt)?;
    Ok(Some(tags).filter(|tags| !tags.is_empty()))
}

/// The secret text itself.
pub(crate) async fn text(site: Site<'_>, name: &str) -> Done<SecretText> {
    let asked = site.clients.ssm.get_parameter().name(name).with_decryption(true);
    let answer = asked.send().await.map_err(fault::of)?;
    let value = answer.parameter.and_then(|parameter| parameter.value);
    value.map(SecretText::new).ok_or_else(|| fault::lacking("the parameter's value"))
}

impl Handler for Parameter {
    async fn fetch(site: Site<'_>, id: Option<&str>) -> Done<Vec<Observed>> {
        let by_name = aws_sdk_ssm::types::ParameterStringFilter::builder()
            .key("Name")
            .option("BeginsWith")
            .values(id.unwrap_or(PREFIX))
            .build()
            .map_err(fault::unbuilt)?;
        let asked = site.clients.ssm.describe_parameters().parameter_filters(by_name).into_paginator().send();
        let pages = crate::pages::collect(asked.collect::<Result<Vec<_>, _>>().await)?;
        let mut seen = Vec::new();
        for parameter in pages.iter().flat_map(|page| page.parameters()) {
            let name = parameter.name().unwrap_or_default();
            if id.is_some_and(|id| id != name) {
                continue;
            }
            let asked = site.clients.ssm.list_tags_for_resource().resource_id(name);
            let tags =
                asked.resource_type(ResourceTypeForTagging::Parameter).send().await.map_err(fault::of)?;
            let pairs = tags.tag_list().iter().map(|tag| (tag.key(), tag.value()));
            seen.push(observed(site, parameter).tag_pairs(pairs).done());
        }
        Ok(seen)
    }

    async fn create(site: Site<'_>, given: Given<'_>, _token: &str) -> Done<Observed> {
        let name = given.need("Name")?;
        site.clients
            .ssm
            .put_parameter()
            .name(&name)
            .value(given.need("Value")?)
            // An existing one is never overwritten: it may hold the password of a living database.
            .overwrite(false)
            .set_type(given.text("Type").map(|kind| ParameterType::from(kind.as_str())))
            .set_tier(given.text("Tier").map(|tier| ParameterTier::from(tier.as_str())))
            .set_description(given.text("Description"))
            .set_tags(tags_of(given)?)
            .send()
            .await
            .map_err(fault::of)?;
        let seen = Seen::new(site.region, Kind::Parameter, name).attribute("Type", given.text("Type"));
        let shown = ["Name", "Type", "Tier", "Description", "Tags"];
        Ok(shown.into_iter().fold(seen, |seen, name| seen.with(name, given.value(name).cloned())).done())
    }

    async fn update(site: Site<'_>, id: &str, change: Given<'_>) -> Done<()> {
        if change.0.keys().any(|name| name != "Tags") {
            let kept = text(site, id).await?;
            let value = change.text("Value").unwrap_or_else(|| kept.reveal().to_owned());
            site.clients
                .ssm
                .put_parameter()
                .name(id)
                .value(value)
                .overwrite(true)
                .set_type(change.text("Type").map(|kind| ParameterType::from(kind.as_str())))
                .set_tier(change.text("Tier").map(|tier| ParameterTier::from(tier.as_str())))
                .set_description(change.text("Description"))
                .send()
                .await
                .map_err(fault::of)?;
        }
        retag(site, ResourceTypeForTagging::Parameter, id, change).await
    }

    async fn delete(site: Site<'_>, id: &str) -> Done<()> {
        site.clients.ssm.delete_parameter().name(id).send().await.map_err(fault::of).map(drop)
    }
}

/// Sets tags, if the change has any.
pub(crate) async fn retag(
    site: Site<'_>,
    kind: ResourceTypeForTagging,
    id: &str,
    change: Given<'_>,
) -> Done<()> {
    if let Some(tags) = tags_of(change)? {
        let asked = site.clients.ssm.add_tags_to_resource().resource_type(kind).resource_id(id);
        asked.set_tags(Some(tags)).send().await.map_err(fault::of)?;
    }
    Ok(())
}

fn observed(site: Site<'_>, parameter: &ParameterMetadata) -> Seen {
    let name = parameter.name().unwrap_or_default();
    let kind = parameter.r#type().map(|kind| kind.as_str());
    Seen::new(site.region, Kind::Parameter, name)
        .with("Name", name)
        .with("Type", kind)
        .with("Description", parameter.description())
        .with("Tier", parameter.tier().map(|tier| tier.as_str()))
        .attribute("Type", kind)
}
