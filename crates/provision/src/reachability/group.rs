//! The rules of security groups, from groups' own lists and from rules that stand alone.

use serde_json::Value;

use super::ranges::Ranges;
use super::traffic::{Traffic, number};
use crate::inventory::{Inventory, Item};
use crate::resource::Kind;

/// Which way a rule looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// What may come in.
    In,
    /// What may go out.
    Out,
}

/// Who is on the other side of a rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Peer {
    /// These addresses.
    Addresses(Ranges),
    /// The members of the group with this id.
    Group(String),
    /// Nobody this program knows: an IPv6 network, which the VPCs do not have.
    Nobody,
}

/// One rule of one group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    /// Id of the group it belongs to.
    pub group: String,
    /// Which way it looks.
    pub direction: Direction,
    /// What it lets pass.
    pub traffic: Traffic,
    /// From or to whom.
    pub peer: Peer,
}

impl Rule {
    /// What the rule lets pass for an interface of `groups` and a peer.
    pub fn lets(&self, groups: &[String], peer_groups: &[String], peer_address: u32) -> bool {
        groups.contains(&self.group)
            && match &self.peer {
                Peer::Addresses(addresses) => addresses.has(peer_address),
                Peer::Group(id) => peer_groups.contains(id),
                Peer::Nobody => false,
            }
    }
}

/// Every rule of the world.
pub fn rules(world: &Inventory) -> Vec<Rule> {
    let inline = world.of(Kind::SecurityGroup).flat_map(|group| inline(world, group));
    let alone = [(Kind::SecurityGroupIngress, Direction::In), (Kind::SecurityGroupEgress, Direction::Out)];
    let alone = alone
        .into_iter()
        .flat_map(|(kind, direction)| world.of(kind).filter_map(move |item| single(world, item, direction)));
    inline.chain(alone).collect()
}

fn inline<'a>(world: &'a Inventory, group: &'a Item) -> impl Iterator<Item = Rule> + 'a {
    let lists = [("SecurityGroupIngress", Direction::In), ("SecurityGroupEgress", Direction::Out)];
    lists.into_iter().flat_map(move |(name, direction)| {
        group.list(name).iter().map(move |rule| read(world, &group.id, rule, direction))
    })
}

fn single(world: &Inventory, item: &Item, direction: Direction) -> Option<Rule> {
    let group = world.referred(Kind::SecurityGroup, item.text("GroupId")?)?;
    Some(read(world, &group.id, &Value::Object(item.fields.clone()), direction))
}

fn read(world: &Inventory, group: &str, rule: &Value, direction: Direction) -> Rule {
    let protocol = rule["IpProtocol"].as_str().unwrap_or("-1");
    let traffic = Traffic::of_rule(protocol, number(rule.get("FromPort")), number(rule.get("ToPort")));
    Rule { group: group.to_owned(), direction, traffic, peer: peer(world, rule, direction) }
}

fn peer(world: &Inventory, rule: &Value, direction: Direction) -> Peer {
    if let Some(network) = rule["CidrIp"].as_str() {
        return Ranges::cidr(network).map_or(Peer::Nobody, Peer::Addresses);
    }
    let name = match direction {
        Direction::In => "SourceSecurityGroupId",
        Direction::Out => "DestinationSecurityGroupId",
    };
    let group = rule[name].as_str().and_then(|id| world.referred(Kind::SecurityGroup, id));
    let prefix_list =
        ["SourcePrefixListId", "DestinationPrefixListId"].iter().any(|name| rule[name].is_string());
    match group {
        Some(group) => Peer::Group(group.id.clone()),
        // What a prefix list holds is not known here: take the worst.
        None if prefix_list => Peer::Addresses(Ranges::of(0, u32::MAX)),
        None => Peer::Nobody,
    }
}
