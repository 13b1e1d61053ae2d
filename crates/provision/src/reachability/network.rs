//! Puts groups, routes and ACLs together: what passes from one place to another.

use super::acl::Acls;
use super::endpoint::{Endpoint, Role, endpoints, names};
use super::group::{Direction, Peer, Rule, rules};
use super::ranges::Ranges;
use super::route::{Hop, Routes};
use super::traffic::Traffic;
use crate::inventory::{Inventory, Item};
use crate::resource::Kind;

/// What passes between two places.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reach {
    /// What passes for at least one pair of their addresses.
    pub possible: Traffic,
    /// What passes for every pair of their addresses.
    pub certain: Traffic,
}

/// A VPC's addresses.
#[derive(Debug, Clone)]
struct Vpc {
    id: String,
    addresses: Ranges,
}

/// A forwarding instance that routes lead to.
#[derive(Debug, Clone)]
struct Forwarder {
    /// Ids of the instance and of its interfaces.
    ids: Vec<String>,
    endpoint: Endpoint,
    /// Whether it may forward what is not its own: the source/destination check is off.
    forwards: bool,
}

/// One address of one place.
#[derive(Debug, Clone, Copy)]
struct Point<'a> {
    subnet: Option<&'a str>,
    address: u32,
}

/// A world's network, ready to be asked.
#[derive(Debug, Clone)]
pub struct Network {
    endpoints: Vec<Endpoint>,
    rules: Vec<Rule>,
    acls: Acls,
    routes: Routes,
    vpcs: Vec<Vpc>,
    /// Subnet id to its VPC's place in `vpcs`.
    subnets: Vec<(String, usize)>,
    /// Peering id and the two VPCs it joins, if it is active.
    peerings: Vec<(String, [String; 2])>,
    forwarders: Vec<Forwarder>,
    /// Where an address range begins that some rule tells apart.
    edges: Vec<u32>,
}

impl Network {
    /// Reads a world.
    pub fn of(world: &Inventory) -> Self {
        let vpcs: Vec<Vpc> = world.of(Kind::Vpc).filter_map(vpc).collect();
        let mut network = Self {
            endpoints: endpoints(world),
            rules: rules(world),
            acls: Acls::of(world),
            routes: Routes::of(world),
            subnets: world.of(Kind::Subnet).filter_map(|subnet| placed(world, &vpcs, subnet)).collect(),
            vpcs,
            peerings: world.of(Kind::VpcPeeringConnection).filter_map(|item| peering(world, item)).collect(),
            forwarders: Vec::new(),
            edges: Vec::new(),
        };
        network.forwarders = forwarders(world);
        network.edges = network.edges();
        network
    }

    /// Every place.
    pub fn endpoints(&self) -> &[Endpoint] {
        &self.endpoints
    }

    /// What passes from one place to another.
    pub fn reach(&self, from: &Endpoint, to: &Endpoint) -> Reach {
        self.between(from, &self.points(from), to, &self.points(to))
    }

