//! A world beside the choices it should follow: how check and verify find things in it, with words
//! for what is not as it should be.

use lks_domain::region::WorkerKind;
use serde_json::Value;

use super::{Inventory, Item};
use crate::reachability::{Difference, Network, compare};
use crate::resource::{Kind, schema};
use crate::stack::{MANAGED_BY, PREFIX, Stack, Zone};

/// A sentence on what is as it should be, or on what is not.
pub type Answer = Result<String, String>;

/// A world and the choices it should follow.
#[derive(Debug)]
pub struct View<'a> {
    /// What is there.
    pub world: &'a Inventory,
    /// What was chosen.
    pub stack: &'a Stack,
    /// What passes and must not, or must and does not.
    pub differences: Vec<Difference>,
}

impl<'a> View<'a> {
    /// Looks at a world.
    pub fn of(world: &'a Inventory, stack: &'a Stack) -> Self {
        Self { world, stack, differences: compare(&Network::of(world)) }
    }

    /// The resource of this kind and name in a zone.
    pub fn find(&self, kind: Kind, zone: Zone, name: &str) -> Result<&'a Item, String> {
        let missing = || format!("{kind} {name} is not in {}", zone.region());
        self.world.named_in(kind, name, zone.region()).ok_or_else(missing)
    }

    /// The resource in zone a.
    pub fn in_a(&self, kind: Kind, name: &str) -> Result<&'a Item, String> {
        self.find(kind, Zone::A, name)
    }

    /// The resource that a property of `item` refers to.
    pub fn linked(&self, item: &Item, path: &str, kind: Kind) -> Result<&'a Item, String> {
        let found = item.text(path).and_then(|text| self.world.referred(kind, text));
        found.ok_or_else(|| format!("{}: {path} names no {kind} that is there", item.name))
    }

    /// A zone's VPC.
    pub fn vpc(&self, zone: Zone) -> Result<&'a Item, String> {
        self.find(Kind::Vpc, zone, &format!("lks-vpc-zone-{}", zone.letter()))
    }

    /// A zone's subnet: `public`, `private-a` or `private-b`.
    pub fn subnet(&self, zone: Zone, which: &str) -> Result<&'a Item, String> {
        self.find(Kind::Subnet, zone, &format!("lks-subnet-{which}-zone-{}", zone.letter()))
    }

    /// A zone's private subnets.
    pub fn private(&self, zone: Zone) -> Result<[&'a Item; 2], String> {
        Ok([self.subnet(zone, "private-a")?, self.subnet(zone, "private-b")?])
    }

    /// A zone's group.
    pub fn group(&self, zone: Zone, name: &str) -> Result<&'a Item, String> {
        self.find(Kind::SecurityGroup, zone, name)
    }

    /// A zone's NAT instance.
    pub fn nat(&self, zone: Zone) -> Result<&'a Item, String> {
        self.find(Kind::Instance, zone, &format!("lks-nat-zone-{}", zone.letter()))
    }

    /// The worker instances that are there, or that none is.
    pub fn workers(&self) -> Result<Vec<&'a Item>, String> {
        let found = self.world.of(Kind::Instance).filter(|item| item.name.starts_with("lks-worker-"));
        let workers: Vec<&Item> = found.collect();
        if workers.is_empty() { Err("no worker is there".into()) } else { Ok(workers) }
    }

    /// The six workers a zone should have, by kind and AZ, or which of them is not there.
    pub fn workers_of(&self, zone: Zone) -> Result<Vec<(WorkerKind, usize, &'a Item)>, String> {
        let places = WorkerKind::ALL.into_iter().flat_map(|kind| [(kind, 0), (kind, 1)]);
        places
            .map(|(kind, az)| {
                let name = crate::stack::worker_name(zone, kind, az);
                Ok((kind, az, self.find(Kind::Instance, zone, &name)?))
            })
            .collect()
    }

    /// The machines of the stack that are there: workers and NAT instances.
    pub fn machines(&self) -> Result<Vec<&'a Item>, String> {
        let mut machines = self.workers()?;
        machines.extend(Zone::ALL.into_iter().filter_map(|zone| self.nat(zone).ok()));
        Ok(machines)
    }

    /// A zone's load balancer: `alb` or `nlb`.
    pub fn balancer(&self, zone: Zone, which: &str) -> Result<&'a Item, String> {
        self.find(Kind::LoadBalancer, zone, &format!("lks-{which}-zone-{}", zone.letter()))
    }

    /// A balancer's listener on a port.
    pub fn listener(&self, balancer: &Item, port: u16) -> Result<&'a Item, String> {
        let on_port = |item: &&Item| item.number("Port") == Some(f64::from(port));
        let mut found = self
            .world
            .of_in(Kind::Listener, balancer.region)
            .filter(|item| item.text("LoadBalancerArn").is_some_and(|arn| balancer.is(arn)));
        found.find(on_port).ok_or_else(|| format!("{} listens on no port {port}", balancer.name))
    }

    /// Whether a resource is of the stack: by its tag, by its name, or by standing in its network.
    pub fn is_ours(&self, item: &Item) -> bool {
        item.tag("ManagedBy") == Some(MANAGED_BY)
            || item.name.starts_with(PREFIX)
            || self.in_our_network(item)
    }

    fn in_our_network(&self, item: &Item) -> bool {
        let vpc = |item: &Item| {
            item.text("VpcId")
                .and_then(|id| self.world.referred(Kind::Vpc, id))
                .is_some_and(|vpc| vpc.name.starts_with(PREFIX))
        };
        let subnet = item.text("SubnetId").and_then(|id| self.world.referred(Kind::Subnet, id));
        vpc(item) || subnet.is_some_and(vpc)
    }

    /// The stack's resources that carry tags and that somebody made by a call.
    pub fn tagged(&self) -> impl Iterator<Item = &'a Item> + use<'a, '_> {
        let by_us =
            |item: &&Item| !item.by_cloud && schema::of(item.kind).tagged() && !is_default_group(item);
        self.world.items().iter().filter(by_us).filter(|item| self.is_ours(item))
    }

    /// The groups of our networks, the default ones aside.
    pub fn groups(&self, zone: Zone) -> Vec<&'a Item> {
        let groups = self.world.of_in(Kind::SecurityGroup, zone.region());
        groups.filter(|item| !is_default_group(item) && self.in_our_network(item)).collect()
    }

    /// The route tables of a zone's VPC.
    pub fn tables(&self, zone: Zone) -> Result<Vec<&'a Item>, String> {
        let vpc = self.vpc(zone)?;
        let tables = self.world.of_in(Kind::RouteTable, zone.region());
        Ok(tables.filter(|table| table.text("VpcId").is_some_and(|id| vpc.is(id))).collect())
    }
}

