//! Names, tags and descriptions (SPEC section 2).

use serde_json::Value;

use super::{Problem, Rule, error, warning};
use crate::inventory::Item;
use crate::inventory::view::View;
use crate::resource::Kind;
use crate::stack::{MANAGED_BY, PREFIX, PROJECT};

pub(super) const RULES: &[Rule] = &[
    error("form.prefix", "Every resource's name is prefixed lks- (SPEC 2)", prefix),
    error(
        "form.tags",
        "Every resource has the tags Name, Project=lks-llm, Component, ManagedBy=lks-provisioner, Stack=<stack id> (SPEC 2)",
        tags,
    ),
    warning(
        "form.description",
        "Every resource has a clear description where the service has one (SPEC 2)",
        description,
    ),
];

/// Kinds whose service keeps a description, and under which name.
const DESCRIBED: [(Kind, &str); 11] = [
    (Kind::SecurityGroup, "GroupDescription"),
    (Kind::SecurityGroupIngress, "Description"),
    (Kind::SecurityGroupEgress, "Description"),
    (Kind::DbSubnetGroup, "DBSubnetGroupDescription"),
    (Kind::DbParameterGroup, "Description"),
    (Kind::Parameter, "Description"),
    (Kind::Function, "Description"),
    (Kind::VpcLink, "Description"),
    (Kind::RestApi, "Description"),
    (Kind::Stage, "Description"),
    (Kind::Alarm, "AlarmDescription"),
];

fn prefix(view: &View<'_>) -> Vec<Problem> {
    let wrong = view.tagged().filter(|item| !item.name.starts_with(PREFIX));
    wrong
        .map(|item| (item.name.clone(), format!("{} {} is not prefixed {PREFIX}", item.kind, item.id)))
        .collect()
}

fn tags(view: &View<'_>) -> Vec<Problem> {
    view.tagged().filter_map(|item| missing(view, item)).collect()
}

fn missing(view: &View<'_>, item: &Item) -> Option<Problem> {
    let fixed = [("Project", PROJECT), ("ManagedBy", MANAGED_BY), ("Stack", view.stack.id.as_str())];
    let wrong = fixed.into_iter().filter(|(key, value)| item.tag(key) != Some(value)).map(|(key, _)| key);
    let empty = ["Name", "Component"].into_iter().filter(|key| item.tag(key).is_none_or(str::is_empty));
    let wrong: Vec<&str> = wrong.chain(empty).collect();
    (!wrong.is_empty())
        .then(|| (item.name.clone(), format!("{}: missing or wrong tags: {}", item.kind, wrong.join(", "))))
}

fn description(view: &View<'_>) -> Vec<Problem> {
    let each =
        DESCRIBED.iter().flat_map(|(kind, property)| view.world.of(*kind).map(move |item| (item, *property)));
    let ours = each.filter(|(item, _)| !item.by_cloud && (view.is_ours(item) || rule_of_ours(view, item)));
    let bare = ours.filter(|(item, property)| item.text(property).is_none_or(|text| text.trim().is_empty()));
    bare.map(|(item, _)| (item.name.clone(), format!("{} has no description", item.kind))).collect()
}

fn rule_of_ours(view: &View<'_>, item: &Item) -> bool {
    let group = view.linked(item, "GroupId", Kind::SecurityGroup);
    group.is_ok_and(|group| view.is_ours(group) && !crate::inventory::view::is_default_group(group))
}

/// A value as text, quotes aside.
pub(super) fn plain_text(value: Option<&Value>) -> String {
    value.map(crate::inventory::view::plain).unwrap_or_default()
}
