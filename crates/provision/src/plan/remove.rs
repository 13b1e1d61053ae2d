//! The plan that removes a stack: everything that is ours, and what AWS made by itself for it.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::{Action, Basis, Ownership, Plan, Step};
use crate::cloud::{Address, Maker, Observed};
use crate::resource::{Kind, Properties, ResourceKey, schema, tag};

/// Lists everything that is ours, who holds others first.
pub fn plan_removal(basis: Basis<'_>) -> Plan {
    let ours = ours(basis);
    let order = removal_order(&ours);
    let live = order.iter().filter_map(|address| basis.observed.live(address));
    let steps = live.map(|seen| step(seen, basis.ledger.key_by_address.get(&seen.address))).collect();
    Plan::new(basis, steps, BTreeMap::new(), 0)
}

fn step(seen: &Observed, key: Option<&ResourceKey>) -> Step {
    let schema = schema::of(seen.address.kind);
    let reason =
        if seen.maker == Maker::Cloud { "AWS made it for this stack" } else { "the stack is removed" };
    Step {
        action: Action::Delete,
        kind: seen.address.kind,
        name: seen.name().to_owned(),
        region: seen.address.region,
        reason: reason.into(),
        component: tag(&seen.properties, "Component").unwrap_or_default().to_owned(),
        key: key.cloned(),
        address: Some(seen.address.clone()),
        changes: Vec::new(),
        loses: schema.loses.into(),
        seconds: schema.seconds[2],
    }
}

/// Ours by the ledger or the `Stack` tag; children of ours without tags; by-products of ours.
fn ours(basis: Basis<'_>) -> Vec<&Observed> {
    let mut mine: BTreeSet<&Address> = BTreeSet::new();
    loop {
        let before = mine.len();
        for seen in basis.observed.all_live() {
            let direct = basis.ownership(seen) == Ownership::Ours;
            let vault = || is_backup_vault(basis, seen, &mine);
            if direct
                || (!has_foreign_tag(basis, seen) && (belongs(seen, &mine, &basis.ledger.ever) || vault()))
            {
                mine.insert(&seen.address);
            }
        }
        if mine.len() == before {
            break;
        }
    }
    let mine = basis.observed.all_live().filter(|seen| mine.contains(&seen.address));
    mine.filter(|seen| must_be_deleted(seen)).collect()
}

/// The vault that AWS makes for automatic backups, as long as nobody else's file system uses it.
fn is_backup_vault(basis: Basis<'_>, seen: &Observed, mine: &BTreeSet<&Address>) -> bool {
    let here = |kind: Kind| {
        basis
            .observed
            .all_live()
            .filter(move |other| other.address.kind == kind && other.address.region == seen.address.region)
    };
    let points = here(Kind::RecoveryPoint).filter(|point| {
        point.properties.get("BackupVaultName").and_then(Value::as_str) == Some(&seen.address.id)
    });
    let alone = here(Kind::FileSystem).chain(points).all(|other| mine.contains(&other.address));
    let made = seen.address.kind == Kind::BackupVault && seen.address.id == "aws/efs/automatic-backup-vault";
    let was_ours = basis.ledger.ever.iter().any(|address| address.kind == Kind::FileSystem);
    made && alone && (was_ours || here(Kind::FileSystem).next().is_some())
}

fn has_foreign_tag(basis: Basis<'_>, seen: &Observed) -> bool {
    tag(&seen.properties, "Stack").is_some_and(|stack| stack != basis.stack)
}

/// Whether it is a child of ours that carries no tags, or something AWS made for ours.
fn belongs(seen: &Observed, mine: &BTreeSet<&Address>, ever: &BTreeSet<Address>) -> bool {
    let kind = seen.address.kind;
    let named = |property: &str, of: Kind| {
        let id = seen.properties.get(property).and_then(Value::as_str);
        mine.iter().any(|address| {
            address.kind == of && address.region == seen.address.region && Some(address.id.as_str()) == id
        })
    };
    match kind {
        // A disk, a backup or an interface that somebody made by hand is theirs, whatever it is of.
        _ if by_products(kind) && seen.maker != Maker::Cloud => false,
        Kind::NetworkInterface => named("VpcId", Kind::Vpc) || named("SubnetId", Kind::Subnet),
        Kind::LogGroup => is_log_of(&seen.address.id, mine.iter().copied().chain(ever)),
        Kind::RecoveryPoint => {
            let file_system = seen.properties.get("ResourceArn").and_then(Value::as_str).unwrap_or_default();
            let mut makers = mine.iter().copied().chain(ever);
            makers.any(|address| address.kind == Kind::FileSystem && file_system.ends_with(&address.id))
        }
        Kind::DbSnapshot => named("DBInstanceIdentifier", Kind::DbInstance),
        Kind::Volume => named("InstanceId", Kind::Instance),
        _ => CHILDREN.iter().any(|(child, property, parent)| *child == kind && named(property, *parent)),
    }
}