    /// What passes between every two places of which one is ours, as `judge` wants to know it; `wanted` says which places
    /// are asked about as the one that answers.
    pub fn each_pair(
        &self,
        wanted: impl Fn(&Endpoint) -> bool,
        mut judge: impl FnMut(&Endpoint, &Endpoint, Reach),
    ) {
        let places: Vec<(&Endpoint, Vec<Point<'_>>)> =
            self.endpoints.iter().map(|place| (place, self.points(place))).collect();
        for (from, sources) in &places {
            for (to, targets) in
                places.iter().filter(|(to, _)| to != from && (from.ours || to.ours) && wanted(to))
            {
                judge(from, to, self.between(from, sources, to, targets));
            }
        }
    }

    fn between(&self, from: &Endpoint, sources: &[Point<'_>], to: &Endpoint, targets: &[Point<'_>]) -> Reach {
        let nothing = Reach { possible: Traffic::none(), certain: Traffic::none() };
        let mut pairs =
            sources.iter().flat_map(|source| targets.iter().map(move |target| (*source, *target)));
        let Some((source, target)) = pairs.next() else { return nothing };
        let first = self.passes(from, source, to, target);
        pairs.fold(Reach { possible: first.clone(), certain: first }, |reach, (source, target)| {
            let passes = self.passes(from, source, to, target);
            if passes == reach.possible && passes == reach.certain {
                return reach;
            }
            Reach { possible: reach.possible.or(&passes), certain: reach.certain.and(&passes) }
        })
    }

    /// The cheapest questions first: most pairs are settled by the first.
    fn passes(&self, from: &Endpoint, source: Point<'_>, to: &Endpoint, target: Point<'_>) -> Traffic {
        let into = self.enters(to, from.groups.as_deref().unwrap_or(&[]), source.address);
        if into.is_none() {
            return into;
        }
        let both = into.and(&self.leaves(from, to.groups.as_deref().unwrap_or(&[]), target.address));
        if both.is_none() {
            return both;
        }
        both.and(&self.path(from, source, to, target)).and(&self.acls(source, target))
    }

    /// What the routes carry: all, nothing, or what a forwarder on the way lets through.
    fn path(&self, from: &Endpoint, source: Point<'_>, to: &Endpoint, target: Point<'_>) -> Traffic {
        match (source.subnet, target.subnet) {
            (Some(a), Some(b)) => all_if(self.connected(a, source.address, b, target.address)),
            (Some(a), None) => self.to_internet(from, a, source.address, target.address),
            (None, Some(b)) => all_if(to.public && self.hop(b, source.address) == Some(&Hop::Gateway)),
            (None, None) => Traffic::none(),
        }
    }

    fn connected(&self, a: &str, from: u32, b: &str, to: u32) -> bool {
        match (self.hop(a, to), self.hop(b, from)) {
            (Some(Hop::Local), Some(Hop::Local)) => self.vpc(a) == self.vpc(b),
            (Some(Hop::Peering(there)), Some(Hop::Peering(back))) => there == back && self.joins(there, a, b),
            _ => false,
        }
    }

    fn joins(&self, peering: &str, a: &str, b: &str) -> bool {
        let ends = [a, b].map(|subnet| self.vpc(subnet).map(|index| self.vpcs[index].id.as_str()));
        let [Some(a), Some(b)] = ends else { return false };
        self.peerings.iter().any(|(id, vpcs)| {
            id == peering && vpcs.iter().any(|vpc| vpc == a) && vpcs.iter().any(|vpc| vpc == b)
        })
    }

    fn to_internet(&self, from: &Endpoint, subnet: &str, source: u32, target: u32) -> Traffic {
        match self.hop(subnet, target) {
            Some(Hop::Gateway) => all_if(from.public),
            Some(Hop::Machine(id)) => self.forwarded(id, from, source, target),
            Some(Hop::Elsewhere) => Traffic::all(),
            _ => Traffic::none(),
        }
    }

    /// What a NAT instance passes on: let in by its groups, let out by them, and with a way out.
    fn forwarded(&self, id: &str, from: &Endpoint, source: u32, target: u32) -> Traffic {
        let Some(nat) = self.forwarders.iter().find(|nat| nat.ids.iter().any(|own| own == id)) else {
            return Traffic::none();
        };
        let way_out =
            nat.endpoint.addresses.iter().any(|(subnet, _)| self.hop(subnet, target) == Some(&Hop::Gateway));
        if !(nat.forwards && nat.endpoint.public && way_out) {
            return Traffic::none();
        }
        let into = self.enters(&nat.endpoint, from.groups.as_deref().unwrap_or(&[]), source);
        into.and(&self.leaves(&nat.endpoint, &[], target))
    }

    /// What a place's groups let in from a peer.
    fn enters(&self, place: &Endpoint, peer_groups: &[String], peer: u32) -> Traffic {
        if let Some(ports) = &place.listens {
            return Traffic::tcp(ports);
        }
        self.filtered(place, Direction::In, peer_groups, peer)
    }

    /// What a place's groups let out to a peer.
    fn leaves(&self, place: &Endpoint, peer_groups: &[String], peer: u32) -> Traffic {
        self.filtered(place, Direction::Out, peer_groups, peer)
    }

    fn filtered(&self, place: &Endpoint, direction: Direction, peer_groups: &[String], peer: u32) -> Traffic {
        let Some(groups) = &place.groups else { return Traffic::all() };
        let fitting = self
            .rules
            .iter()
            .filter(|rule| rule.direction == direction && rule.lets(groups, peer_groups, peer));
        fitting.fold(Traffic::none(), |open, rule| open.or(&rule.traffic))
    }

    /// What the ACLs of both subnets pass, on condition that the answers may come back.
    fn acls(&self, source: Point<'_>, target: Point<'_>) -> Traffic {
        if source.subnet == target.subnet || self.acls.is_open() {
            return Traffic::all();
        }
        let out =
            |point: Point<'_>, to| point.subnet.map_or_else(Traffic::all, |id| self.acls.leaving(id, to));
        let into = |point: Point<'_>, from| {
            point.subnet.map_or_else(Traffic::all, |id| self.acls.entering(id, from))
        };
        let there = out(source, target.address).and(&into(target, source.address));
        let back = out(target, source.address).and(&into(source, target.address));
        let answers = Ranges::of(1024, 65535);
        if back.tcp.covers(&answers) { there } else { Traffic::none() }
    }

