//! Names, tags, limits, cost: what holds for the whole (SPEC 2 and 2.9).

use super::{Check, look};
use crate::check;
use crate::cost;
use crate::inventory::view::{Answer, View, ensure};
use crate::resource::Kind;
use crate::stack::Zone;

pub(super) const CHECKS: &[Check] = &[
    look(
        "hygiene.prefix",
        "Every resource's name is prefixed lks-",
        "Mend the tag Name, or apply again",
        |view| policy(view, "form.prefix"),
    ),
    look(
        "hygiene.tags",
        "Every resource has Name, Project, Component, ManagedBy and Stack",
        "Mend the tags, or apply again",
        |view| policy(view, "form.tags"),
    ),
    look(
        "hygiene.descriptions",
        "Every resource has a description where the service has one",
        "Apply again",
        |view| policy(view, "form.description"),
    ),
    look("hygiene.role", "No role but LabRole is used", "Set the role to LabRole", |view| {
        policy(view, "account.role")
    }),
    look(
        "hygiene.instances",
        "At most 9 instances a region and 15 in all",
        "Stop instances that are not of the stack, before the lab closes the account",
        |view| policy(view, "limits.instances"),
    ),
    look("hygiene.types", "Instance types are nano to large", "Apply again", |view| {
        policy(view, "limits.instance-type")
    }),
    look("hygiene.disks", "Volumes are gp2 or gp3 up to 100 GB", "Apply again", |view| {
        policy(view, "limits.disk")
    }),
    look(
        "hygiene.policy",
        "No rule of the policy is broken by what is in the account",
        "See the rule in docs/VERIFY.md",
        whole_policy,
    ),
    look(
        "hygiene.leftovers",
        "No public address or volume of the stack is left without a user",
        "Remove it: it costs money",
        leftovers,
    ),
    look("hygiene.cost", "What the stack costs is known", "Choose types whose price is known", cost),
];

/// That a rule of the policy finds nothing, in a world where something is.
fn policy(view: &View<'_>, id: &str) -> Answer {
    view.vpc(Zone::A)?;
    let findings = check::by_rule(view, id);
    ensure(findings.is_empty(), || {
        findings
            .iter()
            .map(|finding| format!("{}: {}", finding.resource, finding.message))
            .collect::<Vec<_>>()
            .join("; ")
    })?;
    Ok(format!("{} resources were looked at", view.world.items().len()))
}

fn whole_policy(view: &View<'_>) -> Answer {
    view.vpc(Zone::A)?;
    let findings = check::of_view(view);
    let told =
        || findings.iter().map(|finding| format!("{} {}: {}", finding.id, finding.resource, finding.message));
    ensure(findings.is_empty(), || told().collect::<Vec<_>>().join("; "))?;
    Ok(format!("all {} rules hold", check::all().len()))
}

fn leftovers(view: &View<'_>) -> Answer {
    view.vpc(Zone::A)?;
    let addresses = view.world.of(Kind::Eip).filter(|address| view.is_ours(address));
    let loose = addresses.filter(|address| {
        !view
            .world
            .of(Kind::EipAssociation)
            .any(|tie| tie.text("AllocationId").is_some_and(|id| address.is(id)))
    });
    let volumes = view
        .world
        .of(Kind::Volume)
        .filter(|volume| view.is_ours(volume) && volume.text("InstanceId").is_none());
    let names: Vec<&str> = loose.chain(volumes).map(|item| item.name.as_str()).collect();
    ensure(names.is_empty(), || names.join(", "))?;
    Ok("none is left over".into())
}

fn cost(view: &View<'_>) -> Answer {
    let statement = cost::of_inventory(view.world);
    ensure(statement.hourly_usd > 0.0, || "nothing that costs is there".into())?;
    Ok(format!(
        "{:.2} USD an hour, {:.0} USD a month, before what is charged by use",
        statement.hourly_usd, statement.monthly_usd
    ))
}
