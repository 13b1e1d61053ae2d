//! Amazon CloudWatch Logs.

use aws_sdk_cloudwatchlogs::types::{LogGroup, LogGroupClass, MetricTransformation};
use lks_provision::cloud::{ErrorClass, Observed};
use lks_provision::resource::Kind;
use lks_provision::stack::PREFIX;
use serde_json::{Value, json};

use crate::aws::Site;
use crate::fault::{self, Done};
use crate::given::{Given, field};
use crate::kinds::Handler;
use crate::pages::all;
use crate::seen::Seen;

/// Names under which services make groups by themselves.
const BY_SERVICES: [&str; 3] = ["/aws/", "API-Gateway-Execution-Logs_", "RDSOSMetrics"];

pub(crate) struct Group;

impl Handler for Group {
    async fn fetch(site: Site<'_>, id: Option<&str>) -> Done<Vec<Observed>> {
        let asked = site.clients.logs.describe_log_groups().set_log_group_name_prefix(id.map(str::to_owned));
        let mut seen = Vec::new();
        for group in all!(asked)? {
            let name = group.log_group_name().unwrap_or_default();
            if id.is_some_and(|id| id != name) {
                continue;
            }
            let one = observed(site, &group);
            // Those of others are many, and their tags a call each.
            let tags = if name.starts_with(PREFIX) { tags(site, &group).await? } else { Vec::new() };
            seen.push(one.tag_pairs(tags.iter().map(|(key, value)| (key.as_str(), value.as_str()))).done());
        }
        Ok(seen)
    }

    async fn create(site: Site<'_>, given: Given<'_>, _token: &str) -> Done<Observed> {
        let name = given.need("LogGroupName")?;
        site.clients
            .logs
            .create_log_group()
            .log_group_name(&name)
            .set_kms_key_id(given.text("KmsKeyId"))
            .set_log_group_class(given.text("LogGroupClass").map(|word| LogGroupClass::from(word.as_str())))
            .set_tags(Some(given.tags().into_iter().collect()))
            .send()
            .await
            .map_err(fault::of)?;
        let found = Self::fetch(site, Some(&name)).await?;
        found.into_iter().next().ok_or_else(|| fault::lacking("the log group"))
    }

    async fn update(site: Site<'_>, id: &str, change: Given<'_>) -> Done<()> {
        if let Some(days) = change.number("RetentionInDays") {
            let asked = site.clients.logs.put_retention_policy().log_group_name(id).retention_in_days(days);
            asked.send().await.map_err(fault::of)?;
        }
        let tags = change.tags();
        if !tags.is_empty() {
            let shown = all!(site.clients.logs.describe_log_groups().log_group_name_prefix(id))?;
            let group = shown.iter().find(|group| group.log_group_name() == Some(id));
            let arn = group.and_then(bare_arn).ok_or_else(|| fault::not_found(id))?;
            let asked =
                site.clients.logs.tag_resource().resource_arn(arn).set_tags(Some(tags.into_iter().collect()));
            asked.send().await.map_err(fault::of)?;
        }
        Ok(())
    }

    async fn delete(site: Site<'_>, id: &str) -> Done<()> {
        site.clients.logs.delete_log_group().log_group_name(id).send().await.map_err(fault::of).map(drop)
    }
}

fn bare_arn(group: &LogGroup) -> Option<String> {
    group.log_group_arn().or(group.arn()).map(|arn| arn.trim_end_matches(":*").to_owned())
}

async fn tags(site: Site<'_>, group: &LogGroup) -> Done<Vec<(String, String)>> {
    let Some(arn) = bare_arn(group) else { return Ok(Vec::new()) };
    match site.clients.logs.list_tags_for_resource().resource_arn(arn).send().await.map_err(fault::of) {
        Ok(answer) => Ok(answer.tags.unwrap_or_default().into_iter().collect()),
        // It went meanwhile.
        Err(error) if error.class == ErrorClass::NotFound => Ok(Vec::new()),
        Err(error) => Err(error),
    }
}