    fn hop(&self, subnet: &str, address: u32) -> Option<&Hop> {
        let vpc = self.vpc(subnet)?;
        self.routes.hop(subnet, &self.vpcs[vpc].addresses, address)
    }

    fn vpc(&self, subnet: &str) -> Option<usize> {
        self.subnets.iter().find(|(id, _)| id == subnet).map(|(_, vpc)| *vpc)
    }

    /// One address of every range that some rule could treat differently.
    fn points<'a>(&'a self, place: &'a Endpoint) -> Vec<Point<'a>> {
        if place.role == Role::Internet {
            return self.cut(&self.outside()).map(|address| Point { subnet: None, address }).collect();
        }
        let each = place.addresses.iter().flat_map(|(subnet, addresses)| {
            self.cut(addresses).map(move |address| Point { subnet: Some(subnet), address })
        });
        each.collect()
    }

    fn outside(&self) -> Ranges {
        self.vpcs.iter().fold(Ranges::of(0, u32::MAX), |left, vpc| left.without(&vpc.addresses))
    }

    fn cut<'a>(&'a self, addresses: &Ranges) -> impl Iterator<Item = u32> + use<'a> {
        let pieces = addresses.pieces().to_vec();
        pieces.into_iter().flat_map(|(low, high)| {
            let inner = self.edges.iter().copied().filter(move |edge| low < *edge && *edge <= high);
            std::iter::once(low).chain(inner)
        })
    }

    fn edges(&self) -> Vec<u32> {
        let by_rule = self.rules.iter().filter_map(|rule| match &rule.peer {
            Peer::Addresses(addresses) => Some(addresses),
            Peer::Group(_) | Peer::Nobody => None,
        });
        let networks = by_rule.chain(self.acls.networks()).chain(self.routes.networks());
        let starts = networks
            .flat_map(|network| network.pieces())
            .flat_map(|(low, high)| [*low, high.saturating_add(1)]);
        let mut edges: Vec<u32> = starts.collect();
        edges.sort_unstable();
        edges.dedup();
        edges
    }
}

fn all_if(condition: bool) -> Traffic {
    if condition { Traffic::all() } else { Traffic::none() }
}

fn vpc(item: &Item) -> Option<Vpc> {
    Some(Vpc { id: item.id.clone(), addresses: Ranges::cidr(item.text("CidrBlock")?)? })
}

fn placed(world: &Inventory, vpcs: &[Vpc], subnet: &Item) -> Option<(String, usize)> {
    let vpc = world.referred(Kind::Vpc, subnet.text("VpcId")?)?;
    Some((subnet.id.clone(), vpcs.iter().position(|known| known.id == vpc.id)?))
}

fn peering(world: &Inventory, item: &Item) -> Option<(String, [String; 2])> {
    let active = matches!(item.state.as_str(), "" | "active");
    let end = |path: &str| Some(world.referred(Kind::Vpc, item.text(path)?)?.id.clone());
    active.then(|| Some((item.id.clone(), [end("VpcId")?, end("PeerVpcId")?])))?
}

fn forwarders(world: &Inventory) -> Vec<Forwarder> {
    let all = endpoints(world);
    let instances =
        world.of(Kind::Instance).filter(|item| matches!(item.state.as_str(), "" | "pending" | "running"));
    let found = instances.filter_map(|item| {
        let endpoint = all.iter().find(|place| place.name == item.name)?.clone();
        Some(Forwarder { ids: names(item), endpoint, forwards: item.flag("SourceDestCheck") == Some(false) })
    });
    found.collect()
}
