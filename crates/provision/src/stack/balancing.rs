//! Load balancers, listeners, rules and target groups (SPEC 2.4), and the fixed path from API
//! Gateway's private link to both zones.

use lks_domain::region::WorkerKind;
use serde_json::{Value, json};

use super::Zone;
use super::access::{AllGroups, WORKER_PORT};
use super::draft::{Draft, Handle, PerZone, of};
use super::network::Network;
use super::workers::{Pair, Workers};

const COMPONENT: &str = "balancer";
/// Body of the answer to `/`.
pub const GREETING: &str = "its worked!";
/// Seconds a connection may be silent: slow first tokens. At least 300.
pub const IDLE_SECONDS: u32 = 400;
/// Port on zone a's network load balancer that leads to zone b.
pub const PORT_TO_ZONE_B: u16 = 81;

type Group = Handle<of::TargetGroup>;
type Balancer = Handle<of::LoadBalancer>;

/// What a zone balances with.
#[derive(Debug)]
pub(super) struct Balancing {
    pub alb: Balancer,
    pub nlb: Balancer,
    /// In the order of [`WorkerKind::ALL`].
    pub workers: [Group; 3],
    /// What the network load balancer sends to, with names for alarms.
    pub forward: Vec<(&'static str, Group)>,
}

pub(super) fn draft(
    draft: &mut Draft<'_>,
    networks: &PerZone<Network>,
    groups: &AllGroups,
    workers: &PerZone<Workers>,
) -> PerZone<Balancing> {
    let mut zones = PerZone::make(|zone| {
        let lb = &groups.zones.of(zone).lb;
        let (alb, listener, kinds) = application(draft, zone, networks.of(zone), lb, workers.of(zone));
        let (nlb, group) = network(draft, zone, networks.of(zone), (&alb, &listener));
        Balancing { alb, nlb, workers: kinds, forward: vec![("alb", group)] }
    });
    let across = to_zone_b(draft, networks.of(Zone::A), &zones);
    zones.0[0].forward.push(("zone-b", across));
    zones
}

fn application(
    draft: &mut Draft<'_>,
    zone: Zone,
    network: &Network,
    lb: &Handle<of::SecurityGroup>,
    workers: &Workers,
) -> (Balancer, Handle<of::Listener>, [Group; 3]) {
    let [llm, scoring, chat] = &workers.0;
    let kinds = [(WorkerKind::Llm, llm), (WorkerKind::Scoring, scoring), (WorkerKind::Chat, chat)];
    let groups = kinds.map(|(kind, pair)| worker_group(draft, zone, kind, network, pair));
    let name = format!("lks-alb-zone-{}", zone.letter());
    let properties = json!({
        "Name": name, "Type": "application", "Scheme": "internal", "Subnets": network.private_ids(),
        "SecurityGroups": [lb.id()], "IpAddressType": "ipv4",
        "LoadBalancerAttributes": attributes(&[
            ("idle_timeout.timeout_seconds", &IDLE_SECONDS.to_string()),
            ("routing.http.drop_invalid_header_fields.enabled", "true"),
        ]),
    });
    let alb: Balancer = draft.add(zone, COMPONENT, &name, properties);
    let listener = listener(
        draft,
        zone,
        (&alb, 80, "HTTP"),
        fixed("404", "application/json", r#"{"error":"not found"}"#),
    );
    rules(draft, zone, &listener, &groups);
    (alb, listener, groups)
}

fn worker_group(
    draft: &mut Draft<'_>,
    zone: Zone,
    kind: WorkerKind,
    network: &Network,
    pair: &Pair,
) -> Group {
    let name = format!("lks-tg-{kind}-zone-{}", zone.letter());
    let targets: Value =
        pair.iter().map(|worker| json!({ "Id": worker.id(), "Port": WORKER_PORT })).collect();
    let properties = json!({
        "Name": name, "Protocol": "HTTP", "ProtocolVersion": "HTTP1", "Port": WORKER_PORT, "VpcId": network.vpc.id(),
        "TargetType": "instance", "Targets": targets,
        "HealthCheckEnabled": true, "HealthCheckProtocol": "HTTP", "HealthCheckPath": "/api/tags",
        "HealthCheckIntervalSeconds": 15, "HealthCheckTimeoutSeconds": 10, "HealthyThresholdCount": 2,
        "UnhealthyThresholdCount": 3, "Matcher": { "HttpCode": "200" },
        "TargetGroupAttributes": attributes(&[
            ("deregistration_delay.timeout_seconds", "30"),
            ("load_balancing.algorithm.type", "least_outstanding_requests"),
        ]),
    });
    draft.add(zone, COMPONENT, &name, properties)
}

/// `/api/generate*` to scoring, `/api/chat*` to chat, any other `/api/*` to llm, `/` answers itself.
fn rules(
    draft: &mut Draft<'_>,
    zone: Zone,
    listener: &Handle<of::Listener>,
    [llm, scoring, chat]: &[Group; 3],
) {
    rule(draft, zone, listener, (10, "scoring", "/api/generate*"), forward(scoring));
    rule(draft, zone, listener, (20, "chat", "/api/chat*"), forward(chat));
    rule(draft, zone, listener, (30, "llm", "/api/*"), forward(llm));
    rule(draft, zone, listener, (40, "root", "/"), fixed("200", "text/plain", GREETING));
}

fn rule(
    draft: &mut Draft<'_>,
    zone: Zone,
    listener: &Handle<of::Listener>,
    (priority, name, path): (u32, &str, &str),
    action: Value,
) {
    let properties = json!({
        "ListenerArn": listener.id(), "Priority": priority,
        "Conditions": [{ "Field": "path-pattern", "PathPatternConfig": { "Values": [path] } }],
        "Actions": [action],
    });
    draft.add::<of::ListenerRule>(
        zone,
        COMPONENT,
        &format!("lks-rule-{name}-zone-{}", zone.letter()),
        properties,
    );
}

/// The network load balancer at its fixed addresses, before the zone's application load balancer.
/// It carries no security group: zone b may have no third one.
fn network(
    draft: &mut Draft<'_>,
    zone: Zone,
    network: &Network,
    (alb, alb_listener): (&Balancer, &Handle<of::Listener>),
) -> (Balancer, Group) {
    let name = format!("lks-nlb-zone-{}", zone.letter());
    let places = network.private.iter().zip(zone.nlb_addresses());
    let mappings: Value = places
        .map(|(subnet, address)| json!({ "SubnetId": subnet.id(), "PrivateIPv4Address": address }))
        .collect();
    let properties = json!({
        "Name": name, "Type": "network", "Scheme": "internal", "SubnetMappings": mappings, "IpAddressType": "ipv4",
        "LoadBalancerAttributes": attributes(&[("load_balancing.cross_zone.enabled", "true")]),
    });
    let nlb = draft.add(zone, COMPONENT, &name, properties);
    let group = alb_group(draft, zone, network, alb, alb_listener);
    listener(draft, zone, (&nlb, 80, "TCP"), forward(&group));
    (nlb, group)
}

fn alb_group(
    draft: &mut Draft<'_>,
    zone: Zone,
    network: &Network,
    alb: &Balancer,
    alb_listener: &Handle<of::Listener>,
) -> Group {
    let name = format!("lks-tg-alb-zone-{}", zone.letter());
    let properties = json!({
        "Name": name, "Protocol": "TCP", "Port": 80, "VpcId": network.vpc.id(), "TargetType": "alb",
        "Targets": [{ "Id": alb.id(), "Port": 80 }],
        "HealthCheckEnabled": true, "HealthCheckProtocol": "HTTP", "HealthCheckPath": "/", "Matcher": { "HttpCode": "200" },
    });
    let group = draft.add(zone, COMPONENT, &name, properties);
    // A balancer without a listener on the port is refused as a target.
    draft.after(alb_listener);
    group
}

/// From zone a's network load balancer to the fixed addresses of zone b's, through the peering.
fn to_zone_b(draft: &mut Draft<'_>, network: &Network, zones: &PerZone<Balancing>) -> Group {
    let addresses = Zone::B.nlb_addresses();
    let targets: Value = addresses
        .iter()
        .map(|address| json!({ "Id": address, "Port": 80, "AvailabilityZone": "all" }))
        .collect();
    let properties = json!({
        "Name": "lks-tg-zone-b", "Protocol": "TCP", "Port": 80, "VpcId": network.vpc.id(), "TargetType": "ip",
        "Targets": targets, "HealthCheckEnabled": true, "HealthCheckProtocol": "TCP",
        "TargetGroupAttributes": attributes(&[("preserve_client_ip.enabled", "false")]),
    });
    let group = draft.add(Zone::A, COMPONENT, "lks-tg-zone-b", properties);
    draft.after(&zones.of(Zone::B).nlb);
    listener(draft, Zone::A, (&zones.of(Zone::A).nlb, PORT_TO_ZONE_B, "TCP"), forward(&group));
    group
}

fn listener(
    draft: &mut Draft<'_>,
    zone: Zone,
    (balancer, port, protocol): (&Balancer, u16, &str),
    action: Value,
) -> Handle<of::Listener> {
    let properties = json!({
        "LoadBalancerArn": balancer.id(), "Port": port, "Protocol": protocol, "DefaultActions": [action],
    });
    draft.add(zone, COMPONENT, &format!("{}-listener-{port}", balancer.key.name), properties)
}

fn forward(group: &Group) -> Value {
    json!({ "Type": "forward", "TargetGroupArn": group.id() })
}

fn fixed(status: &str, content_type: &str, body: &str) -> Value {
    let answer = json!({ "StatusCode": status, "ContentType": content_type, "MessageBody": body });
    json!({ "Type": "fixed-response", "FixedResponseConfig": answer })
}

fn attributes(pairs: &[(&str, &str)]) -> Value {
    pairs.iter().map(|(key, value)| json!({ "Key": key, "Value": value })).collect()
}