fn observed(site: Site<'_>, group: &LogGroup) -> Seen {
    let name = group.log_group_name().unwrap_or_default();
    Seen::new(site.region, Kind::LogGroup, name)
        .by_cloud(BY_SERVICES.iter().any(|prefix| name.starts_with(prefix)))
        .with("LogGroupName", name)
        .with("RetentionInDays", group.retention_in_days())
        .with("KmsKeyId", group.kms_key_id())
        .with("LogGroupClass", group.log_group_class().map(|word| word.as_str()))
        .attribute("Arn", bare_arn(group).map(|arn| format!("{arn}:*")))
}

pub(crate) struct Filter;

impl Handler for Filter {
    async fn fetch(site: Site<'_>, id: Option<&str>) -> Done<Vec<Observed>> {
        let filters = all!(site.clients.logs.describe_metric_filters())?;
        let seen = filters.iter().filter_map(|filter| {
            let (group, name) = (filter.log_group_name()?, filter.filter_name()?);
            let own = format!("{group}|{name}");
            let transformations = filter.metric_transformations().iter().map(shown).collect::<Vec<_>>();
            let one = Seen::new(site.region, Kind::MetricFilter, &own)
                .with("LogGroupName", group)
                .with("FilterName", name)
                .with("FilterPattern", filter.filter_pattern())
                .with("MetricTransformations", transformations);
            id.is_none_or(|id| id == own).then(|| one.done())
        });
        Ok(seen.collect())
    }

    async fn create(site: Site<'_>, given: Given<'_>, _token: &str) -> Done<Observed> {
        let (group, name) = (given.need("LogGroupName")?, given.need("FilterName")?);
        put(site, &group, &name, given).await?;
        let seen = Seen::new(site.region, Kind::MetricFilter, format!("{group}|{name}"));
        let names = ["LogGroupName", "FilterName", "FilterPattern", "MetricTransformations"];
        Ok(names.into_iter().fold(seen, |seen, name| seen.with(name, given.value(name).cloned())).done())
    }

    async fn update(site: Site<'_>, id: &str, change: Given<'_>) -> Done<()> {
        let (group, name) = id.split_once('|').ok_or_else(|| fault::not_found(id))?;
        let present =
            Self::fetch(site, Some(id)).await?.into_iter().next().ok_or_else(|| fault::not_found(id))?;
        let mut whole = present.properties;
        whole.extend(change.0.clone());
        put(site, group, name, Given(&whole)).await
    }

    async fn delete(site: Site<'_>, id: &str) -> Done<()> {
        let (group, name) = id.split_once('|').ok_or_else(|| fault::not_found(id))?;
        let asked = site.clients.logs.delete_metric_filter().log_group_name(group).filter_name(name);
        asked.send().await.map_err(fault::of).map(drop)
    }
}

async fn put(site: Site<'_>, group: &str, name: &str, given: Given<'_>) -> Done<()> {
    let one = |value: &Value| {
        MetricTransformation::builder()
            .set_metric_name(field(value, "MetricName"))
            .set_metric_namespace(field(value, "MetricNamespace"))
            .set_metric_value(field(value, "MetricValue"))
            .set_default_value(value["DefaultValue"].as_f64())
            .build()
    };
    let transformations = given.list("MetricTransformations").unwrap_or_default().iter().map(one);
    let transformations = transformations.collect::<Result<Vec<_>, _>>().map_err(fault::unbuilt)?;
    let asked = site.clients.logs.put_metric_filter().log_group_name(group).filter_name(name);
    let asked = asked.filter_pattern(given.text("FilterPattern").unwrap_or_default());
    asked.set_metric_transformations(Some(transformations)).send().await.map_err(fault::of).map(drop)
}

fn shown(transformation: &MetricTransformation) -> Value {
    json!({
        "MetricName": transformation.metric_name(), "MetricNamespace": transformation.metric_namespace(),
        "MetricValue": transformation.metric_value(),
    })
}
