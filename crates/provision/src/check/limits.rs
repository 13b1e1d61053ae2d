//! The lab's limits: what goes beyond them closes the account and deletes everything in it.

use lks_domain::region::Region;

use super::{Problem, Rule, error};
use crate::inventory::Item;
use crate::inventory::view::View;
use crate::price;
use crate::resource::Kind;

/// Running instances a region, ours or not.
const INSTANCES_A_REGION: usize = 9;
/// Running instances in both regions: twenty close the account, so stop well before.
const INSTANCES_IN_ALL: usize = 15;
const VCPU_A_REGION: u32 = 32;
const DISK_GB: f64 = 100.0;

pub(super) const RULES: &[Rule] = &[
    error(
        "limits.instances",
        "At most 9 instances a region and 15 in all, or the lab closes the account (AWS Academy)",
        instances,
    ),
    error("limits.vcpu", "At most 32 vCPU a region (AWS Academy)", vcpu),
    error("limits.instance-type", "Instances are nano to large, on demand (AWS Academy)", instance_type),
    error("limits.disk", "Volumes are gp2 or gp3 up to 100 GB (AWS Academy)", disk),
    error(
        "limits.database",
        "The database is gp2 up to 100 GB in a single zone, without enhanced monitoring (AWS Academy)",
        database,
    ),
];

/// Those that count: pending, running, stopping; in a wished world all.
fn counted<'a>(view: &'a View<'_>, region: Region) -> impl Iterator<Item = &'a Item> {
    view.world
        .of_in(Kind::Instance, region)
        .filter(|item| !matches!(item.state.as_str(), "stopped" | "shutting-down" | "terminated"))
}

fn instances(view: &View<'_>) -> Vec<Problem> {
    let counts = Region::ALL.map(|region| (region, counted(view, region).count()));
    let over = counts.iter().filter(|(_, count)| *count > INSTANCES_A_REGION);
    let mut found: Vec<Problem> = over
        .map(|(region, count)| {
            (region.to_string(), format!("{count} instances, at most {INSTANCES_A_REGION}"))
        })
        .collect();
    let all: usize = counts.iter().map(|(_, count)| count).sum();
    if all > INSTANCES_IN_ALL {
        found.push(("both regions".into(), format!("{all} instances, at most {INSTANCES_IN_ALL}")));
    }
    found
}

/// vCPU of the burstable types up to large: one below small in t2, two otherwise.
fn vcpus(instance_type: &str) -> u32 {
    if matches!(instance_type, "t2.nano" | "t2.micro" | "t2.small") { 1 } else { 2 }
}

fn vcpu(view: &View<'_>) -> Vec<Problem> {
    let counts = Region::ALL.map(|region| {
        (region, counted(view, region).filter_map(|item| item.text("InstanceType")).map(vcpus).sum::<u32>())
    });
    let over = counts.into_iter().filter(|(_, count)| *count > VCPU_A_REGION);
    over.map(|(region, count)| (region.to_string(), format!("{count} vCPU, at most {VCPU_A_REGION}")))
        .collect()
}

fn instance_type(view: &View<'_>) -> Vec<Problem> {
    let instances = view.world.of(Kind::Instance).filter(|item| view.is_ours(item));
    let wrong = instances
        .filter(|item| item.text("InstanceType").is_none_or(|kind| price::instance_hourly(kind).is_none()));
    wrong
        .map(|item| (item.name.clone(), format!("is {}", item.text("InstanceType").unwrap_or("of no type"))))
        .collect()
}

fn disk(view: &View<'_>) -> Vec<Problem> {
    let instances = view.world.of(Kind::Instance).filter(|item| view.is_ours(item));
    let wrong = |item: &&Item| {
        item.list("BlockDeviceMappings").iter().any(|mapping| {
            let ebs = &mapping["Ebs"];
            let known =
                ebs["VolumeType"].as_str().is_none_or(|kind| price::volume_gb_monthly(kind).is_some());
            !known || ebs["VolumeSize"].as_f64().is_some_and(|size| size > DISK_GB)
        })
    };
    instances
        .filter(wrong)
        .map(|item| (item.name.clone(), "has a volume the lab does not allow".into()))
        .collect()
}

fn database(view: &View<'_>) -> Vec<Problem> {
    let databases = view.world.of(Kind::DbInstance).filter(|item| view.is_ours(item));
    let problem = |item: &Item| {
        let faults = [
            (item.text("StorageType") != Some("gp2"), "its storage is not gp2"),
            (item.number("AllocatedStorage").is_none_or(|size| size > DISK_GB), "its storage is over 100 GB"),
            (item.flag("MultiAZ") == Some(true), "it stands in several zones"),
            (
                item.number("MonitoringInterval").is_some_and(|seconds| seconds > 0.0),
                "it has enhanced monitoring",
            ),
        ];
        let wrong: Vec<&str> = faults.into_iter().filter(|(wrong, _)| *wrong).map(|(_, what)| what).collect();
        (!wrong.is_empty()).then(|| (item.name.clone(), wrong.join(", ")))
    };
    databases.filter_map(problem).collect()
}
