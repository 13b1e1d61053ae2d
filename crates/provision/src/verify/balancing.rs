//! Load balancers, their rules and targets (SPEC 2.4 and 2.6).

use lks_domain::region::WorkerKind;
use serde_json::Value;

use super::{Check, look};
use crate::inventory::Item;
use crate::inventory::view::{Answer, View, ensure, every, expect};
use crate::resource::Kind;
use crate::stack::{GREETING, PORT_TO_ZONE_B, Zone, worker_name};

const AGAIN: &str = "Apply again";

pub(super) const CHECKS: &[Check] = &[
    look(
        "balancing.alb-a",
        "lks-alb-zone-a is an internal application load balancer in both private subnets",
        AGAIN,
        |view| balancer(view, Zone::A, "alb", "application"),
    ),
    look(
        "balancing.alb-b",
        "lks-alb-zone-b is an internal application load balancer in both private subnets",
        AGAIN,
        |view| balancer(view, Zone::B, "alb", "application"),
    ),
    look(
        "balancing.alb-group",
        "Each carries lks-sg-lb and no other group",
        "Set its groups to lks-sg-lb",
        alb_group,
    ),
    look("balancing.port", "Each listens on port 80 with HTTP", AGAIN, |view| {
        both(|zone| expect(view.listener(view.balancer(zone, "alb")?, 80)?, "Protocol", "HTTP"))
    }),
    look("balancing.scoring", "/api/generate* goes to scoring", AGAIN, |view| {
        both(|zone| goes(view, zone, "/api/generate", Some(WorkerKind::Scoring)))
    }),
    look("balancing.chat", "/api/chat* goes to chat", AGAIN, |view| {
        both(|zone| goes(view, zone, "/api/chat", Some(WorkerKind::Chat)))
    }),
    look("balancing.llm", "Any other /api/* goes to llm", AGAIN, |view| {
        both(|zone| {
            every(
                ["/api/tags", "/api/pull", "/api/embed", "/api/show"]
                    .map(|path| goes(view, zone, path, Some(WorkerKind::Llm))),
            )
        })
    }),
    look("balancing.greeting", "/ answers 200 with the body `its worked!`", AGAIN, greeting),
    look("balancing.nothing-else", "Any other path reaches no worker", AGAIN, |view| {
        both(|zone| every(["/other", "/admin/api"].map(|path| goes(view, zone, path, None))))
    }),
    look(
        "balancing.health",
        "Health checks ask /api/tags on port 11434",
        "Set HealthCheckPath to /api/tags",
        health,
    ),
    look(
        "balancing.targets",
        "Each kind's target group has its instance and its backup",
        "Register the instances with their target group, or apply again",
        targets,
    ),
    look(
        "balancing.patience",
        "A connection may be silent for at least 300 seconds",
        "Set idle_timeout.timeout_seconds to 300 or more",
        patience,
    ),
    look(
        "balancing.nlb-a",
        "lks-nlb-zone-a is internal, at fixed addresses, where the private link arrives",
        AGAIN,
        |view| fixed(view, Zone::A),
    ),
    look(
        "balancing.nlb-b",
        "lks-nlb-zone-b is internal, at fixed addresses, where zone a reaches zone b",
        AGAIN,
        |view| fixed(view, Zone::B),
    ),
    look(
        "balancing.way-a",
        "Port 80 of each network load balancer leads to the zone's application load balancer",
        AGAIN,
        |view| both(|zone| way(view, zone)),
    ),
    look(
        "balancing.way-b",
        "Port 81 of lks-nlb-zone-a leads to the fixed addresses of lks-nlb-zone-b",
        AGAIN,
        way_across,
    ),
];

fn both(one: impl Fn(Zone) -> Answer) -> Answer {
    every(Zone::ALL.map(one))
}

fn balancer(view: &View<'_>, zone: Zone, which: &str, kind: &str) -> Answer {
    let balancer = view.balancer(zone, which)?;
    ensure(matches!(balancer.state.as_str(), "" | "active"), || {
        format!("{} is {}", balancer.name, balancer.state)
    })?;
    expect(balancer, "Type", kind)?;
    let subnets = view.private(zone)?;
    let given = subnets_of(balancer);
    let right = given.len() == 2 && subnets.iter().all(|subnet| given.iter().any(|id| subnet.is(id)));
    ensure(right, || format!("{} is not in the two private subnets: {}", balancer.name, given.join(", ")))?;
    expect(balancer, "Scheme", "internal")
}

