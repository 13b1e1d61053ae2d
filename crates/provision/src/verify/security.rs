//! Security groups and who reaches whom (SPEC 2.2).

use std::collections::BTreeSet;

use serde_json::Value;

use super::{Check, look};
use crate::inventory::Item;
use crate::inventory::view::{Answer, View, ensure, every, is_default_group};
use crate::resource::Kind;
use crate::stack::{MOUNT_ADDRESSES, Zone};

pub(super) const CHECKS: &[Check] = &[
    look(
        "security.count-a",
        "At most 5 security groups are in us-east-1, the default one aside",
        "Remove groups that are not of the stack",
        |view| count(view, Zone::A, 5),
    ),
    look(
        "security.count-b",
        "At most 2 security groups are in us-west-2, the default one aside",
        "Remove groups that are not of the stack",
        |view| count(view, Zone::B, 2),
    ),
    look(
        "security.default",
        "The default groups stay without rules",
        "Remove their rules, or apply again",
        default,
    ),
    look("security.db", "lks-sg-db lets in 5432 from itself only", "Apply again", |view| {
        ingress(view, Zone::A, "lks-sg-db", &[(5432, &["lks-sg-db"])])
    }),
    look(
        "security.llm-a",
        "lks-sg-llm of us-east-1 lets in 11434 from lks-sg-lb only",
        "Apply again",
        |view| ingress(view, Zone::A, "lks-sg-llm", &[(11434, &["lks-sg-lb"])]),
    ),
    look(
        "security.llm-b",
        "lks-sg-llm of us-west-2 lets in 11434 from lks-sg-lb only",
        "Apply again",
        |view| ingress(view, Zone::B, "lks-sg-llm", &[(11434, &["lks-sg-lb"])]),
    ),
    look(
        "security.lb-a",
        "lks-sg-lb of us-east-1 lets in 80 only, only from where the private link arrives",
        "Apply again",
        |view| ingress(view, Zone::A, "lks-sg-lb", &[(80, &LINK)]),
    ),
    look(
        "security.lb-b",
        "lks-sg-lb of us-west-2 serves balancer and NAT instance: 80 from the private link, 80 and 443 from zone b's private subnets",
        "Apply again",
        |view| {
            ingress(
                view,
                Zone::B,
                "lks-sg-lb",
                &[(80, &[LINK[0], LINK[1], PRIVATE_B[0], PRIVATE_B[1]]), (443, &PRIVATE_B)],
            )
        },
    ),
    look(
        "security.nat",
        "lks-sg-nat lets in 80 and 443 from the private subnets, nothing from the internet",
        "Apply again",
        |view| ingress(view, Zone::A, "lks-sg-nat", &[(80, &PRIVATE_A), (443, &PRIVATE_A)]),
    ),
    look(
        "security.efs",
        "lks-sg-efs lets in 2049 from lks-sg-llm and from zone b's private subnets",
        "Apply again",
        |view| ingress(view, Zone::A, "lks-sg-efs", &[(2049, &["lks-sg-llm", PRIVATE_B[0], PRIVATE_B[1]])]),
    ),
    look(
        "security.egress-inner",
        "Database, file system and balancer of zone a send no further than their flows need",
        "Apply again",
        egress_inner,
    ),
    look(
        "security.egress-web",
        "Workers and NAT instances send 80 and 443 to the internet and else only to their flows",
        "Apply again",
        egress_web,
    ),
    look("security.no-ssh", "No group lets port 22 in", "Remove the rule", |view| {
        nobody(view, |rule| covers(rule, 22), "lets port 22 in")
    }),
    look("security.no-world", "No group lets 0.0.0.0/0 or ::/0 in", "Remove the rule", |view| {
        nobody(
            view,
            |rule| rule.text("CidrIp") == Some("0.0.0.0/0") || rule.text("CidrIpv6") == Some("::/0"),
            "is open to the world",
        )
    }),
    look(
        "security.nobody-else",
        "Over groups, routes and network ACLs nobody reaches anybody but as declared",
        "Remove the rules, routes or ACL entries that are not of the stack, or apply again",
        nobody_else,
    ),
    look("security.all-declared", "Everything passes that is declared to", "Apply again", all_declared),
];

