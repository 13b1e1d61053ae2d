//! Dashboard, logs and alarms (SPEC 2.8).

use lks_domain::region::WorkerKind;

use super::{Check, look};
use crate::inventory::Item;
use crate::inventory::view::{Answer, View, ensure, every, expect};
use crate::resource::Kind;
use crate::stack::{DASHBOARD, Part, Zone};

const AGAIN: &str = "Apply again";

const fn alarm(id: &'static str, requirement: &'static str, test: fn(&View<'_>) -> Answer) -> Check {
    look(id, requirement, AGAIN, test).of(Part::Monitoring)
}

pub(super) const CHECKS: &[Check] = &[
    look("monitoring.dashboard", "The dashboard lks-dashboard shows both regions", AGAIN, dashboard)
        .of(Part::Monitoring),
    look(
        "monitoring.logs",
        "Log groups of Lambda, API and workers forget after the chosen days",
        "Set RetentionInDays",
        logs,
    ),
    alarm(
        "monitoring.unhealthy-a",
        "An alarm watches for unhealthy workers in each target group of us-east-1",
        |view| unhealthy(view, Zone::A),
    ),
    alarm(
        "monitoring.unhealthy-b",
        "An alarm watches for unhealthy workers in each target group of us-west-2",
        |view| unhealthy(view, Zone::B),
    ),
    alarm("monitoring.balancer", "Alarms watch for 5xx of both load balancers", balancer),
    alarm("monitoring.api-errors", "An alarm watches for 5xx of the API", |view| {
        watches(view, Zone::A, "AWS/ApiGateway", "5XXError", "lks-api-gateway")
    }),
    alarm("monitoring.api-latency", "An alarm watches the API's latency", |view| {
        watches(view, Zone::A, "AWS/ApiGateway", "Latency", "lks-api-gateway")
    }),
    alarm("monitoring.lambda-errors", "An alarm watches for errors of the Lambda", |view| {
        function(view, "Errors")
    }),
    alarm("monitoring.lambda-duration", "An alarm watches the Lambda's duration", |view| {
        function(view, "Duration")
    }),
    alarm("monitoring.database-cpu", "An alarm watches the database's CPU", |view| {
        database(view, "CPUUtilization")
    }),
    alarm("monitoring.database-storage", "An alarm watches the database's storage", |view| {
        database(view, "FreeStorageSpace")
    }),
    alarm("monitoring.database-connections", "An alarm watches the database's connections", |view| {
        database(view, "DatabaseConnections")
    }),
    alarm("monitoring.files", "An alarm watches the file system's burst credits", files),
    alarm("monitoring.nat", "Alarms watch the status checks of both NAT instances", nat),
    alarm("monitoring.enabled", "Every alarm is switched on and tells whoever is to be told", enabled),
];

/// The alarms on a metric one of whose dimensions names this.
fn watching<'a>(
    view: &'a View<'_>,
    zone: Zone,
    metric: (&'a str, &'a str),
    subject: &'a str,
) -> impl Iterator<Item = &'a Item> {
    let (namespace, name) = metric;
    let alarms = view.world.of_in(Kind::Alarm, zone.region());
    alarms.filter(move |alarm| {
        let dimensions = alarm.list("Dimensions");
        alarm.text("Namespace") == Some(namespace)
            && alarm.text("MetricName") == Some(name)
            && dimensions.iter().any(|dimension| dimension["Value"] == subject)
    })
}

fn watches(view: &View<'_>, zone: Zone, namespace: &str, metric: &str, subject: &str) -> Answer {
    let alarm = watching(view, zone, (namespace, metric), subject).next();
    let alarm = alarm.ok_or_else(|| format!("no alarm watches {metric} of {subject}"))?;
    Ok(format!("{} ({})", alarm.name, if alarm.state.is_empty() { "wished for" } else { &alarm.state }))
}

/// What metrics call a balancer or target group.
fn full_name(item: &Item, attribute: &str) -> String {
    item.text(attribute).map_or_else(|| format!("{}.{attribute}", item.id), str::to_owned)
}

fn unhealthy(view: &View<'_>, zone: Zone) -> Answer {
    every(WorkerKind::ALL.map(|kind| {
        let group = view.find(Kind::TargetGroup, zone, &format!("lks-tg-{kind}-zone-{}", zone.letter()))?;
        watches(
            view,
            zone,
            "AWS/ApplicationELB",
            "UnHealthyHostCount",
            &full_name(group, "TargetGroupFullName"),
        )
    }))
}

fn balancer(view: &View<'_>) -> Answer {
    every(Zone::ALL.map(|zone| {
        let name = full_name(view.balancer(zone, "alb")?, "LoadBalancerFullName");
        watches(view, zone, "AWS/ApplicationELB", "HTTPCode_ELB_5XX_Count", &name)
    }))
}

fn function(view: &View<'_>, metric: &str) -> Answer {
    let function = view.in_a(Kind::Function, "lks-lambda-conversations")?;
    watches(view, Zone::A, "AWS/Lambda", metric, &function.id)
}

fn database(view: &View<'_>, metric: &str) -> Answer {
    let database = view.in_a(Kind::DbInstance, "lks-rds")?;
    watches(view, Zone::A, "AWS/RDS", metric, &database.id)
}

fn files(view: &View<'_>) -> Answer {
    let files = view.in_a(Kind::FileSystem, "lks-efs-models")?;
    watches(view, Zone::A, "AWS/EFS", "BurstCreditBalance", &files.id)
}

fn nat(view: &View<'_>) -> Answer {
    every(Zone::ALL.map(|zone| watches(view, zone, "AWS/EC2", "StatusCheckFailed", &view.nat(zone)?.id)))
}

fn dashboard(view: &View<'_>) -> Answer {
    let dashboard = view.in_a(Kind::Dashboard, DASHBOARD)?;
    let body = dashboard.at("DashboardBody");
    let text = body.as_str().map_or_else(|| body.to_string(), str::to_owned);
    every(Zone::ALL.map(|zone| {
        ensure(text.contains(&format!("\"{}\"", zone.region())), || {
            format!("{DASHBOARD} shows nothing of {}", zone.region())
        })?;
        Ok(format!("shows {}", zone.region()))
    }))
}

fn logs(view: &View<'_>) -> Answer {
    let groups = [
        (Zone::A, "lks-logs-lambda"),
        (Zone::A, "lks-logs-api"),
        (Zone::A, "lks-logs-workers"),
        (Zone::B, "lks-logs-workers"),
    ];
    every(groups.map(|(zone, name)| {
        expect(view.find(Kind::LogGroup, zone, name)?, "RetentionInDays", view.stack.logs.retention_days)
    }))
}

fn enabled(view: &View<'_>) -> Answer {
    let alarms = view.world.of(Kind::Alarm).filter(|alarm| view.is_ours(alarm));
    let told = view.stack.alarms.address.is_some();
    every(alarms.map(|alarm| {
        ensure(alarm.flag("ActionsEnabled") != Some(false), || format!("{} is switched off", alarm.name))?;
        ensure(!told || !alarm.list("AlarmActions").is_empty(), || format!("{} tells nobody", alarm.name))?;
        Ok(alarm.name.clone())
    }))
}