/// Whether a group is the one its VPC brought along.
pub fn is_default_group(item: &Item) -> bool {
    item.kind == Kind::SecurityGroup && item.text("GroupName") == Some("default")
}

/// That a property has a value.
pub fn expect(item: &Item, path: &str, wanted: impl Into<Value>) -> Answer {
    let wanted = wanted.into();
    let found = item.at(path);
    let same = found == &wanted || plain(found) == plain(&wanted);
    if same {
        Ok(format!("{}: {path} is {}", item.name, plain(found)))
    } else {
        Err(format!("{}: {path} is {}, not {}", item.name, plain(found), plain(&wanted)))
    }
}

/// That something holds.
pub fn ensure(holds: bool, otherwise: impl FnOnce() -> String) -> Result<(), String> {
    if holds { Ok(()) } else { Err(otherwise()) }
}

/// All answers together: everything that is wrong, else the first evidence and how many there are.
pub fn every(answers: impl IntoIterator<Item = Answer>) -> Answer {
    let (mut good, mut bad) = (Vec::new(), Vec::new());
    for answer in answers {
        match answer {
            Ok(evidence) => good.push(evidence),
            Err(problem) => bad.push(problem),
        }
    }
    match (bad.is_empty(), good.len()) {
        (false, _) => Err(bad.join("; ")),
        (true, 0) => Err("nothing of the kind is there".into()),
        (true, 1..=4) => Ok(good.join("; ")),
        (true, many) => Ok(format!("{}; and {} more", good[..3].join("; "), many - 3)),
    }
}

/// A value as people write it.
pub fn plain(value: &Value) -> String {
    match value {
        Value::Null => "not set".into(),
        Value::String(text) if text.is_empty() => "empty".into(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}
