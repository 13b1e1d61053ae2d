//! Who reaches whom, and how many groups and tables there are (SPEC 2.1 and 2.2).

use super::{Problem, Rule, error};
use crate::inventory::Item;
use crate::inventory::view::{View, is_default_group};
use crate::resource::Kind;
use crate::stack::Zone;

pub(super) const RULES: &[Rule] = &[
    error("reach.open", "Who may reach whom on which port, and nobody else (SPEC 2.2)", open),
    error("reach.closed", "What the stack needs to work passes (SPEC 2.2)", closed),
    error(
        "groups.count",
        "At most 5 security groups in us-east-1 and at most 2 in us-west-2, default groups aside (SPEC 2.2)",
        count,
    ),
    error("groups.default", "Default groups stay without rules (SPEC 2.2)", default),
    error("tables.two", "Exactly two route tables a VPC (SPEC 2.1)", tables),
    error("tables.main", "The VPC's main route table is one of the two (SPEC 2.1)", main),
    error(
        "nat.instance",
        "Private subnets reach the internet through a NAT instance, not a NAT gateway (SPEC 2.1)",
        gateway,
    ),
];

fn open(view: &View<'_>) -> Vec<Problem> {
    let open = view.differences.iter().filter(|difference| !difference.open.is_none());
    open.map(|difference| {
        let message =
            format!("{} can reach {} with {} and must not", difference.from, difference.to, difference.open);
        (difference.seen[1].clone(), message)
    })
    .collect()
}

fn closed(view: &View<'_>) -> Vec<Problem> {
    let closed = view.differences.iter().filter(|difference| !difference.closed.is_none());
    closed
        .map(|difference| {
            let message = format!(
                "{} cannot reach {} with {} and must",
                difference.from, difference.to, difference.closed
            );
            (difference.seen[1].clone(), message)
        })
        .collect()
}

fn count(view: &View<'_>) -> Vec<Problem> {
    let limit = |zone| if zone == Zone::A { 5 } else { 2 };
    let over = Zone::ALL
        .into_iter()
        .map(|zone| (zone, view.groups(zone)))
        .filter(|(zone, groups)| groups.len() > limit(*zone));
    over.map(|(zone, groups)| {
        let names: Vec<&str> = groups.iter().map(|group| group.name.as_str()).collect();
        (
            zone.region().to_string(),
            format!("{} groups, at most {}: {}", groups.len(), limit(zone), names.join(", ")),
        )
    })
    .collect()
}

fn default(view: &View<'_>) -> Vec<Problem> {
    let groups =
        view.world.of(Kind::SecurityGroup).filter(|group| is_default_group(group) && view.is_ours(group));
    groups.filter_map(|group| has_rules(view, group)).collect()
}

fn has_rules(view: &View<'_>, group: &Item) -> Option<Problem> {
    let alone = [Kind::SecurityGroupIngress, Kind::SecurityGroupEgress]
        .map(|kind| view.world.referring(kind, "GroupId", group).count());
    let inline = ["SecurityGroupIngress", "SecurityGroupEgress"].map(|list| group.list(list).len());
    let rules: usize = alone.into_iter().chain(inline).sum();
    (rules > 0).then(|| {
        (group.id.clone(), format!("the default group of {} has {rules} rules; remove them", group.region))
    })
}

fn tables(view: &View<'_>) -> Vec<Problem> {
    let zones = Zone::ALL.into_iter().filter_map(|zone| Some((zone, view.tables(zone).ok()?)));
    zones
        .filter(|(_, tables)| tables.len() != 2)
        .map(|(zone, tables)| {
            (format!("lks-vpc-zone-{}", zone.letter()), format!("{} route tables, not two", tables.len()))
        })
        .collect()
}

fn main(view: &View<'_>) -> Vec<Problem> {
    let zones = Zone::ALL.into_iter().filter_map(|zone| Some((zone, view.tables(zone).ok()?)));
    let ours = |table: &&Item| {
        table.flag("Main") == Some(true)
            && matches!(table.name.as_str(), "lks-rtb-public" | "lks-rtb-private")
    };
    zones
        .filter(|(_, tables)| !tables.is_empty() && !tables.iter().any(ours))
        .map(|(zone, _)| {
            (
                format!("lks-vpc-zone-{}", zone.letter()),
                "the main route table is neither lks-rtb-public nor lks-rtb-private".into(),
            )
        })
        .collect()
}

fn gateway(view: &View<'_>) -> Vec<Problem> {
    let routes = view.world.of(Kind::Route).filter(|route| {
        route.at("NatGatewayId").is_string()
            && view.linked(route, "RouteTableId", Kind::RouteTable).is_ok_and(|table| view.is_ours(table))
    });
    routes.map(|route| (route.name.clone(), "leads to a NAT gateway".into())).collect()
}