/// Kinds that AWS makes by itself for others.
const fn by_products(kind: Kind) -> bool {
    matches!(
        kind,
        Kind::NetworkInterface | Kind::LogGroup | Kind::RecoveryPoint | Kind::DbSnapshot | Kind::Volume
    )
}

/// Children without tags of their own, by the property that names their parent.
const CHILDREN: &[(Kind, &str, Kind)] = &[
    (Kind::VpcGatewayAttachment, "VpcId", Kind::Vpc),
    (Kind::Route, "RouteTableId", Kind::RouteTable),
    (Kind::SubnetRouteTableAssociation, "SubnetId", Kind::Subnet),
    (Kind::SecurityGroupIngress, "GroupId", Kind::SecurityGroup),
    (Kind::SecurityGroupEgress, "GroupId", Kind::SecurityGroup),
    (Kind::EipAssociation, "AllocationId", Kind::Eip),
    (Kind::MountTarget, "FileSystemId", Kind::FileSystem),
    (Kind::BackupSelection, "BackupPlanId", Kind::BackupPlan),
    (Kind::Listener, "LoadBalancerArn", Kind::LoadBalancer),
    (Kind::ListenerRule, "ListenerArn", Kind::Listener),
    (Kind::Object, "Bucket", Kind::Bucket),
    (Kind::Permission, "FunctionName", Kind::Function),
    (Kind::UserPoolClient, "UserPoolId", Kind::UserPool),
    (Kind::UserPoolGroup, "UserPoolId", Kind::UserPool),
    (Kind::Authorizer, "RestApiId", Kind::RestApi),
    (Kind::Deployment, "RestApiId", Kind::RestApi),
    (Kind::Stage, "RestApiId", Kind::RestApi),
    (Kind::Branch, "AppId", Kind::App),
    (Kind::Domain, "AppId", Kind::App),
    (Kind::Subscription, "TopicArn", Kind::Topic),
    (Kind::MetricFilter, "LogGroupName", Kind::LogGroup),
];

/// Log groups that Lambda, API Gateway and RDS make by themselves have the maker's id in their name.
fn is_log_of<'a>(name: &str, mut makers: impl Iterator<Item = &'a Address>) -> bool {
    makers.any(|address| match address.kind {
        Kind::Function => name == format!("/aws/lambda/{}", address.id),
        Kind::RestApi => name.starts_with(&format!("API-Gateway-Execution-Logs_{}/", address.id)),
        Kind::DbInstance => name.starts_with(&format!("/aws/rds/instance/{}/", address.id)),
        _ => false,
    })
}

/// What goes with its parent needs no call of its own.
fn must_be_deleted(seen: &Observed) -> bool {
    let main = seen.properties.get("Main") == Some(&Value::Bool(true));
    match seen.address.kind {
        Kind::RouteTable => !main,
        Kind::Volume | Kind::NetworkAcl => seen.maker == Maker::Caller,
        Kind::SecurityGroup => seen.properties.get("GroupName").and_then(Value::as_str) != Some("default"),
        Kind::NetworkInterface => outlives_its_maker(&seen.properties),
        // They go with the machine, the balancer, the listener or the database.
        Kind::DbSnapshot => seen.maker == Maker::Caller,
        _ => true,
    }
}

/// A Lambda's interface stays for up to an hour; all others go with what they belong to.
fn outlives_its_maker(properties: &Properties) -> bool {
    let text = properties.get("Description").and_then(Value::as_str).unwrap_or_default();
    text.starts_with("AWS Lambda VPC ENI")
}

/// Those who refer to others first; among equals, what takes longest first.
pub(crate) fn removal_order(going: &[&Observed]) -> Vec<Address> {
    let holders = removal_edges(going);
    let mut all: Vec<usize> = (0..going.len()).collect();
    all.sort_by_key(|index| {
        let address = &going[*index].address;
        (std::cmp::Reverse(schema::of(address.kind).seconds[2]), address)
    });
    let mut order = Vec::with_capacity(going.len());
    let mut done = vec![false; going.len()];
    for index in all {
        visit(index, &holders, &mut done, &mut order);
    }
    order.into_iter().map(|index| going[index].address.clone()).collect()
}

