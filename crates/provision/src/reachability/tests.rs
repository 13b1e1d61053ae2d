//! Who may reach whom, as stories over groups, routes and network ACLs.

use lks_domain::region::Region;
use serde_json::json;

use super::*;
use crate::inventory::{Inventory, Item};
use crate::resource::{Kind, Properties};
use crate::stack::{Stack, graph};

fn wished() -> Inventory {
    Inventory::of_graph(&graph(&Stack::default()).unwrap())
}

fn differences(world: &Inventory) -> Vec<String> {
    compare(&Network::of(world)).iter().map(ToString::to_string).collect()
}

fn changed(change: impl FnOnce(&mut Vec<Item>)) -> Vec<String> {
    let mut world = wished();
    change(world.items_mut());
    differences(&world)
}

fn ingress(group: &str, port: u16, cidr: &str) -> Item {
    let fields =
        json!({ "GroupId": group, "IpProtocol": "tcp", "FromPort": port, "ToPort": port, "CidrIp": cidr });
    Item {
        id: "sgr-1".into(),
        kind: Kind::SecurityGroupIngress,
        name: "sgr-1".into(),
        region: Region::UsEast1,
        state: String::new(),
        by_cloud: false,
        fields: fields.as_object().unwrap().clone(),
        attributes: Properties::new(),
    }
}

const DB: &str = "us-east-1/AWS::EC2::SecurityGroup/lks-sg-db";
const NAT: &str = "us-east-1/AWS::EC2::SecurityGroup/lks-sg-nat";

#[test]
fn the_stack_lets_pass_exactly_what_the_table_declares() {
    assert_eq!(differences(&wished()), [""; 0]);
}

#[test]
fn a_network_too_wide_by_one_rule_is_told_with_the_port_and_the_places() {
    let found = changed(|items| items.push(ingress(DB, 5432, "172.32.1.0/25")));
    let line = "any other host in the private subnets of zone a can reach the database with tcp 5432 and must not \
                (seen from any other host in lks-subnet-private-a-zone-a to lks-rds)";
    assert!(found.contains(&line.to_owned()), "{found:?}");
    assert_eq!(
        found.len(),
        4,
        "the Lambda carries the group too, and a balancer is in that network: {found:?}"
    );
}

#[test]
fn the_internet_reaches_the_nat_instance_only_if_a_rule_lets_it_in() {
    let found = changed(|items| items.push(ingress(NAT, 22, "0.0.0.0/0")));
    assert!(
        found[0].starts_with("the internet can reach the NAT instance of zone a with tcp 22"),
        "{found:?}"
    );
}

#[test]
fn a_rule_that_is_gone_is_told_by_what_no_longer_passes() {
    let found = changed(|items| items.retain(|item| item.name != "lks-sg-llm:11434-from-lks-sg-lb"));
    assert_eq!(found.len(), 2, "{found:?}");
    assert!(found[0].starts_with(
        "the application load balancer of zone a cannot reach the workers of zone a with tcp 11434"
    ));
}

#[test]
fn without_routes_through_the_peering_zone_b_has_no_models() {
    let found = changed(|items| items.retain(|item| item.name != "lks-route-peering-zone-b"));
    assert!(
        found.iter().any(|line| line.starts_with("the workers of zone b cannot reach the file system")),
        "{found:?}"
    );
}

#[test]
fn a_peering_that_was_not_accepted_carries_nothing() {
    let found = changed(|items| {
        let peering = items.iter_mut().find(|item| item.name == "lks-peering").unwrap();
        peering.state = "pending-acceptance".into();
    });
    assert!(
        found.iter().any(|line| line.contains("the network load balancer of zone a cannot reach")),
        "{found:?}"
    );
}

#[test]
fn a_nat_instance_that_checks_addresses_forwards_nothing() {
    let found = changed(|items| {
        let nat = items.iter_mut().find(|item| item.name == "lks-nat-zone-b").unwrap();
        nat.fields.insert("SourceDestCheck".into(), true.into());
    });
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].starts_with("the workers of zone b cannot reach the internet with tcp 80,443"));
}

#[test]
fn a_network_acl_that_holds_back_answers_holds_back_all() {
    let found = changed(|items| {
        let subnet = "us-east-1/AWS::EC2::Subnet/lks-subnet-private-b-zone-a";
        let entry = |number: u32, egress: bool, from: u32| {
            json!({ "RuleNumber": number, "Protocol": "6", "RuleAction": "allow", "Egress": egress,
                    "CidrBlock": "0.0.0.0/0", "PortRange": { "From": from, "To": 65535 } })
        };
        let fields =
            json!({ "SubnetIds": [subnet], "Entries": [entry(100, false, 0), entry(100, true, 40000)] });
        let mut acl = ingress("", 0, "");
        (acl.kind, acl.id, acl.fields) =
            (Kind::NetworkAcl, "acl-1".into(), fields.as_object().unwrap().clone());
        items.push(acl);
    });
    assert!(found.iter().any(|line| line.starts_with("the Lambda cannot reach the database")), "{found:?}");
}