fn subnets_of(balancer: &Item) -> Vec<&str> {
    let mapped = balancer.list("SubnetMappings").iter().filter_map(|mapping| mapping["SubnetId"].as_str());
    let mut given: Vec<&str> = balancer.texts("Subnets").into_iter().chain(mapped).collect();
    given.sort_unstable();
    given.dedup();
    given
}

fn alb_group(view: &View<'_>) -> Answer {
    both(|zone| {
        let (balancer, group) = (view.balancer(zone, "alb")?, view.group(zone, "lks-sg-lb")?);
        let groups = balancer.texts("SecurityGroups");
        ensure(matches!(groups[..], [only] if group.is(only)), || {
            format!("{}: {}", balancer.name, groups.join(", "))
        })?;
        Ok(format!("{} carries lks-sg-lb", balancer.name))
    })
}

/// What a balancer does with a path: the action of the first rule that fits, else the default.
fn action<'a>(view: &'a View<'_>, zone: Zone, path: &str) -> Result<&'a Value, String> {
    let listener = view.listener(view.balancer(zone, "alb")?, 80)?;
    let mut rules: Vec<&Item> = view.world.referring(Kind::ListenerRule, "ListenerArn", listener).collect();
    rules.sort_by(|a, b| {
        a.number("Priority").unwrap_or(f64::MAX).total_cmp(&b.number("Priority").unwrap_or(f64::MAX))
    });
    let fitting = rules.into_iter().find(|rule| patterns(rule).iter().any(|pattern| fits(pattern, path)));
    Ok(fitting.map_or_else(|| listener.at("DefaultActions.0"), |rule| rule.at("Actions.0")))
}

fn patterns(rule: &Item) -> Vec<&str> {
    let conditions = rule.list("Conditions").iter().filter(|condition| condition["Field"] == "path-pattern");
    let values =
        conditions.flat_map(|condition| [&condition["PathPatternConfig"]["Values"], &condition["Values"]]);
    values.filter_map(Value::as_array).flatten().filter_map(Value::as_str).collect()
}

/// A pattern of ours has one star, at its end, or none.
fn fits(pattern: &str, path: &str) -> bool {
    pattern.strip_suffix('*').map_or(pattern == path, |start| path.starts_with(start))
}

/// That a path goes to this kind of worker, or to none.
fn goes(view: &View<'_>, zone: Zone, path: &str, wanted: Option<WorkerKind>) -> Answer {
    let action = action(view, zone, path)?;
    let forward = ["/ForwardConfig/TargetGroups/0/TargetGroupArn", "/TargetGroupArn"];
    let arn = forward.iter().find_map(|pointer| action.pointer(pointer)?.as_str());
    let group =
        arn.and_then(|arn| view.world.referred(Kind::TargetGroup, arn)).map(|group| group.name.as_str());
    let wanted = wanted.map(|kind| format!("lks-tg-{kind}-zone-{}", zone.letter()));
    let name = |group: Option<&str>| group.unwrap_or("no worker").to_owned();
    ensure(group == wanted.as_deref(), || {
        format!("{}: {path} goes to {}, not to {}", zone.region(), name(group), name(wanted.as_deref()))
    })?;
    Ok(format!("{}: {path} goes to {}", zone.region(), name(group)))
}

fn greeting(view: &View<'_>) -> Answer {
    both(|zone| {
        let answer = &action(view, zone, "/")?["FixedResponseConfig"];
        let right = answer["StatusCode"] == "200" && answer["MessageBody"] == GREETING;
        ensure(right, || format!("{}: / answers {answer}", zone.region()))?;
        Ok(format!("{}: 200 {GREETING}", zone.region()))
    })
}

fn group<'a>(view: &'a View<'_>, zone: Zone, kind: WorkerKind) -> Result<&'a Item, String> {
    view.find(Kind::TargetGroup, zone, &format!("lks-tg-{kind}-zone-{}", zone.letter()))
}

