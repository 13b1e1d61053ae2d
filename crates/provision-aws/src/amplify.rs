//! AWS Amplify Hosting: the published client. Branches are in their own file.

pub(crate) mod branch;

use aws_sdk_amplify::types::{App as Shown, CustomRule, Platform};
use lks_provision::cloud::{ErrorClass, Observed};
use lks_provision::resource::Kind;
use lks_provision::stack::PREFIX;
use serde_json::{Value, json};

use crate::aws::Site;
use crate::fault::{self, Done};
use crate::given::{Given, field};
use crate::kinds::Handler;
use crate::pages::all;
use crate::seen::{Seen, dense};

pub(crate) struct App;

/// The apps that can be ours, by their name.
async fn candidates(site: Site<'_>) -> Done<Vec<Shown>> {
    let apps = all!(site.clients.amplify.list_apps())?;
    Ok(apps.into_iter().filter(|app| app.name().starts_with(PREFIX)).collect())
}

impl Handler for App {
    async fn fetch(site: Site<'_>, id: Option<&str>) -> Done<Vec<Observed>> {
        let apps = match id {
            Some(id) => {
                let answer = site.clients.amplify.get_app().app_id(id).send().await.map_err(fault::of)?;
                answer.app.into_iter().collect()
            }
            None => candidates(site).await?,
        };
        Ok(apps.iter().map(|app| observed(site, app)).collect())
    }

    async fn create(site: Site<'_>, given: Given<'_>, _token: &str) -> Done<Observed> {
        let made = site
            .clients
            .amplify
            .create_app()
            .name(given.need("Name")?)
            .set_description(given.text("Description"))
            .set_platform(given.text("Platform").map(|word| Platform::from(word.as_str())))
            .set_custom_rules(given.list("CustomRules").map(rules).transpose()?)
            .set_custom_headers(given.text("CustomHeaders"))
            .set_tags(Some(given.tags().into_iter().collect()))
            .send()
            .await
            .map_err(fault::of)?;
        let app = made.app.ok_or_else(|| fault::lacking("the app"))?;
        Ok(observed(site, &app))
    }

    async fn update(site: Site<'_>, id: &str, change: Given<'_>) -> Done<()> {
        if change.0.keys().any(|name| name != "Tags") {
            site.clients
                .amplify
                .update_app()
                .app_id(id)
                .set_name(change.text("Name"))
                .set_description(change.text("Description"))
                .set_platform(change.text("Platform").map(|word| Platform::from(word.as_str())))
                .set_custom_rules(change.list("CustomRules").map(rules).transpose()?)
                .set_custom_headers(change.text("CustomHeaders"))
                .send()
                .await
                .map_err(fault::of)?;
        }
        let tags = change.tags();
        if !tags.is_empty() {
            let shown = site.clients.amplify.get_app().app_id(id).send().await.map_err(fault::of)?;
            let arn = shown.app().map(|app| app.app_arn().to_owned()).unwrap_or_default();
            let asked = site.clients.amplify.tag_resource().resource_arn(arn);
            asked.set_tags(Some(tags.into_iter().collect())).send().await.map_err(fault::of)?;
        }
        Ok(())
    }

    async fn delete(site: Site<'_>, id: &str) -> Done<()> {
        site.clients.amplify.delete_app().app_id(id).send().await.map_err(fault::of).map(drop)
    }
}

fn rules(list: &[Value]) -> Done<Vec<CustomRule>> {
    let one = |rule: &Value| {
        CustomRule::builder()
            .set_source(field(rule, "Source"))
            .set_target(field(rule, "Target"))
            .set_status(field(rule, "Status"))
            .set_condition(field(rule, "Condition"))
            .build()
    };
    list.iter().map(one).collect::<Result<Vec<_>, _>>().map_err(fault::unbuilt)
}

fn shown_rule(rule: &CustomRule) -> Value {
    dense(json!({
        "Source": rule.source(), "Target": rule.target(), "Status": rule.status(), "Condition": rule.condition(),
    }))
}

fn observed(site: Site<'_>, app: &Shown) -> Observed {
    let rules: Vec<Value> = app.custom_rules().iter().map(shown_rule).collect();
    let tags = app.tags().into_iter().flatten().map(|(key, value)| (key.as_str(), value.as_str()));
    Seen::new(site.region, Kind::App, app.app_id())
        .with("Name", app.name())
        .with("Description", app.description())
        .with("Platform", app.platform().as_str())
        .with("CustomRules", rules)
        .with("CustomHeaders", app.custom_headers())
        .attribute("AppId", app.app_id())
        .attribute("Arn", app.app_arn())
        .attribute("DefaultDomain", app.default_domain())
        .tag_pairs(tags)
        .done()
}

/// A name of the client. The stack makes none; one that somebody made goes with the app.
pub(crate) struct Domain;

impl Handler for Domain {
    async fn fetch(site: Site<'_>, id: Option<&str>) -> Done<Vec<Observed>> {
        let mut seen = Vec::new();
        for app in candidates(site).await? {
            match all!(site.clients.amplify.list_domain_associations().app_id(app.app_id())) {
                Ok(domains) => seen.extend(domains.iter().map(|domain| {
                    Seen::new(site.region, Kind::Domain, domain.domain_association_arn())
                        .with("AppId", app.app_id())
                        .with("DomainName", domain.domain_name())
                        .done()
                })),
                Err(error) if error.class == ErrorClass::NotFound => {}
                Err(error) => return Err(error),
            }
        }
        seen.retain(|one| id.is_none_or(|id| id == one.address.id));
        Ok(seen)
    }

    async fn delete(site: Site<'_>, id: &str) -> Done<()> {
        let (app, name) = branch::parts(id, "domains")?;
        let asked = site.clients.amplify.delete_domain_association().app_id(app).domain_name(name);
        asked.send().await.map_err(fault::of).map(drop)
    }
}