/// Depth first: whoever holds it comes before it.
fn visit(index: usize, holders: &[BTreeSet<usize>], done: &mut [bool], order: &mut Vec<usize>) {
    if std::mem::replace(&mut done[index], true) {
        return;
    }
    holders[index].iter().for_each(|holder| visit(*holder, holders, done, order));
    order.push(index);
}

/// For each, the indices of those that must be gone before it can go.
pub(crate) fn removal_edges(going: &[&Observed]) -> Vec<BTreeSet<usize>> {
    let mut by_id: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (index, seen) in going.iter().enumerate() {
        by_id.entry(seen.address.id.as_str()).or_default().push(index);
    }
    let mut holders = vec![BTreeSet::new(); going.len()];
    for (from, seen) in going.iter().enumerate() {
        let mut named = BTreeSet::new();
        seen.properties.values().for_each(|value| collect(value, &by_id, &mut named));
        let by_kind = (0..going.len()).filter(|to| may_be_before(seen.address.kind, going[*to].address.kind));
        for to in named.into_iter().chain(by_kind) {
            if to != from && refers(seen, going[to]) {
                holders[to].insert(from);
            }
        }
    }
    holders
}

fn collect(value: &Value, by_id: &BTreeMap<&str, Vec<usize>>, named: &mut BTreeSet<usize>) {
    match value {
        Value::String(text) => named.extend(by_id.get(text.as_str()).into_iter().flatten()),
        Value::Array(items) => items.iter().for_each(|item| collect(item, by_id, named)),
        Value::Object(map) => map.values().for_each(|item| collect(item, by_id, named)),
        _ => {}
    }
}

/// Kinds between which an order holds that no property tells.
fn may_be_before(from: Kind, to: Kind) -> bool {
    matches!(
        to,
        Kind::VpcLink
            | Kind::LogGroup
            | Kind::RecoveryPoint
            | Kind::Secret
            | Kind::Parameter
            | Kind::VpcGatewayAttachment
    ) || (from, to) == (Kind::Association, Kind::Instance)
}

/// Whether `from` must be gone before `to` can go.
pub(crate) fn refers(from: &Observed, to: &Observed) -> bool {
    let id = to.address.id.as_str();
    let region = from.address.region == to.address.region;
    let both_regions = matches!(from.address.kind, Kind::VpcPeeringConnection)
        || matches!(to.address.kind, Kind::VpcPeeringConnection);
    let by_document = || {
        let link_in_api = to.address.kind == Kind::VpcLink && from.address.kind == Kind::RestApi;
        link_in_api && from.properties.get("Body").is_some_and(|body| body.to_string().contains(id))
    };
    (region || both_regions)
        && !never_holds(from.address.kind, to.address.kind)
        && (is_before(from, to) || by_document() || from.properties.values().any(|value| mentions(value, id)))
}

/// Names of kinds that are not ids: a database and its alarm, a function and its log.
fn never_holds(from: Kind, to: Kind) -> bool {
    matches!((from, to), (Kind::LogGroup, _) | (Kind::Alarm, _) | (Kind::Dashboard, _))
        || matches!((from, to), (Kind::TargetGroup, Kind::LoadBalancer | Kind::Listener))
        || matches!((from, to), (Kind::Association, Kind::Instance))
}

/// Orders that no property tells: AWS.md, Removal order.
fn is_before(from: &Observed, to: &Observed) -> bool {
    let same_network = || {
        let vpc = |seen: &Observed| seen.attributes.get("VpcId").or(seen.properties.get("VpcId")).cloned();
        vpc(from).is_some() && vpc(from) == vpc(to)
    };
    match (from.address.kind, to.address.kind) {
        (Kind::Association, Kind::Instance) => true,
        (Kind::EipAssociation, Kind::VpcGatewayAttachment) => true,
        (Kind::Instance, Kind::VpcGatewayAttachment) => same_network(),
        // Services would make their logs again.
        (Kind::Function | Kind::Stage | Kind::RestApi | Kind::DbInstance, Kind::LogGroup) => true,
        (Kind::FileSystem, Kind::RecoveryPoint) => true,
        (Kind::DbInstance | Kind::Function, Kind::Secret | Kind::Parameter) => true,
        _ => false,
    }
}

fn mentions(value: &Value, id: &str) -> bool {
    match value {
        Value::String(text) => text == id,
        Value::Array(items) => items.iter().any(|item| mentions(item, id)),
        Value::Object(map) => map.values().any(|item| mentions(item, id)),
        _ => false,
    }
}