const LINK: [&str; 2] = ["172.32.1.10/32", "172.32.1.138/32"];
const PRIVATE_A: [&str; 2] = Zone::A.private_cidrs();
const PRIVATE_B: [&str; 2] = Zone::B.private_cidrs();

fn count(view: &View<'_>, zone: Zone, most: usize) -> Answer {
    let names: Vec<&str> = view.groups(zone).iter().map(|group| group.name.as_str()).collect();
    ensure(!names.is_empty(), || format!("{} has no group", zone.region()))?;
    ensure(names.len() <= most, || format!("{} groups, at most {most}: {}", names.len(), names.join(", ")))?;
    Ok(format!("{}: {}", names.len(), names.join(", ")))
}

fn default(view: &View<'_>) -> Answer {
    view.vpc(Zone::A)?;
    view.vpc(Zone::B)?;
    let groups: Vec<&Item> = view
        .world
        .of(Kind::SecurityGroup)
        .filter(|group| is_default_group(group) && view.is_ours(group))
        .collect();
    let with_rules: Vec<String> = groups
        .iter()
        .map(|group| (group, rules(view, group, Way::In).len() + rules(view, group, Way::Out).len()))
        .filter(|(_, rules)| *rules > 0)
        .map(|(group, rules)| format!("{} of {} has {rules} rules", group.id, group.region))
        .collect();
    ensure(with_rules.is_empty(), || with_rules.join("; "))?;
    Ok(format!("{} default groups, none with a rule", groups.len()))
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    In,
    Out,
}

/// A group's rules, standing alone or in its own lists, each as an item.
fn rules(view: &View<'_>, group: &Item, way: Way) -> Vec<Item> {
    let (kind, list) = match way {
        Way::In => (Kind::SecurityGroupIngress, "SecurityGroupIngress"),
        Way::Out => (Kind::SecurityGroupEgress, "SecurityGroupEgress"),
    };
    let alone = view.world.referring(kind, "GroupId", group).cloned();
    let inline = group
        .list(list)
        .iter()
        .filter_map(Value::as_object)
        .map(|fields| Item { fields: fields.clone(), ..group.clone() });
    alone.chain(inline).collect()
}

/// Port and peer of a rule: a network, or the name of a group; a rule of many ports has its range.
fn line(view: &View<'_>, rule: &Item) -> (String, String) {
    let text = |path: &str| rule.number(path).map_or_else(|| "any".to_owned(), |port| format!("{port}"));
    let (from, to) = (text("FromPort"), text("ToPort"));
    let ports = if from == to { from } else { format!("{from}-{to}") };
    let protocol = rule.text("IpProtocol").filter(|protocol| *protocol != "tcp");
    let ports = protocol.map_or_else(|| ports.clone(), |protocol| format!("{protocol} {ports}"));
    let group =
        ["SourceSecurityGroupId", "DestinationSecurityGroupId"].iter().find_map(|path| rule.text(path));
    let name =
        group.map(|id| view.world.referred(Kind::SecurityGroup, id).map_or(id, |group| group.name.as_str()));
    let peer = name.or_else(|| rule.text("CidrIp")).or_else(|| rule.text("CidrIpv6")).unwrap_or("nobody");
    (ports, peer.to_owned())
}

type Lines = BTreeSet<(String, String)>;

fn lines(view: &View<'_>, zone: Zone, group: &str, way: Way) -> Result<Lines, String> {
    let group = view.group(zone, group)?;
    Ok(rules(view, group, way).iter().map(|rule| line(view, rule)).collect())
}

fn wanted(rules: &[(u16, &[&str])]) -> Lines {
    rules
        .iter()
        .flat_map(|(port, peers)| peers.iter().map(move |peer| (port.to_string(), (*peer).to_owned())))
        .collect()
}

fn told(lines: &Lines) -> String {
    lines.iter().map(|(port, peer)| format!("{port} {peer}")).collect::<Vec<_>>().join(", ")
}

