//! Amazon CloudWatch: alarms and the dashboard.

use aws_sdk_cloudwatch::types::{ComparisonOperator, Dimension, MetricAlarm, StandardUnit, Statistic, Tag};
use lks_provision::cloud::Observed;
use lks_provision::resource::{Kind, Properties};
use lks_provision::stack::PREFIX;
use serde_json::{Value, json};

use crate::aws::Site;
use crate::fault::{self, Done};
use crate::given::{Given, field};
use crate::kinds::Handler;
use crate::pages::all;
use crate::seen::Seen;

fn tag(key: String, value: String) -> Tag {
    Tag::builder().key(key).value(value).build()
}

pub(crate) struct Alarm;

impl Handler for Alarm {
    async fn fetch(site: Site<'_>, id: Option<&str>) -> Done<Vec<Observed>> {
        let asked = site.clients.cloudwatch.describe_alarms();
        let asked = match id {
            Some(id) => asked.alarm_names(id),
            None => asked.alarm_name_prefix(PREFIX),
        };
        let pages = asked.into_paginator().send().collect::<Result<Vec<_>, _>>().await;
        let mut seen = Vec::new();
        for alarm in crate::pages::collect(pages)?.iter().flat_map(|page| page.metric_alarms()) {
            let tags = tags(site, alarm.alarm_arn()).await?;
            seen.push(observed(site, alarm).tags(tags.iter().map(|tag| (tag.key(), tag.value()))).done());
        }
        Ok(seen)
    }

    async fn create(site: Site<'_>, given: Given<'_>, _token: &str) -> Done<Observed> {
        let name = given.need("AlarmName")?;
        put(site, &name, given).await?;
        let found = Self::fetch(site, Some(&name)).await?;
        found.into_iter().next().ok_or_else(|| fault::lacking("the alarm"))
    }

    /// What is not named again is reset, so all of it is.
    async fn update(site: Site<'_>, id: &str, change: Given<'_>) -> Done<()> {
        let present =
            Self::fetch(site, Some(id)).await?.into_iter().next().ok_or_else(|| fault::not_found(id))?;
        if change.0.keys().any(|name| name != "Tags") {
            let mut whole: Properties = present.properties.clone();
            whole.extend(change.0.clone());
            whole.shift_remove("Tags");
            put(site, id, Given(&whole)).await?;
        }
        if let (Some(tags), Some(arn)) =
            (change.tags_as(tag), present.attributes.get("Arn").and_then(Value::as_str))
        {
            let asked = site.clients.cloudwatch.tag_resource().resource_arn(arn).set_tags(Some(tags));
            asked.send().await.map_err(fault::of)?;
        }
        Ok(())
    }

    async fn delete(site: Site<'_>, id: &str) -> Done<()> {
        site.clients.cloudwatch.delete_alarms().alarm_names(id).send().await.map_err(fault::of).map(drop)
    }
}

async fn tags(site: Site<'_>, arn: Option<&str>) -> Done<Vec<Tag>> {
    let Some(arn) = arn else { return Ok(Vec::new()) };
    let answer =
        site.clients.cloudwatch.list_tags_for_resource().resource_arn(arn).send().await.map_err(fault::of)?;
    Ok(answer.tags.unwrap_or_default())
}

async fn put(site: Site<'_>, name: &str, given: Given<'_>) -> Done<()> {
    let dimension = |one: &Value| {
        Dimension::builder().set_name(field(one, "Name")).set_value(field(one, "Value")).build()
    };
    site.clients
        .cloudwatch
        .put_metric_alarm()
        .alarm_name(name)
        .set_alarm_description(given.text("AlarmDescription"))
        .set_namespace(given.text("Namespace"))
        .set_metric_name(given.text("MetricName"))
        .set_dimensions(given.list("Dimensions").map(|list| list.iter().map(dimension).collect()))
        .set_statistic(given.text("Statistic").map(|word| Statistic::from(word.as_str())))
        .set_extended_statistic(given.text("ExtendedStatistic"))
        .set_period(given.number("Period"))
        .set_evaluation_periods(given.number("EvaluationPeriods"))
        .set_datapoints_to_alarm(given.number("DatapointsToAlarm"))
        .set_threshold(given.value("Threshold").and_then(Value::as_f64))
        .set_comparison_operator(
            given.text("ComparisonOperator").map(|word| ComparisonOperator::from(word.as_str())),
        )
        .set_treat_missing_data(given.text("TreatMissingData"))
        .set_actions_enabled(given.flag("ActionsEnabled"))
        .set_alarm_actions(given.texts("AlarmActions"))
        .set_ok_actions(given.texts("OKActions"))
        .set_insufficient_data_actions(given.texts("InsufficientDataActions"))
        .set_unit(given.text("Unit").map(|word| StandardUnit::from(word.as_str())))
        .set_tags(given.tags_as(tag))
        .send()
        .await
        .map_err(fault::of)
        .map(drop)
}

