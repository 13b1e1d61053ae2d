//! Network ACLs: the stateless filters of subnets. A subnet without one that is known lets
//! everything pass, as the ACL that AWS makes with a VPC does.

use std::collections::BTreeMap;

use serde_json::Value;

use super::ranges::Ranges;
use super::traffic::{Traffic, number};
use crate::inventory::{Inventory, Item};
use crate::resource::Kind;

/// The entries of one ACL in one direction, by rule number.
#[derive(Debug, Clone, Default)]
struct Entries(Vec<Entry>);

#[derive(Debug, Clone)]
struct Entry {
    number: i64,
    allow: bool,
    network: Ranges,
    traffic: Traffic,
}

impl Entries {
    /// What passes to or from an address: the first entry that matches decides.
    fn lets(&self, address: u32) -> Traffic {
        let mut open = Traffic::none();
        let mut decided = Traffic::none();
        for entry in self.0.iter().filter(|entry| entry.network.has(address)) {
            if entry.allow {
                open = open.or(&entry.traffic.without(&decided));
            }
            decided = decided.or(&entry.traffic);
        }
        open
    }
}

/// The ACLs of all subnets.
#[derive(Debug, Clone, Default)]
pub struct Acls(BTreeMap<String, [Entries; 2]>);

impl Entries {
    /// Whether the first entry lets everything pass.
    fn is_open(&self) -> bool {
        let whole = Ranges::of(0, u32::MAX);
        self.0
            .first()
            .is_some_and(|entry| entry.allow && entry.network == whole && entry.traffic == Traffic::all())
    }
}

impl Acls {
    /// Reads them; `subnets` are the ids of all subnets.
    pub fn of(world: &Inventory) -> Self {
        let acls: Vec<&Item> =
            world.of(Kind::NetworkAcl).filter(|acl| acl.at("Entries").is_array()).collect();
        let subnets = world.of(Kind::Subnet);
        let found = subnets.filter_map(|subnet| Some((subnet.id.clone(), entries(acl_of(&acls, subnet)?))));
        Self(found.collect())
    }

    /// Whether no ACL holds anything back.
    pub fn is_open(&self) -> bool {
        self.0.values().flatten().all(Entries::is_open)
    }

    /// The networks that entries tell apart.
    pub fn networks(&self) -> impl Iterator<Item = &Ranges> {
        self.0.values().flatten().flat_map(|entries| entries.0.iter().map(|entry| &entry.network))
    }

    /// What may enter a subnet from an address.
    pub fn entering(&self, subnet: &str, from: u32) -> Traffic {
        self.0.get(subnet).map_or_else(Traffic::all, |[ingress, _]| ingress.lets(from))
    }

    /// What may leave a subnet to an address.
    pub fn leaving(&self, subnet: &str, to: u32) -> Traffic {
        self.0.get(subnet).map_or_else(Traffic::all, |[_, egress]| egress.lets(to))
    }
}

/// The ACL that names the subnet, else the default one of the subnet's VPC.
fn acl_of<'a>(acls: &[&'a Item], subnet: &Item) -> Option<&'a Item> {
    let names = |acl: &Item| {
        let direct = acl.texts("SubnetIds").into_iter().chain(acl.texts("Subnets")).any(|id| subnet.is(id));
        let by_association = acl
            .list("Associations")
            .iter()
            .any(|one| one["SubnetId"].as_str().is_some_and(|id| subnet.is(id)));
        direct || by_association
    };
    let default = |acl: &Item| {
        ["Default", "IsDefault"].iter().any(|name| acl.flag(name) == Some(true))
            && acl.text("VpcId") == subnet.text("VpcId")
    };
    acls.iter().find(|acl| names(acl)).or_else(|| acls.iter().find(|acl| default(acl))).copied()
}

fn entries(acl: &Item) -> [Entries; 2] {
    let direction = |egress: bool| {
        let rules =
            acl.list("Entries").iter().filter(|entry| entry["Egress"].as_bool().unwrap_or(false) == egress);
        let mut rules: Vec<Entry> = rules.filter_map(read).collect();
        rules.sort_by_key(|entry| entry.number);
        Entries(rules)
    };
    [direction(false), direction(true)]
}

fn read(entry: &Value) -> Option<Entry> {
    let protocol = entry["Protocol"].as_str().map_or_else(|| entry["Protocol"].to_string(), str::to_owned);
    let ports = &entry["PortRange"];
    Some(Entry {
        number: number(entry.get("RuleNumber"))?,
        allow: entry["RuleAction"].as_str().is_some_and(|action| action.eq_ignore_ascii_case("allow")),
        network: Ranges::cidr(entry["CidrBlock"].as_str()?)?,
        traffic: Traffic::of_rule(&protocol, number(ports.get("From")), number(ports.get("To"))),
    })
}
