//! Security groups and their rules (SPEC 2.2): five in us-east-1, two in us-west-2.

use serde_json::{Value, json};

use super::Zone;
use super::draft::{Draft, Handle, PerZone, of};
use super::network::Network;

const COMPONENT: &str = "security";
/// Port of PostgreSQL.
pub(super) const DATABASE_PORT: u16 = 5432;
/// Port of Ollama.
pub(super) const WORKER_PORT: u16 = 11434;
const FILES_PORT: u16 = 2049;
const HTTP: u16 = 80;
const HTTPS: u16 = 443;
const WEB: [u16; 2] = [HTTP, HTTPS];
const ANYWHERE: &str = "0.0.0.0/0";

type Group = Handle<of::SecurityGroup>;

/// The groups of one zone. In zone b the balancer's serves the NAT instance too.
#[derive(Debug)]
pub(super) struct Groups {
    pub llm: Group,
    pub lb: Group,
    pub nat: Group,
}

/// All groups.
#[derive(Debug)]
pub(super) struct AllGroups {
    pub zones: PerZone<Groups>,
    pub db: Group,
    pub efs: Group,
}

pub(super) fn draft(draft: &mut Draft<'_>, networks: &PerZone<Network>) -> AllGroups {
    let mut groups = Drafting { draft, networks };
    let zone_a = groups.zone_a();
    let zone_b = groups.zone_b();
    let db = groups.group(Zone::A, "lks-sg-db", "Database and Lambda: PostgreSQL among themselves only");
    let efs = groups.group(Zone::A, "lks-sg-efs", "File system: NFS from the workers of both zones");
    let groups_made = AllGroups { zones: PerZone([zone_a, zone_b]), db, efs };
    groups.workers(&groups_made);
    groups.balancers(&groups_made);
    groups.nats(&groups_made);
    groups.database(&groups_made.db);
    groups_made
}

struct Drafting<'d, 'a> {
    draft: &'d mut Draft<'a>,
    networks: &'d PerZone<Network>,
}

impl Drafting<'_, '_> {
    fn zone_a(&mut self) -> Groups {
        Groups {
            llm: self.group(Zone::A, "lks-sg-llm", "Workers: Ollama from the load balancer only"),
            lb: self.group(Zone::A, "lks-sg-lb", "Load balancer: HTTP from the private link only"),
            nat: self.group(
                Zone::A,
                "lks-sg-nat",
                "NAT instance: forwards web traffic of the private subnets",
            ),
        }
    }

    fn zone_b(&mut self) -> Groups {
        let llm = self.group(Zone::B, "lks-sg-llm", "Workers: Ollama from the load balancer only");
        let lb = self.group(
            Zone::B,
            "lks-sg-lb",
            "Load balancer and NAT instance of zone b: private link and private subnets",
        );
        Groups { llm, nat: lb.clone(), lb }
    }

    fn group(&mut self, zone: Zone, name: &str, description: &str) -> Group {
        let vpc = self.networks.of(zone).vpc.id();
        // AWS lets a new group send everywhere unless its list is given; the rules stand alone.
        let properties = json!({
            "GroupName": name, "GroupDescription": description, "VpcId": vpc, "SecurityGroupEgress": [],
        });
        self.draft.add(zone, COMPONENT, name, properties)
    }

    /// Workers take work from the balancer, read models from the file system and fetch packages.
    fn workers(&mut self, groups: &AllGroups) {
        for zone in Zone::ALL {
            let Groups { llm, lb, .. } = groups.zones.of(zone);
            self.ingress(zone, llm, WORKER_PORT, From::Group(lb), "Ollama from the load balancer");
            self.egress(zone, lb, WORKER_PORT, From::Group(llm), "Ollama of the workers");
            self.web(zone, llm);
        }
        let llm = &groups.zones.of(Zone::A).llm;
        self.ingress(Zone::A, &groups.efs, FILES_PORT, From::Group(llm), "NFS from the workers of zone a");
        self.egress(Zone::A, llm, FILES_PORT, From::Group(&groups.efs), "NFS of the file system");
        // A group of another region cannot be named, so zone b's private subnets are.
        for cidr in Zone::B.private_cidrs() {
            self.ingress(
                Zone::A,
                &groups.efs,
                FILES_PORT,
                From::Network(cidr),
                "NFS from the workers of zone b",
            );
        }
        for address in super::files::addresses() {
            self.egress(
                Zone::B,
                &groups.zones.of(Zone::B).llm,
                FILES_PORT,
                From::Network(&address),
                "NFS of the file system in zone a",
            );
        }
    }

    /// Balancers take requests from where the private link arrives: the network load balancers'
    /// fixed addresses. Zone b's come through the peering; its own only check its health.
    fn balancers(&mut self, groups: &AllGroups) {
        for zone in Zone::ALL {
            for address in Zone::A.nlb_addresses() {
                let from = format!("{address}/32");
                self.ingress(
                    zone,
                    &groups.zones.of(zone).lb,
                    HTTP,
                    From::Network(&from),
                    "HTTP from the private link",
                );
            }
        }
    }

    fn nats(&mut self, groups: &AllGroups) {
        for zone in Zone::ALL {
            let nat = &groups.zones.of(zone).nat;
            for cidr in zone.private_cidrs() {
                for port in WEB {
                    self.ingress(
                        zone,
                        nat,
                        port,
                        From::Network(cidr),
                        "Web traffic of the private subnets, to forward",
                    );
                }
            }
            self.web(zone, nat);
        }
    }

    fn database(&mut self, db: &Group) {
        self.ingress(Zone::A, db, DATABASE_PORT, From::Group(db), "PostgreSQL from the Lambda");
        self.egress(Zone::A, db, DATABASE_PORT, From::Group(db), "PostgreSQL of the database");
        self.egress(Zone::A, db, HTTPS, From::Network(ANYWHERE), "Keys of the user pool, for the Lambda");
    }

    fn web(&mut self, zone: Zone, group: &Group) {
        for port in WEB {
            self.egress(
                zone,
                group,
                port,
                From::Network(ANYWHERE),
                "Packages, images and models from the internet",
            );
        }
    }

    fn ingress(&mut self, zone: Zone, group: &Group, port: u16, from: From<'_>, why: &str) {
        let rule = rule(group, port, &from, "SourceSecurityGroupId", why);
        self.draft.add::<of::SecurityGroupIngress>(zone, COMPONENT, &from.name(group, "from", port), rule);
    }

    fn egress(&mut self, zone: Zone, group: &Group, port: u16, to: From<'_>, why: &str) {
        let rule = rule(group, port, &to, "DestinationSecurityGroupId", why);
        self.draft.add::<of::SecurityGroupEgress>(zone, COMPONENT, &to.name(group, "to", port), rule);
    }
}

/// Who is on the other side.
enum From<'a> {
    Group(&'a Group),
    Network(&'a str),
}

impl From<'_> {
    fn name(&self, group: &Group, way: &str, port: u16) -> String {
        let peer = match self {
            Self::Group(peer) => &peer.key.name,
            Self::Network(cidr) => *cidr,
        };
        format!("{}:{port}-{way}-{peer}", group.key.name)
    }
}

fn rule(group: &Group, port: u16, peer: &From<'_>, group_property: &str, why: &str) -> Value {
    let mut rule = json!({
        "GroupId": group.id(), "IpProtocol": "tcp", "FromPort": port, "ToPort": port, "Description": why,
    });
    match peer {
        From::Group(peer) => rule[group_property] = peer.id(),
        From::Network(cidr) => rule["CidrIp"] = (*cidr).into(),
    }
    rule
}
