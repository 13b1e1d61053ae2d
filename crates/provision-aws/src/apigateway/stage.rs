//! The address of a deployment, with its limits and its log.

use std::collections::BTreeMap;

use aws_sdk_apigateway::types::{MethodSetting, PatchOperation, Stage as Shown};
use lks_provision::cloud::{CloudError, ErrorClass, Observed};
use lks_provision::resource::Kind;
use serde_json::{Value, json};

use super::{candidates, replace, retag};
use crate::aws::Site;
use crate::fault::{self, Done};
use crate::given::{Given, as_text, field};
use crate::kinds::Handler;
use crate::seen::Seen;

pub(crate) struct Stage;

fn parts(id: &str) -> Done<(&str, &str)> {
    id.split_once('|').ok_or_else(|| fault::not_found(id))
}

impl Handler for Stage {
    async fn fetch(site: Site<'_>, id: Option<&str>) -> Done<Vec<Observed>> {
        let apis: Vec<String> = match id {
            Some(id) => vec![parts(id)?.0.to_owned()],
            None => candidates(site).await?.into_iter().filter_map(|api| api.id).collect(),
        };
        let mut seen = Vec::new();
        for api in apis {
            match site.clients.apigateway.get_stages().rest_api_id(&api).send().await.map_err(fault::of) {
                Ok(answer) => seen.extend(answer.item().iter().map(|stage| observed(site, &api, stage))),
                Err(error) if error.class == ErrorClass::NotFound => {}
                Err(error) => return Err(error),
            }
        }
        Ok(seen)
    }

    /// Its limits and its log are set by an update of their own.
    async fn create(site: Site<'_>, given: Given<'_>, _token: &str) -> Done<Observed> {
        let (api, name) = (given.need("RestApiId")?, given.need("StageName")?);
        site.clients
            .apigateway
            .create_stage()
            .rest_api_id(&api)
            .stage_name(&name)
            .set_deployment_id(given.text("DeploymentId"))
            .set_description(given.text("Description"))
            .set_tracing_enabled(given.flag("TracingEnabled"))
            .set_cache_cluster_enabled(given.flag("CacheClusterEnabled"))
            .set_tags(Some(given.tags().into_iter().collect()))
            .send()
            .await
            .map_err(fault::of)?;
        let found = Self::fetch(site, Some(&format!("{api}|{name}"))).await?;
        let named = |seen: &Observed| seen.properties.get("StageName").and_then(Value::as_str) == Some(&name);
        found.into_iter().find(named).ok_or_else(|| fault::lacking("the stage"))
    }

    async fn update(site: Site<'_>, id: &str, change: Given<'_>) -> Done<()> {
        let (api, name) = parts(id)?;
        let patches = patches(change);
        if !patches.is_empty() {
            match patch(site, api, name, patches.clone()).await {
                Err(error) if needs_role(&error) => {
                    lend_role(site).await?;
                    patch(site, api, name, patches).await?;
                }
                other => other?,
            }
        }
        retag(site, &format!("/restapis/{api}/stages/{name}"), change).await
    }

    async fn delete(site: Site<'_>, id: &str) -> Done<()> {
        let (api, name) = parts(id)?;
        let asked = site.clients.apigateway.delete_stage().rest_api_id(api).stage_name(name);
        asked.send().await.map_err(fault::of).map(drop)
    }
}

async fn patch(site: Site<'_>, api: &str, stage: &str, patches: Vec<PatchOperation>) -> Done<()> {
    let asked = site.clients.apigateway.update_stage().rest_api_id(api).stage_name(stage);
    asked.set_patch_operations(Some(patches)).send().await.map_err(fault::of).map(drop)
}

fn needs_role(error: &CloudError) -> bool {
    error.message.contains("CloudWatch Logs role")
}

/// A new account's API Gateway may not write logs before it has been lent a role, once for all APIs.
async fn lend_role(site: Site<'_>) -> Done<()> {
    let caller = site.clients.sts.get_caller_identity().send().await.map_err(fault::of)?;
    let role = format!("arn:aws:iam::{}:role/LabRole", caller.account().unwrap_or_default());
    let asked =
        site.clients.apigateway.update_account().patch_operations(replace("/cloudwatchRoleArn", role));
    asked.send().await.map_err(fault::of).map(drop)
}