fn groups(one: impl Fn(Zone, WorkerKind) -> Answer + Copy) -> Answer {
    every(Zone::ALL.into_iter().flat_map(|zone| WorkerKind::ALL.map(|kind| one(zone, kind))))
}

fn health(view: &View<'_>) -> Answer {
    groups(|zone, kind| {
        let group = group(view, zone, kind)?;
        expect(group, "Port", 11434)?;
        ensure(group.flag("HealthCheckEnabled") != Some(false), || {
            format!("{}: health checks are off", group.name)
        })?;
        expect(group, "HealthCheckPath", "/api/tags")
    })
}

fn targets(view: &View<'_>) -> Answer {
    groups(|zone, kind| {
        let group = group(view, zone, kind)?;
        let ids: Vec<&str> =
            group.list("Targets").iter().filter_map(|target| target["Id"].as_str()).collect();
        let workers = [0, 1].map(|az| view.find(Kind::Instance, zone, &worker_name(zone, kind, az)));
        for worker in workers {
            let worker = worker?;
            ensure(ids.iter().any(|id| worker.is(id)), || format!("{} lacks {}", group.name, worker.name))?;
        }
        ensure(ids.len() == 2, || format!("{} has {} targets, not 2", group.name, ids.len()))?;
        Ok(format!("{} has both", group.name))
    })
}

fn patience(view: &View<'_>) -> Answer {
    both(|zone| {
        let balancer = view.balancer(zone, "alb")?;
        let timeout = balancer
            .list("LoadBalancerAttributes")
            .iter()
            .find(|pair| pair["Key"] == "idle_timeout.timeout_seconds");
        let seconds: u32 = timeout.and_then(|pair| pair["Value"].as_str()?.parse().ok()).unwrap_or(60);
        ensure(seconds >= 300, || format!("{}: {seconds} seconds", balancer.name))?;
        Ok(format!("{}: {seconds} seconds", balancer.name))
    })
}

fn fixed(view: &View<'_>, zone: Zone) -> Answer {
    balancer(view, zone, "nlb", "network")?;
    let balancer = view.balancer(zone, "nlb")?;
    let mappings = balancer.list("SubnetMappings");
    let addresses: Vec<&str> =
        mappings.iter().filter_map(|mapping| mapping["PrivateIPv4Address"].as_str()).collect();
    ensure(addresses == zone.nlb_addresses(), || format!("{}: {}", balancer.name, addresses.join(", ")))?;
    Ok(format!("{}: {}", balancer.name, addresses.join(", ")))
}

/// The target group that a network load balancer's port leads to.
fn behind<'a>(view: &'a View<'_>, zone: Zone, port: u16) -> Result<&'a Item, String> {
    let listener = view.listener(view.balancer(zone, "nlb")?, port)?;
    expect(listener, "Protocol", "TCP")?;
    let arn = listener
        .text("DefaultActions.0.TargetGroupArn")
        .or_else(|| listener.text("DefaultActions.0.ForwardConfig.TargetGroups.0.TargetGroupArn"));
    let group = arn.and_then(|arn| view.world.referred(Kind::TargetGroup, arn));
    group
        .ok_or_else(|| format!("port {port} of the network load balancer of {} leads nowhere", zone.region()))
}

fn way(view: &View<'_>, zone: Zone) -> Answer {
    let group = behind(view, zone, 80)?;
    let alb = view.balancer(zone, "alb")?;
    let targets = group.list("Targets");
    let right = group.text("TargetType") == Some("alb")
        && targets.iter().any(|target| target["Id"].as_str().is_some_and(|id| alb.is(id)));
    ensure(right, || format!("{} does not lead to {}", group.name, alb.name))?;
    Ok(format!("{} leads to {}", group.name, alb.name))
}

fn way_across(view: &View<'_>) -> Answer {
    let group = behind(view, Zone::A, PORT_TO_ZONE_B)?;
    let addresses: Vec<&str> =
        group.list("Targets").iter().filter_map(|target| target["Id"].as_str()).collect();
    let mut sorted = addresses.clone();
    sorted.sort_unstable();
    let right = group.text("TargetType") == Some("ip") && sorted == Zone::B.nlb_addresses();
    ensure(right, || format!("{} leads to {}", group.name, addresses.join(", ")))?;
    Ok(format!("{} leads to {}", group.name, addresses.join(", ")))
}
