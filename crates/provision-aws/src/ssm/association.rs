//! Runs the playbook on the workers. Names are not unique at AWS: the stack's tags tell ours.

use std::collections::HashMap;

use aws_sdk_ssm::types::{
    AssociationComplianceSeverity, AssociationDescription, ResourceTypeForTagging, Target,
};
use lks_provision::cloud::{ErrorClass, Observed, State};
use lks_provision::resource::Kind;
use lks_provision::stack::PREFIX;
use serde_json::{Value, json};

use super::{retag, tags_of};
use crate::aws::Site;
use crate::fault::{self, Done};
use crate::given::{Given, as_text, field, texts};
use crate::kinds::Handler;
use crate::pages::all;
use crate::seen::{Seen, ordered};

pub(crate) struct Association;

impl Handler for Association {
    async fn fetch(site: Site<'_>, id: Option<&str>) -> Done<Vec<Observed>> {
        let ids: Vec<String> = match id {
            Some(id) => vec![id.to_owned()],
            None => all!(site.clients.ssm.list_associations())?
                .into_iter()
                .filter(|one| one.association_name().is_some_and(|name| name.starts_with(PREFIX)))
                .filter_map(|one| one.association_id)
                .collect(),
        };
        let mut seen = Vec::with_capacity(ids.len());
        for id in ids {
            match described(site, &id).await {
                Ok(one) => seen.push(one),
                Err(error) if error.class == ErrorClass::NotFound => {}
                Err(error) => return Err(error),
            }
        }
        Ok(seen)
    }

    async fn create(site: Site<'_>, given: Given<'_>, _token: &str) -> Done<Observed> {
        let made = site
            .clients
            .ssm
            .create_association()
            .name(given.need("Name")?)
            .association_name(given.need("AssociationName")?)
            .set_document_version(given.text("DocumentVersion"))
            .set_targets(given.list("Targets").map(targets))
            .set_parameters(given.value("Parameters").and_then(parameters))
            .set_schedule_expression(given.text("ScheduleExpression"))
            .set_apply_only_at_cron_interval(given.flag("ApplyOnlyAtCronInterval"))
            .set_max_concurrency(given.text("MaxConcurrency"))
            .set_max_errors(given.text("MaxErrors"))
            .set_compliance_severity(severity(given))
            .set_tags(tags_of(given)?)
            .send()
            .await
            .map_err(fault::of)?;
        let made = made.association_description.ok_or_else(|| fault::lacking("the association"))?;
        Ok(observed(site, &made).with("Tags", given.value("Tags").cloned()).done())
    }

    /// What is not named again is reset, so all of it is.
    async fn update(site: Site<'_>, id: &str, change: Given<'_>) -> Done<()> {
        if change.0.keys().any(|name| name != "Tags") {
            let present = describe(site, id).await?;
            let or = |name: &str, present: Option<String>| change.text(name).or(present);
            site.clients
                .ssm
                .update_association()
                .association_id(id)
                .set_name(present.name)
                .set_association_name(or("AssociationName", present.association_name))
                .set_document_version(or("DocumentVersion", present.document_version))
                .set_targets(change.list("Targets").map(targets).or(present.targets))
                .set_parameters(change.value("Parameters").and_then(parameters).or(present.parameters))
                .set_schedule_expression(or("ScheduleExpression", present.schedule_expression))
                .apply_only_at_cron_interval(
                    change.flag("ApplyOnlyAtCronInterval").unwrap_or(present.apply_only_at_cron_interval),
                )
                .set_max_concurrency(or("MaxConcurrency", present.max_concurrency))
                .set_max_errors(or("MaxErrors", present.max_errors))
                .set_compliance_severity(severity(change).or(present.compliance_severity))
                .send()
                .await
                .map_err(fault::of)?;
        }
        retag(site, ResourceTypeForTagging::Association, id, change).await
    }

    async fn delete(site: Site<'_>, id: &str) -> Done<()> {
        site.clients.ssm.delete_association().association_id(id).send().await.map_err(fault::of).map(drop)
    }
}

fn severity(given: Given<'_>) -> Option<AssociationComplianceSeverity> {
    given.text("ComplianceSeverity").map(|word| AssociationComplianceSeverity::from(word.as_str()))
}

fn targets(list: &[Value]) -> Vec<Target> {
    let one = |target: &Value| {
        Target::builder().set_key(field(target, "Key")).set_values(texts(target, "Values")).build()
    };
    list.iter().map(one).collect()
}

fn parameters(value: &Value) -> Option<HashMap<String, Vec<String>>> {
    let one = |(name, value): (&String, &Value)| {
        let values = value.as_array().into_iter().flatten().filter_map(as_text).collect();
        (name.clone(), values)
    };
    Some(value.as_object()?.iter().map(one).collect())
}

async fn describe(site: Site<'_>, id: &str) -> Done<AssociationDescription> {
    let answer =
        site.clients.ssm.describe_association().association_id(id).send().await.map_err(fault::of)?;
    answer.association_description.ok_or_else(|| fault::not_found(id))
}

async fn described(site: Site<'_>, id: &str) -> Done<Observed> {
    let shown = describe(site, id).await?;
    let asked = site.clients.ssm.list_tags_for_resource().resource_id(id);
    let tags = asked.resource_type(ResourceTypeForTagging::Association).send().await.map_err(fault::of)?;
    let pairs = tags.tag_list().iter().map(|tag| (tag.key(), tag.value()));
    Ok(observed(site, &shown).tag_pairs(pairs).done())
}

fn observed(site: Site<'_>, shown: &AssociationDescription) -> Seen {
    let id = shown.association_id().unwrap_or_default();
    let word = shown.overview().and_then(|overview| overview.status()).unwrap_or("Pending");
    // A run that failed is tried again by itself the next day, and at once when the playbook changes:
    // the association itself is there either way, and `verify` tells how its last run ended.
    let state = if word == "Pending" { State::Pending } else { State::Available };
    let targets: Vec<Value> = shown
        .targets()
        .iter()
        .map(|target| json!({ "Key": target.key(), "Values": target.values() }))
        .collect();
    Seen::new(site.region, Kind::Association, id)
        .state(state, word)
        .with("AssociationName", shown.association_name())
        .with("Name", shown.name())
        .with("DocumentVersion", shown.document_version())
        .with("Targets", targets)
        .with("Parameters", ordered(shown.parameters()))
        .with("ScheduleExpression", shown.schedule_expression())
        .with("ApplyOnlyAtCronInterval", shown.apply_only_at_cron_interval())
        .with("MaxConcurrency", shown.max_concurrency())
        .with("MaxErrors", shown.max_errors())
        .with("ComplianceSeverity", shown.compliance_severity().map(|word| word.as_str()))
        .attribute("AssociationId", id)
}