fn patches(change: Given<'_>) -> Vec<PatchOperation> {
    let mut patches = Vec::new();
    for (name, path) in [("DeploymentId", "/deploymentId"), ("Description", "/description")] {
        patches.extend(change.text(name).map(|value| replace(path, value)));
    }
    for (name, path) in
        [("TracingEnabled", "/tracingEnabled"), ("CacheClusterEnabled", "/cacheClusterEnabled")]
    {
        patches.extend(change.flag(name).map(|value| replace(path, value.to_string())));
    }
    if let Some(log) = change.value("AccessLogSetting") {
        let target = field(log, "DestinationArn").map(|arn| arn.trim_end_matches(":*").to_owned());
        patches.extend(target.map(|arn| replace("/accessLogSettings/destinationArn", arn)));
        patches.extend(field(log, "Format").map(|format| replace("/accessLogSettings/format", format)));
    }
    patches.extend(change.list("MethodSettings").unwrap_or_default().iter().flat_map(method_patches));
    patches
}

/// What a property of a method's settings is called in a patch.
const SETTINGS: [(&str, &str); 4] = [
    ("MetricsEnabled", "metrics/enabled"),
    ("CachingEnabled", "caching/enabled"),
    ("ThrottlingRateLimit", "throttling/rateLimit"),
    ("ThrottlingBurstLimit", "throttling/burstLimit"),
];

fn method_patches(setting: &Value) -> Vec<PatchOperation> {
    let path = field(setting, "ResourcePath").unwrap_or_default();
    let path = path.trim_start_matches('/').replace('/', "~1");
    let method = field(setting, "HttpMethod").unwrap_or_default();
    let value =
        |name: &str| setting[name].as_bool().map(|on| on.to_string()).or_else(|| as_text(&setting[name]));
    let one = |(name, what): (&str, &str)| Some(replace(format!("/{path}/{method}/{what}"), value(name)?));
    SETTINGS.into_iter().filter_map(one).collect()
}

fn shown_setting((key, setting): (&String, &MethodSetting)) -> Value {
    let (path, method) = key.rsplit_once('/').unwrap_or(("*", "*"));
    json!({
        "ResourcePath": format!("/{}", path.trim_start_matches("~1").replace("~1", "/")), "HttpMethod": method,
        "MetricsEnabled": setting.metrics_enabled(), "CachingEnabled": setting.caching_enabled(),
        "ThrottlingRateLimit": whole(setting.throttling_rate_limit()),
        "ThrottlingBurstLimit": setting.throttling_burst_limit(),
    })
}

/// A number without a fraction as the stack writes it.
#[expect(clippy::cast_possible_truncation, reason = "the fraction is nought")]
fn whole(number: f64) -> Value {
    if number.fract() == 0.0 && number.abs() < 1e15 { json!(number as i64) } else { json!(number) }
}

fn observed(site: Site<'_>, api: &str, stage: &Shown) -> Observed {
    let name = stage.stage_name().unwrap_or_default();
    let settings: BTreeMap<_, _> = stage.method_settings().into_iter().flatten().collect();
    let settings: Vec<Value> = settings.into_iter().map(shown_setting).collect();
    let log = stage.access_log_settings().and_then(|log| {
        let arn = log.destination_arn()?.trim_end_matches(":*");
        Some(json!({ "DestinationArn": format!("{arn}:*"), "Format": log.format() }))
    });
    let tags = stage.tags().into_iter().flatten().map(|(key, value)| (key.as_str(), value.as_str()));
    Seen::new(site.region, Kind::Stage, format!("{api}|{name}"))
        .with("RestApiId", api)
        .with("StageName", name)
        .with("DeploymentId", stage.deployment_id())
        .with("Description", stage.description())
        .with("MethodSettings", settings)
        .with("AccessLogSetting", log)
        .with("TracingEnabled", stage.tracing_enabled())
        .with("CacheClusterEnabled", stage.cache_cluster_enabled())
        .tag_pairs(tags)
        .done()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_of_all_methods_are_patched_under_the_star() {
        let setting = json!({ "ResourcePath": "/*", "HttpMethod": "*", "MetricsEnabled": true, "ThrottlingRateLimit": 50 });
        let patches = method_patches(&setting);
        let shown: Vec<_> =
            patches.iter().map(|patch| (patch.path().unwrap(), patch.value().unwrap())).collect();
        assert_eq!(shown, [("/*/*/metrics/enabled", "true"), ("/*/*/throttling/rateLimit", "50")]);
    }

    #[test]
    fn whole_numbers_are_written_whole() {
        assert_eq!([whole(50.0), whole(0.5)], [json!(50), json!(0.5)]);
    }
}
