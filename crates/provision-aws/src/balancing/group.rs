//! Workers, or a balancer, behind a balancer.

use aws_sdk_elasticloadbalancingv2::types::{
    Matcher, ProtocolEnum, TargetDescription, TargetGroup as Shown, TargetGroupAttribute,
    TargetHealthStateEnum, TargetTypeEnum,
};
use lks_provision::cloud::Observed;
use lks_provision::resource::Kind;
use serde_json::{Value, json};

use super::{Tags, full_name, retag, tag, tags};
use crate::aws::Site;
use crate::fault::{self, Done};
use crate::given::{Given, field, number};
use crate::kinds::Handler;
use crate::pages::all;
use crate::seen::{Seen, dense};

pub(crate) struct TargetGroup;

impl Handler for TargetGroup {
    async fn fetch(site: Site<'_>, id: Option<&str>) -> Done<Vec<Observed>> {
        let arns = id.map(|id| vec![id.to_owned()]);
        let shown = all!(site.clients.balancing.describe_target_groups().set_target_group_arns(arns))?;
        let arns = shown.iter().filter_map(|group| group.target_group_arn.clone()).collect();
        let tags = tags(site, arns).await?;
        let mut seen = Vec::with_capacity(shown.len());
        for group in &shown {
            let arn = group.target_group_arn().unwrap_or_default();
            let targets: Value = targets(site, arn).await?.iter().map(shown_target).collect();
            let one = observed(site, group, &tags)
                .with("Targets", targets)
                .with("TargetGroupAttributes", attributes(site, arn).await?);
            seen.push(one.done());
        }
        Ok(seen)
    }

    async fn create(site: Site<'_>, given: Given<'_>, _token: &str) -> Done<Observed> {
        let protocol = |name: &str| given.text(name).map(|word| ProtocolEnum::from(word.as_str()));
        let made = site
            .clients
            .balancing
            .create_target_group()
            .name(given.need("Name")?)
            .set_protocol(protocol("Protocol"))
            .set_protocol_version(given.text("ProtocolVersion"))
            .set_port(given.number("Port"))
            .set_vpc_id(given.text("VpcId"))
            .set_target_type(given.text("TargetType").map(|kind| TargetTypeEnum::from(kind.as_str())))
            .set_health_check_enabled(given.flag("HealthCheckEnabled"))
            .set_health_check_protocol(protocol("HealthCheckProtocol"))
            .set_health_check_port(given.text("HealthCheckPort"))
            .set_health_check_path(given.text("HealthCheckPath"))
            .set_health_check_interval_seconds(given.number("HealthCheckIntervalSeconds"))
            .set_health_check_timeout_seconds(given.number("HealthCheckTimeoutSeconds"))
            .set_healthy_threshold_count(given.number("HealthyThresholdCount"))
            .set_unhealthy_threshold_count(given.number("UnhealthyThresholdCount"))
            .set_matcher(given.value("Matcher").map(matcher))
            .set_tags(given.tags_as(tag))
            .send()
            .await
            .map_err(fault::of)?;
        let made = made.target_groups.and_then(|made| made.into_iter().next());
        let made = made.ok_or_else(|| fault::lacking("the target group"))?;
        Ok(observed(site, &made, &Tags::new()).with("Tags", given.value("Tags").cloned()).done())
    }

    async fn update(site: Site<'_>, id: &str, change: Given<'_>) -> Done<()> {
        if change
            .0
            .keys()
            .any(|name| name.starts_with("Health") || name.starts_with("Unhealth") || name == "Matcher")
        {
            modify(site, id, change).await?;
        }
        if let Some(list) = change.list("TargetGroupAttributes") {
            let wanted = list.iter().map(|one| {
                TargetGroupAttribute::builder()
                    .set_key(field(one, "Key"))
                    .set_value(field(one, "Value"))
                    .build()
            });
            let asked = site.clients.balancing.modify_target_group_attributes().target_group_arn(id);
            asked.set_attributes(Some(wanted.collect())).send().await.map_err(fault::of)?;
        }
        if let Some(list) = change.list("Targets") {
            set_targets(site, id, list.iter().map(target).collect()).await?;
        }
        retag(site, id, change).await
    }

    async fn delete(site: Site<'_>, id: &str) -> Done<()> {
        site.clients
            .balancing
            .delete_target_group()
            .target_group_arn(id)
            .send()
            .await
            .map_err(fault::of)
            .map(drop)
    }
}

