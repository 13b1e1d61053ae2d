//! Log groups, alarms, the dashboard and who hears of alarms (SPEC 2.8).

mod alarm;
mod dashboard;

pub use dashboard::DASHBOARD;
use serde_json::{Value, json};

use super::api::Api;
use super::balancing::Balancing;
use super::database::Database;
use super::draft::{Draft, Handle, PerZone, of};
use super::files::Files;
use super::{Part, Zone};

const COMPONENT: &str = "monitoring";

/// What is watched.
pub(super) struct Watched<'a> {
    pub balancing: &'a PerZone<Balancing>,
    pub database: &'a Database,
    pub api: &'a Api,
    pub files: &'a Files,
    pub nat: &'a PerZone<Handle<of::Instance>>,
}

/// A log group that forgets.
pub(super) fn log_group(
    draft: &mut Draft<'_>,
    zone: Zone,
    component: &str,
    name: &str,
) -> Handle<of::LogGroup> {
    let properties = json!({ "LogGroupName": name, "RetentionInDays": draft.stack.logs.retention_days });
    draft.add(zone, component, name, properties)
}

pub(super) fn draft(draft: &mut Draft<'_>, watched: &Watched<'_>) {
    if !draft.stack.has(Part::Monitoring) {
        return;
    }
    let topics = topics(draft);
    alarm::draft(draft, watched, topics.as_ref());
    dashboard::draft(draft, watched);
}

/// One topic a region, since alarms can only call one of their own region; none without an address.
fn topics(draft: &mut Draft<'_>) -> Option<PerZone<Value>> {
    let address = draft.stack.alarms.address.clone()?;
    Some(PerZone::make(|zone| {
        let name = format!("lks-alarms-zone-{}", zone.letter());
        let title = draft.stack.name.clone();
        let topic: Handle<of::Topic> =
            draft.add(zone, COMPONENT, &name, json!({ "TopicName": name, "DisplayName": title }));
        let subscription = json!({ "TopicArn": topic.id(), "Protocol": "email", "Endpoint": address });
        draft.add::<of::Subscription>(zone, COMPONENT, &format!("{name}-mail"), subscription);
        topic.id()
    }))
}
