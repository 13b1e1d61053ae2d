//! Who may reach whom on which port, and nobody else: SPEC 2.1 and 2.2 as a table.

use std::collections::BTreeMap;

use super::endpoint::{Endpoint, Place, Role};
use super::network::{Network, Reach};
use super::traffic::Traffic;
use crate::stack::Zone::{A, B};
use Role::{Alb, Database, Files, Host, Internet, Lambda, Nat, Nlb, Worker};

/// One line of the table.
#[derive(Debug, Clone, Copy)]
pub struct Flow {
    /// Who opens the connection.
    pub from: &'static [Role],
    /// Who answers.
    pub to: &'static [Role],
    /// TCP ports.
    pub ports: &'static [u32],
    /// Whether the stack does not work without it. The others may pass because of the limits on
    /// the number of groups, and are listed so that nothing else does.
    pub needed: bool,
    /// Why it is there.
    pub because: &'static str,
}

const fn needed(
    from: &'static [Role],
    to: &'static [Role],
    ports: &'static [u32],
    because: &'static str,
) -> Flow {
    Flow { from, to, ports, needed: true, because }
}

const fn tolerated(
    from: &'static [Role],
    to: &'static [Role],
    ports: &'static [u32],
    because: &'static str,
) -> Flow {
    Flow { from, to, ports, needed: false, because }
}

const PRIVATE_A: Role = Host(A, Place::Private);
const PRIVATE_B: Role = Host(B, Place::Private);
const PUBLIC_A: Role = Host(A, Place::Public);
const PUBLIC_B: Role = Host(B, Place::Public);

/// The whole table. What is not in it must not pass.
pub const FLOWS: &[Flow] = &[
    needed(
        &[Nlb(A)],
        &[Alb(A)],
        &[80],
        "the API's private link arrives at the network load balancer of zone a",
    ),
    needed(&[Nlb(A)], &[Nlb(B)], &[80], "zone a hands on what is for zone b through the peering"),
    needed(
        &[Nlb(A), Nlb(B)],
        &[Alb(B)],
        &[80],
        "zone b's balancer sees the address of zone a's, and its health checks come from zone b's",
    ),
    needed(&[Alb(A)], &[Worker(A)], &[11434], "workers are reached through their balancer only"),
    needed(&[Alb(B)], &[Worker(B)], &[11434], "workers are reached through their balancer only"),
    needed(
        &[Worker(A), Worker(B)],
        &[Files],
        &[2049],
        "the models are on the file system, for zone b through the peering",
    ),
    needed(
        &[Worker(A)],
        &[Nat(A), Internet],
        &[80, 443],
        "packages, images and models come through the NAT instance",
    ),
    needed(
        &[Worker(B)],
        &[Nat(B), Internet],
        &[80, 443],
        "packages, images and models come through the NAT instance",
    ),
    needed(&[Nat(A), Nat(B)], &[Internet], &[80, 443], "the NAT instance forwards to the internet"),
    needed(&[Lambda], &[Database], &[5432], "the Lambda keeps conversations in the database"),
    needed(
        &[Lambda],
        &[Nat(A), Internet],
        &[443],
        "the Lambda checks tokens by the user pool's keys, which come through the NAT instance",
    ),
    tolerated(&[Lambda, Database], &[Lambda, Database], &[5432], "lks-sg-db is on both and lets in itself"),
    tolerated(&[Database], &[Nat(A), Internet], &[443], "lks-sg-db is on the Lambda and the database alike"),
    tolerated(
        &[PRIVATE_A, Nlb(A)],
        &[Nat(A), Internet],
        &[80, 443],
        "the NAT instance forwards for the private subnets as a whole",
    ),
    tolerated(
        &[PRIVATE_B, Nlb(B)],
        &[Nat(B), Internet],
        &[80, 443],
        "the NAT instance forwards for the private subnets as a whole",
    ),
    tolerated(
        &[PRIVATE_B, Nlb(B)],
        &[Files],
        &[2049],
        "groups cannot be named across regions, so zone b's private subnets are",
    ),
    tolerated(
        &[PRIVATE_B, Nlb(B), Worker(B)],
        &[Alb(B)],
        &[80, 443],
        "only two groups: the balancer's serves the NAT instance too",
    ),
    tolerated(&[Nlb(A)], &[Nat(B)], &[80], "only two groups: the balancer's serves the NAT instance too"),
    tolerated(
        &[Alb(B)],
        &[Nat(B), Internet, Alb(B)],
        &[80, 443],
        "only two groups: the balancer's serves the NAT instance too",
    ),
    tolerated(
        &[Nat(B)],
        &[Worker(B)],
        &[11434],
        "only two groups: the balancer's serves the NAT instance too",
    ),
    tolerated(
        &[
            PRIVATE_A,
            PUBLIC_A,
            PRIVATE_B,
            PUBLIC_B,
            Nlb(A),
            Nlb(B),
            Worker(A),
            Worker(B),
            Nat(A),
            Nat(B),
            Alb(B),
        ],
        &[Nlb(A), Nlb(B)],
        &[80, 81],
        "a network load balancer has no group; it is internal and listens on these alone",
    ),
];

/// A difference between what passes and what may.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// Who opens the connection.
    pub from: Role,
    /// Who answers.
    pub to: Role,
    /// What passes and must not.
    pub open: Traffic,
    /// What must pass and does not.
    pub closed: Traffic,
    /// Names of the two places where it was seen first.
    pub seen: [String; 2],
}

impl std::fmt::Display for Difference {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (from, to, [a, b]) = (self.from, self.to, &self.seen);
        match (self.open.is_none(), self.closed.is_none()) {
            (false, true) => {
                write!(f, "{from} can reach {to} with {} and must not (seen from {a} to {b})", self.open)
            }
            (true, _) => {
                write!(f, "{from} cannot reach {to} with {} and must (seen from {a} to {b})", self.closed)
            }
            (false, false) => write!(
                f,
                "{from} can reach {to} with {} and must not, and cannot with {} and must (seen from {a} to {b})",
                self.open, self.closed
            ),
        }
    }
}

/// What differs from the table, one line for each pair of roles; empty when everything is as declared.
pub fn compare(network: &Network) -> Vec<Difference> {
    let mut found: BTreeMap<(Role, Role), Difference> = BTreeMap::new();
    let listening = |place: &Endpoint| !matches!(place.role, Host(..));
    network.each_pair(listening, |from, to, reach| {
        let difference = difference(from, to, &reach);
        if !(difference.open.is_none() && difference.closed.is_none()) {
            let known = found.entry((from.role, to.role));
            known.and_modify(|known| known.add(&difference)).or_insert(difference);
        }
    });
    found.into_values().collect()
}

impl Difference {
    fn add(&mut self, more: &Self) {
        self.open = self.open.or(&more.open);
        self.closed = self.closed.or(&more.closed);
    }
}

fn difference(from: &Endpoint, to: &Endpoint, reach: &Reach) -> Difference {
    let open = reach.possible.without(&declared(from.role, to.role, false));
    let closed = declared(from.role, to.role, true).without(&reach.certain);
    Difference { from: from.role, to: to.role, open, closed, seen: [from.name.clone(), to.name.clone()] }
}

/// What the table says of a pair of roles; only what is needed, if so wished.
fn declared(from: Role, to: Role, only_needed: bool) -> Traffic {
    let lines = FLOWS
        .iter()
        .filter(|flow| flow.from.contains(&from) && flow.to.contains(&to) && (flow.needed || !only_needed));
    lines.fold(Traffic::none(), |sum, flow| sum.or(&Traffic::tcp(flow.ports)))
}