fn observed(site: Site<'_>, alarm: &MetricAlarm) -> Seen {
    let name = alarm.alarm_name().unwrap_or_default();
    let dimensions: Vec<Value> =
        alarm.dimensions().iter().map(|one| json!({ "Name": one.name(), "Value": one.value() })).collect();
    let word = alarm.state_value().map_or("INSUFFICIENT_DATA", |word| word.as_str());
    Seen::new(site.region, Kind::Alarm, name)
        .state(lks_provision::cloud::State::Available, word)
        .with("AlarmName", name)
        .with("AlarmDescription", alarm.alarm_description())
        .with("Namespace", alarm.namespace())
        .with("MetricName", alarm.metric_name())
        .with("Dimensions", dimensions)
        .with("Statistic", alarm.statistic().map(|word| word.as_str()))
        .with("ExtendedStatistic", alarm.extended_statistic())
        .with("Period", alarm.period())
        .with("EvaluationPeriods", alarm.evaluation_periods())
        .with("DatapointsToAlarm", alarm.datapoints_to_alarm())
        .with("Threshold", alarm.threshold())
        .with("ComparisonOperator", alarm.comparison_operator().map(|word| word.as_str()))
        .with("TreatMissingData", alarm.treat_missing_data())
        .with("ActionsEnabled", alarm.actions_enabled())
        .with("AlarmActions", alarm.alarm_actions().to_vec())
        .with("OKActions", alarm.ok_actions().to_vec())
        .with("InsufficientDataActions", alarm.insufficient_data_actions().to_vec())
        .attribute("Arn", alarm.alarm_arn())
}

pub(crate) struct Dashboard;

impl Handler for Dashboard {
    async fn fetch(site: Site<'_>, id: Option<&str>) -> Done<Vec<Observed>> {
        let names: Vec<String> = match id {
            Some(id) => vec![id.to_owned()],
            None => all!(site.clients.cloudwatch.list_dashboards().dashboard_name_prefix(PREFIX))?
                .into_iter()
                .filter_map(|entry| entry.dashboard_name)
                .collect(),
        };
        let mut seen = Vec::with_capacity(names.len());
        for name in names {
            let asked = site.clients.cloudwatch.get_dashboard().dashboard_name(&name);
            let shown = asked.send().await.map_err(fault::of)?;
            let body: Option<Value> = shown.dashboard_body().and_then(|text| serde_json::from_str(text).ok());
            let one = Seen::new(site.region, Kind::Dashboard, &name)
                .with("DashboardName", name.as_str())
                .with("DashboardBody", body)
                .attribute("Arn", shown.dashboard_arn());
            seen.push(one.done());
        }
        Ok(seen)
    }

    async fn create(site: Site<'_>, given: Given<'_>, _token: &str) -> Done<Observed> {
        let name = given.need("DashboardName")?;
        draw(site, &name, given).await?;
        let seen = Seen::new(site.region, Kind::Dashboard, &name)
            .with("DashboardName", name.as_str())
            .with("DashboardBody", given.value("DashboardBody").cloned());
        Ok(seen.done())
    }

    async fn update(site: Site<'_>, id: &str, change: Given<'_>) -> Done<()> {
        draw(site, id, change).await
    }

    async fn delete(site: Site<'_>, id: &str) -> Done<()> {
        site.clients
            .cloudwatch
            .delete_dashboards()
            .dashboard_names(id)
            .send()
            .await
            .map_err(fault::of)
            .map(drop)
    }
}

async fn draw(site: Site<'_>, name: &str, given: Given<'_>) -> Done<()> {
    let Some(body) = given.value("DashboardBody") else { return Ok(()) };
    let text = body.as_str().map_or_else(|| body.to_string(), str::to_owned);
    let asked = site.clients.cloudwatch.put_dashboard().dashboard_name(name).dashboard_body(text);
    asked.send().await.map_err(fault::of).map(drop)
}
