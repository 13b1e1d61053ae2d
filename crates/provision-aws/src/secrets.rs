//! AWS Secrets Manager.

use aws_sdk_secretsmanager::types::Tag;
use lks_provision::cloud::Observed;
use lks_provision::resource::Kind;
use lks_provision::secret::SecretText;

use crate::aws::Site;
use crate::fault::{self, Done};
use crate::given::Given;
use crate::kinds::Handler;
use crate::seen::Seen;

pub(crate) struct Secret;

fn tag(key: String, value: String) -> Tag {
    Tag::builder().key(key).value(value).build()
}

/// The secret text itself.
pub(crate) async fn text(site: Site<'_>, id: &str) -> Done<SecretText> {
    let answer = site.clients.secrets.get_secret_value().secret_id(id).send().await.map_err(fault::of)?;
    answer.secret_string.map(SecretText::new).ok_or_else(|| fault::lacking("the secret text"))
}

impl Handler for Secret {
    async fn fetch(site: Site<'_>, id: Option<&str>) -> Done<Vec<Observed>> {
        let asked = site.clients.secrets.list_secrets().into_paginator().send();
        let pages = crate::pages::collect(asked.collect::<Result<Vec<_>, _>>().await)?;
        let secrets = pages.iter().flat_map(|page| page.secret_list());
        let seen = secrets.filter_map(|secret| {
            let arn = secret.arn().filter(|arn| id.is_none_or(|id| id == *arn))?;
            let seen = Seen::new(site.region, Kind::Secret, arn)
                .with("Name", secret.name())
                .with("Description", secret.description())
                .attribute("Id", arn)
                .attribute("Arn", arn)
                .tags(secret.tags().iter().map(|tag| (tag.key(), tag.value())));
            Some(seen.done())
        });
        Ok(seen.collect())
    }

    async fn create(site: Site<'_>, given: Given<'_>, token: &str) -> Done<Observed> {
        let name = given.need("Name")?;
        let made = site
            .clients
            .secrets
            .create_secret()
            .name(&name)
            .client_request_token(token)
            .set_description(given.text("Description"))
            .set_secret_string(given.text("SecretString"))
            .set_tags(given.tags_as(tag))
            .send()
            .await
            .map_err(fault::of)?;
        let arn = made.arn.ok_or_else(|| fault::lacking("the secret's ARN"))?;
        let seen = Seen::new(site.region, Kind::Secret, &arn)
            .with("Name", name)
            .with("Description", given.text("Description"))
            .with("Tags", given.value("Tags").cloned())
            .attribute("Id", arn.as_str())
            .attribute("Arn", arn.as_str());
        Ok(seen.done())
    }

    async fn update(site: Site<'_>, id: &str, change: Given<'_>) -> Done<()> {
        let (description, text) = (change.text("Description"), change.text("SecretString"));
        if description.is_some() || text.is_some() {
            let asked = site.clients.secrets.update_secret().secret_id(id);
            asked.set_description(description).set_secret_string(text).send().await.map_err(fault::of)?;
        }
        if let Some(tags) = change.tags_as(tag) {
            let asked = site.clients.secrets.tag_resource().secret_id(id).set_tags(Some(tags));
            asked.send().await.map_err(fault::of)?;
        }
        Ok(())
    }

    /// At once: a secret that waits for its deletion keeps its name and costs.
    async fn delete(site: Site<'_>, id: &str) -> Done<()> {
        let asked = site.clients.secrets.delete_secret().secret_id(id).force_delete_without_recovery(true);
        asked.send().await.map_err(fault::of).map(drop)
    }
}