async fn modify(site: Site<'_>, id: &str, change: Given<'_>) -> Done<()> {
    let protocol = change.text("HealthCheckProtocol").map(|word| ProtocolEnum::from(word.as_str()));
    site.clients
        .balancing
        .modify_target_group()
        .target_group_arn(id)
        .set_health_check_enabled(change.flag("HealthCheckEnabled"))
        .set_health_check_protocol(protocol)
        .set_health_check_port(change.text("HealthCheckPort"))
        .set_health_check_path(change.text("HealthCheckPath"))
        .set_health_check_interval_seconds(change.number("HealthCheckIntervalSeconds"))
        .set_health_check_timeout_seconds(change.number("HealthCheckTimeoutSeconds"))
        .set_healthy_threshold_count(change.number("HealthyThresholdCount"))
        .set_unhealthy_threshold_count(change.number("UnhealthyThresholdCount"))
        .set_matcher(change.value("Matcher").map(matcher))
        .send()
        .await
        .map_err(fault::of)
        .map(drop)
}

/// Registers what lacks, then takes out what is too many.
async fn set_targets(site: Site<'_>, arn: &str, wanted: Vec<TargetDescription>) -> Done<()> {
    let present = targets(site, arn).await?;
    let same = |one: &TargetDescription, other: &TargetDescription| {
        one.id() == other.id() && one.port() == other.port()
    };
    let lacking: Vec<_> =
        wanted.iter().filter(|one| !present.iter().any(|other| same(one, other))).cloned().collect();
    let surplus: Vec<_> =
        present.iter().filter(|one| !wanted.iter().any(|other| same(one, other))).cloned().collect();
    let balancing = &site.clients.balancing;
    if !lacking.is_empty() {
        let asked = balancing.register_targets().target_group_arn(arn).set_targets(Some(lacking));
        asked.send().await.map_err(fault::of)?;
    }
    if !surplus.is_empty() {
        let asked = balancing.deregister_targets().target_group_arn(arn).set_targets(Some(surplus));
        asked.send().await.map_err(fault::of)?;
    }
    Ok(())
}

/// The registered targets; those on their way out are not among them.
async fn targets(site: Site<'_>, arn: &str) -> Done<Vec<TargetDescription>> {
    let answer = site
        .clients
        .balancing
        .describe_target_health()
        .target_group_arn(arn)
        .send()
        .await
        .map_err(fault::of)?;
    let staying = answer.target_health_descriptions.unwrap_or_default().into_iter().filter(|described| {
        let state = described.target_health().and_then(|health| health.state());
        state != Some(&TargetHealthStateEnum::Draining)
    });
    Ok(staying.filter_map(|described| described.target).collect())
}

async fn attributes(site: Site<'_>, arn: &str) -> Done<Value> {
    let asked = site.clients.balancing.describe_target_group_attributes().target_group_arn(arn);
    let answer = asked.send().await.map_err(fault::of)?;
    Ok(answer.attributes().iter().map(|one| json!({ "Key": one.key(), "Value": one.value() })).collect())
}

fn matcher(matcher: &Value) -> Matcher {
    Matcher::builder().set_http_code(field(matcher, "HttpCode")).build()
}

fn target(target: &Value) -> TargetDescription {
    TargetDescription::builder()
        .set_id(field(target, "Id"))
        .set_port(number(target, "Port"))
        .set_availability_zone(field(target, "AvailabilityZone"))
        .build()
}

fn shown_target(target: &TargetDescription) -> Value {
    dense(json!({ "Id": target.id(), "Port": target.port(), "AvailabilityZone": target.availability_zone() }))
}

fn observed(site: Site<'_>, group: &Shown, tags: &Tags) -> Seen {
    let arn = group.target_group_arn().unwrap_or_default();
    let code = group.matcher().and_then(|matcher| matcher.http_code());
    Seen::new(site.region, Kind::TargetGroup, arn)
        .with("Name", group.target_group_name())
        .with("Protocol", group.protocol().map(|protocol| protocol.as_str()))
        .with("ProtocolVersion", group.protocol_version())
        .with("Port", group.port())
        .with("VpcId", group.vpc_id())
        .with("TargetType", group.target_type().map(|kind| kind.as_str()))
        .with("HealthCheckEnabled", group.health_check_enabled())
        .with("HealthCheckProtocol", group.health_check_protocol().map(|protocol| protocol.as_str()))
        .with("HealthCheckPort", group.health_check_port())
        .with("HealthCheckPath", group.health_check_path())
        .with("HealthCheckIntervalSeconds", group.health_check_interval_seconds())
        .with("HealthCheckTimeoutSeconds", group.health_check_timeout_seconds())
        .with("HealthyThresholdCount", group.healthy_threshold_count())
        .with("UnhealthyThresholdCount", group.unhealthy_threshold_count())
        .with("Matcher", code.map(|code| json!({ "HttpCode": code })))
        .attribute("TargetGroupArn", arn)
        .attribute("TargetGroupName", group.target_group_name())
        .attribute("TargetGroupFullName", full_name(arn))
        .elb_tags(tags, arn)
}
