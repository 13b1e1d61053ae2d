//! Which resources a resource's properties name, and what that means for removing them.

use lks_domain::region::Region;
use serde_json::Value;

use super::world::{Record, World};
use crate::cloud::Address;
use crate::resource::{Kind, Properties};

/// Properties that hold ids, at any depth, and of what.
const NAMING: &[(&str, Kind)] = &[
    ("VpcId", Kind::Vpc),
    ("PeerVpcId", Kind::Vpc),
    ("SubnetId", Kind::Subnet),
    ("SubnetIds", Kind::Subnet),
    ("Subnets", Kind::Subnet),
    ("GroupId", Kind::SecurityGroup),
    ("GroupSet", Kind::SecurityGroup),
    ("SecurityGroups", Kind::SecurityGroup),
    ("SecurityGroupIds", Kind::SecurityGroup),
    ("VPCSecurityGroups", Kind::SecurityGroup),
    ("SourceSecurityGroupId", Kind::SecurityGroup),
    ("DestinationSecurityGroupId", Kind::SecurityGroup),
    ("RouteTableId", Kind::RouteTable),
    ("InternetGatewayId", Kind::InternetGateway),
    ("GatewayId", Kind::InternetGateway),
    ("NetworkInterfaceId", Kind::NetworkInterface),
    ("InstanceId", Kind::Instance),
    ("VpcPeeringConnectionId", Kind::VpcPeeringConnection),
    ("AllocationId", Kind::Eip),
    ("FileSystemId", Kind::FileSystem),
    ("LoadBalancerArn", Kind::LoadBalancer),
    ("TargetArns", Kind::LoadBalancer),
    ("ListenerArn", Kind::Listener),
    ("TargetGroupArn", Kind::TargetGroup),
    ("DBSubnetGroupName", Kind::DbSubnetGroup),
    ("DBParameterGroupName", Kind::DbParameterGroup),
    ("FunctionName", Kind::Function),
    ("UserPoolId", Kind::UserPool),
    ("RestApiId", Kind::RestApi),
    ("DeploymentId", Kind::Deployment),
    ("AppId", Kind::App),
    ("LogGroupName", Kind::LogGroup),
    ("TopicArn", Kind::Topic),
    ("BackupVaultName", Kind::BackupVault),
    ("BackupPlanId", Kind::BackupPlan),
    ("Bucket", Kind::Bucket),
];

/// Properties whose contents are documents of somebody else's making.
const OPAQUE: &[&str] = &[
    "Body",
    "Code",
    "Environment",
    "DashboardBody",
    "BackupPlan",
    "BackupSelection",
    "Parameters",
    "Tags",
    "Artifact",
];

/// Children that go with their parent, by the property that names it.
const GO_WITH: &[(Kind, &str)] = &[
    (Kind::Route, "RouteTableId"),
    (Kind::SubnetRouteTableAssociation, "SubnetId"),
    (Kind::SecurityGroupIngress, "GroupId"),
    (Kind::SecurityGroupEgress, "GroupId"),
    (Kind::EipAssociation, "InstanceId"),
    (Kind::EipAssociation, "NetworkInterfaceId"),
    (Kind::Listener, "LoadBalancerArn"),
    (Kind::ListenerRule, "ListenerArn"),
    (Kind::Permission, "FunctionName"),
    (Kind::UserPoolClient, "UserPoolId"),
    (Kind::UserPoolGroup, "UserPoolId"),
    (Kind::Authorizer, "RestApiId"),
    (Kind::Deployment, "RestApiId"),
    (Kind::Stage, "RestApiId"),
    (Kind::Branch, "AppId"),
    (Kind::Domain, "AppId"),
    (Kind::Subscription, "TopicArn"),
    (Kind::MetricFilter, "LogGroupName"),
];

/// References that keep nobody alive: a route goes black, a target is dropped, a snapshot stays.
const WEAK: &[(Kind, &str)] = &[
    (Kind::Route, "GatewayId"),
    (Kind::Route, "NetworkInterfaceId"),
    (Kind::Route, "InstanceId"),
    (Kind::Route, "VpcPeeringConnectionId"),
    (Kind::NetworkInterface, "InstanceId"),
    (Kind::Volume, "InstanceId"),
];

/// One id among a resource's properties.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Link {
    /// The property that holds it, innermost.
    pub property: &'static str,
    /// What it names.
    pub to: Address,
}