/// That a group's rules are these and no others.
fn exactly(view: &View<'_>, zone: Zone, group: &str, way: Way, rules: &[(u16, &[&str])]) -> Answer {
    let (found, wanted) = (lines(view, zone, group, way)?, wanted(rules));
    let more: Lines = found.difference(&wanted).cloned().collect();
    let less: Lines = wanted.difference(&found).cloned().collect();
    let faults = [("lets pass", more), ("lacks", less)];
    let faults: Vec<String> = faults
        .iter()
        .filter(|(_, lines)| !lines.is_empty())
        .map(|(word, lines)| format!("{word} {}", told(lines)))
        .collect();
    ensure(faults.is_empty(), || format!("{group} of {} {}", zone.region(), faults.join(" and ")))?;
    Ok(format!("{group}: {}", told(&found)))
}

fn ingress(view: &View<'_>, zone: Zone, group: &str, rules: &[(u16, &[&str])]) -> Answer {
    exactly(view, zone, group, Way::In, rules)
}

fn egress_inner(view: &View<'_>) -> Answer {
    every([
        exactly(view, Zone::A, "lks-sg-db", Way::Out, &[(443, WORLD), (5432, &["lks-sg-db"])]),
        exactly(view, Zone::A, "lks-sg-efs", Way::Out, &[]),
        exactly(view, Zone::A, "lks-sg-lb", Way::Out, &[(11434, &["lks-sg-llm"])]),
    ])
}

const WORLD: &[&str] = &["0.0.0.0/0"];

fn egress_web(view: &View<'_>) -> Answer {
    let targets = MOUNT_ADDRESSES.map(|address| format!("{address}/32"));
    let targets: Vec<&str> = targets.iter().map(String::as_str).collect();
    every([
        exactly(view, Zone::A, "lks-sg-llm", Way::Out, &[(80, WORLD), (443, WORLD), (2049, &["lks-sg-efs"])]),
        exactly(view, Zone::A, "lks-sg-nat", Way::Out, &[(80, WORLD), (443, WORLD)]),
        exactly(view, Zone::B, "lks-sg-llm", Way::Out, &[(80, WORLD), (443, WORLD), (2049, &targets)]),
        exactly(view, Zone::B, "lks-sg-lb", Way::Out, &[(80, WORLD), (443, WORLD), (11434, &["lks-sg-llm"])]),
    ])
}

fn covers(rule: &Item, port: u16) -> bool {
    let ends = (rule.number("FromPort"), rule.number("ToPort"));
    let all = rule.text("IpProtocol").is_none_or(|protocol| protocol == "-1");
    let port = f64::from(port);
    all || matches!(ends, (Some(from), Some(to)) if (from..=to).contains(&port))
}

fn nobody(view: &View<'_>, wrong: impl Fn(&Item) -> bool, what: &str) -> Answer {
    let groups: Vec<&Item> = Zone::ALL.into_iter().flat_map(|zone| view.groups(zone)).collect();
    ensure(!groups.is_empty(), || "there is no group".into())?;
    let bad: Vec<String> = groups
        .iter()
        .filter(|group| rules(view, group, Way::In).iter().any(&wrong))
        .map(|group| format!("{} of {} {what}", group.name, group.region))
        .collect();
    ensure(bad.is_empty(), || bad.join("; "))?;
    Ok(format!("none of {} groups {what}", groups.len()))
}

fn nobody_else(view: &View<'_>) -> Answer {
    view.machines()?;
    let open: Vec<String> = view
        .differences
        .iter()
        .filter(|difference| !difference.open.is_none())
        .map(|difference| format!("{} can reach {} with {}", difference.from, difference.to, difference.open))
        .collect();
    ensure(open.is_empty(), || open.join("; "))?;
    Ok("every pair of places was compared with the declared matrix; nothing else passes".into())
}

fn all_declared(view: &View<'_>) -> Answer {
    view.machines()?;
    let closed: Vec<String> = view
        .differences
        .iter()
        .filter(|difference| !difference.closed.is_none())
        .map(|difference| {
            format!("{} cannot reach {} with {}", difference.from, difference.to, difference.closed)
        })
        .collect();
    ensure(closed.is_empty(), || closed.join("; "))?;
    Ok("every pair of places was compared with the declared matrix; all of it passes".into())
}
