//! The jury's sheet on the simulated account.

use lks_domain::region::Region;
use serde_json::{Value, json};

use super::*;
use crate::inventory::Item;
use crate::resource::{Kind, Properties};
use crate::stack::graph;

fn wished(stack: &Stack) -> Inventory {
    Inventory::of_graph(&graph(stack).unwrap())
}

#[test]
fn the_stack_as_it_shall_be_passes_everything_that_needs_no_living_thing() {
    let stack = Stack::default();
    let sheet = sheet(&wished(&stack), &stack, &Live::silent());
    let not_passed: Vec<String> = sheet
        .checks
        .iter()
        .filter(|check| check.status != Status::Pass)
        .map(|check| format!("{} {}", check.id, check.evidence))
        .collect();
    insta::assert_snapshot!(not_passed.join("\n"), @r"
    nat.live not asked
    storage.live not asked
    workers.live not asked
    api.live-guard not asked
    api.live-cors not asked
    client.live not asked
    ");
}

#[test]
fn there_are_at_least_96_requirements_each_with_an_id_of_its_own() {
    let mut ids: Vec<&str> = all().iter().map(|(id, ..)| *id).collect();
    let count = ids.len();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), count);
    assert!(count >= 96, "{count}");
}

#[test]
fn an_empty_account_passes_nothing() {
    let sheet = sheet(&Inventory::default(), &Stack::default(), &Live::silent());
    let passed: Vec<&str> = sheet
        .checks
        .iter()
        .filter(|check| check.status == Status::Pass)
        .map(|check| check.id.as_ref())
        .collect();
    assert_eq!(passed, [""; 0]);
    assert!(sheet.failed());
    assert_eq!(sheet.points.got, 0);
    assert_eq!(sheet.points.of as usize, sheet.checks.len());
}

#[test]
fn what_was_left_out_is_unknown_and_gets_no_point() {
    for part in Part::ALL {
        let stack = Stack { without: vec![part], ..Stack::default() };
        let sheet = sheet(&wished(&stack), &stack, &Live::silent());
        let left_out: Vec<&CheckResult> =
            sheet.checks.iter().filter(|check| check.evidence.contains("without")).collect();
        assert!(!left_out.is_empty(), "{part}");
        assert!(left_out.iter().all(|check| check.status == Status::Unknown), "{part}");
        let failed: Vec<String> = sheet
            .checks
            .iter()
            .filter(|check| check.status == Status::Fail)
            .map(|check| format!("{} {}", check.id, check.evidence))
            .collect();
        assert_eq!(failed, [""; 0], "{part}");
    }
}

#[test]
fn the_stack_that_stands_in_the_simulated_account_passes_too() {
    let stack = Stack::default();
    let world = standing::world();
    let sheet = sheet(&world, &stack, &Live::silent());
    let failed: Vec<String> = sheet
        .checks
        .iter()
        .filter(|check| check.status == Status::Fail)
        .map(|check| format!("{} {}", check.id, check.evidence))
        .collect();
    insta::assert_snapshot!(failed.join("\n"), @"");
    let findings: Vec<String> =
        crate::check::inventory(&world, &stack).iter().map(ToString::to_string).collect();
    insta::assert_snapshot!(findings.join("\n"), @"");
}

/// What an account may have beside the stack: a network with an open group, a machine, a bucket.
fn foreign() -> Vec<Item> {
    let rows = [
        (Kind::Vpc, "vpc-f", json!({ "CidrBlock": "172.31.0.0/16", "IsDefault": true })),
        (
            Kind::Subnet,
            "subnet-f",
            json!({ "VpcId": "vpc-f", "CidrBlock": "172.31.0.0/20", "MapPublicIpOnLaunch": true }),
        ),
        (Kind::RouteTable, "rtb-f", json!({ "VpcId": "vpc-f", "Main": true })),
        (Kind::InternetGateway, "igw-f", json!({})),
        (
            Kind::Route,
            "route-f",
            json!({ "RouteTableId": "rtb-f", "DestinationCidrBlock": "0.0.0.0/0", "GatewayId": "igw-f" }),
        ),
        (
            Kind::SecurityGroup,
            "sg-f",
            json!({ "GroupName": "web", "GroupDescription": "", "VpcId": "vpc-f" }),
        ),
        (
            Kind::SecurityGroupIngress,
            "sgr-in-f",
            json!({ "GroupId": "sg-f", "IpProtocol": "-1", "CidrIp": "0.0.0.0/0" }),
        ),
        (
            Kind::SecurityGroupEgress,
            "sgr-out-f",
            json!({ "GroupId": "sg-f", "IpProtocol": "-1", "CidrIp": "0.0.0.0/0" }),
        ),
        (
            Kind::Instance,
            "i-f",
            json!({ "SubnetId": "subnet-f", "SecurityGroupIds": ["sg-f"], "KeyName": "vockey",
            "InstanceType": "t3.large", "AssociatePublicIpAddress": true, "ImageId": "ami-1" }),
        ),
        (Kind::Bucket, "bucket-f", json!({ "BucketName": "bucket-f" })),
        (
            Kind::Function,
            "function-f",
            json!({ "FunctionName": "function-f", "Role": "arn:aws:iam::1:role/Other" }),
        ),
    ];
    let item = |(kind, id, fields): (Kind, &str, Value)| Item {
        id: id.into(),
        kind,
        name: id.into(),
        region: Region::UsEast1,
        state: String::new(),
        by_cloud: false,
        fields: fields.as_object().unwrap().clone(),
        attributes: Properties::new(),
    };
    rows.into_iter().map(item).collect()
}

#[test]
fn what_belongs_to_others_and_stands_elsewhere_is_none_of_our_business() {
    let stack = Stack::default();
    let mut world = standing::world();
    world.items_mut().extend(foreign());
    let failed: Vec<String> = sheet(&world, &stack, &Live::silent())
        .checks
        .into_iter()
        .filter(|check| check.status == Status::Fail)
        .map(|check| format!("{} {}", check.id, check.evidence))
        .collect();
    assert_eq!(failed, [""; 0]);
}

#[test]
fn a_foreign_machine_in_our_network_is_our_business() {
    let stack = Stack::default();
    let mut world = standing::world();
    let subnet = world.named(Kind::Subnet, "lks-subnet-public-zone-a").unwrap().id.clone();
    let mut machine = foreign().into_iter().find(|item| item.kind == Kind::Instance).unwrap();
    machine.fields.insert("SubnetId".into(), subnet.into());
    machine.fields.insert("SecurityGroupIds".into(), json!([]));
    world.items_mut().push(machine);
    let findings = crate::check::inventory(&world, &stack);
    let ids: Vec<&str> = findings.iter().map(|finding| finding.id.as_ref()).collect();
    for expected in ["exposure.key-pair", "exposure.public-instance", "form.prefix", "form.tags"] {
        assert!(ids.contains(&expected), "{expected}: {ids:?}");
    }
}