/// Takes a property, and the region, kind and id that it names.
type Found<'f> = &'f mut dyn FnMut(&'static str, Region, Kind, &str);

/// Every link of these properties.
pub(super) fn links(kind: Kind, region: Region, properties: &Properties) -> Vec<Link> {
    let mut found = Vec::new();
    visit(kind, region, properties, &mut |property, region, kind, id| {
        found.push(Link { property, to: Address { region, kind, id: id.to_owned() } });
    });
    found
}

fn visit(kind: Kind, region: Region, properties: &Properties, found: Found<'_>) {
    collect(kind, region, properties, found);
    if kind == Kind::TargetGroup {
        targets(region, properties, found);
    }
}

fn collect(kind: Kind, region: Region, properties: &Properties, found: Found<'_>) {
    for (name, value) in properties {
        if OPAQUE.contains(&name.as_str()) {
            continue;
        }
        match NAMING.iter().find(|(naming, _)| naming == name) {
            Some((property, to)) if !own_name(kind, property) => {
                let region = if *property == "PeerVpcId" { peer_region(region, properties) } else { region };
                ids(value, &mut |id| {
                    if !(*property == "DBParameterGroupName" && id.starts_with("default.")) {
                        found(property, region, *to, id);
                    }
                });
            }
            _ => nested(kind, region, value, found),
        }
    }
}

/// Whether the property is this kind's own name and not a link.
fn own_name(kind: Kind, property: &str) -> bool {
    matches!(
        (kind, property),
        (Kind::DbSubnetGroup, "DBSubnetGroupName")
            | (Kind::DbParameterGroup, "DBParameterGroupName")
            | (Kind::Function, "FunctionName")
            | (Kind::LogGroup, "LogGroupName")
            | (Kind::BackupVault, "BackupVaultName")
            | (Kind::Instance, "InstanceId")
            | (Kind::Subnet, "SubnetId")
    )
}

fn nested(kind: Kind, region: Region, value: &Value, found: Found<'_>) {
    match value {
        Value::Object(map) => collect(kind, region, map, found),
        Value::Array(items) => items.iter().for_each(|item| nested(kind, region, item, found)),
        _ => {}
    }
}

fn ids(value: &Value, found: &mut dyn FnMut(&str)) {
    match value {
        Value::String(id) => found(id),
        Value::Array(items) => items.iter().filter_map(Value::as_str).for_each(found),
        _ => {}
    }
}

fn peer_region(region: Region, properties: &Properties) -> Region {
    properties.get("PeerRegion").and_then(Value::as_str).and_then(Region::from_id).unwrap_or(region)
}

fn targets(region: Region, properties: &Properties, found: Found<'_>) {
    let to = match properties.get("TargetType").and_then(Value::as_str) {
        Some("alb") => Kind::LoadBalancer,
        Some("ip" | "lambda") => return,
        _ => Kind::Instance,
    };
    let items = properties.get("Targets").and_then(Value::as_array).into_iter().flatten();
    items.filter_map(|target| target["Id"].as_str()).for_each(|id| found("Targets", region, to, id));
}

impl World {
    /// The same link, where it leads: a peering is known in both regions.
    pub(super) fn find_linked(&self, to: &Address) -> Option<&Record> {
        self.get(to).or_else(|| {
            let both = to.kind == Kind::VpcPeeringConnection;
            let elsewhere = |region| Address { region, ..to.clone() };
            Region::ALL.into_iter().filter(|_| both).find_map(|region| self.get(&elsewhere(region)))
        })
    }

    /// Who goes when this one goes.
    pub(super) fn children(&self, parent: &Address) -> Vec<Address> {
        let goes = |record: &&Record| {
            let kind = record.observed.address.kind;
            names(record, parent, |property| GO_WITH.contains(&(kind, property)))
        };
        self.all().filter(goes).map(|record| record.observed.address.clone()).collect()
    }

    /// Who keeps this one from going.
    pub(super) fn holders(&self, held: &Address) -> Vec<&Record> {
        let holds = |record: &&Record| {
            let kind = record.observed.address.kind;
            record.observed.address != *held
                && record.owner.as_ref() != Some(held)
                && names(record, held, |property| {
                    let pair = (kind, property);
                    property != "Targets" && !WEAK.contains(&pair) && !GO_WITH.contains(&pair)
                })
        };
        self.all().filter(holds).filter(|record| !self.goes_along(record, held)).collect()
    }

    /// Whether the record belongs to a by-product of `held` (a rule of a VPC's default group).
    fn goes_along(&self, record: &Record, held: &Address) -> bool {
        let owner = record.owner.as_ref().and_then(|owner| self.get(owner));
        owner.is_some_and(|owner| owner.owner.as_ref() == Some(held))
    }
}

/// Whether the record names `to` in a property that counts.
fn names(record: &Record, to: &Address, counts: impl Fn(&'static str) -> bool) -> bool {
    let Address { region, kind, .. } = record.observed.address;
    let mut named = false;
    visit(kind, region, &record.observed.properties, &mut |property, region, kind, id| {
        named |= id == to.id && kind == to.kind && region == to.region && counts(property);
    });
    named
}
