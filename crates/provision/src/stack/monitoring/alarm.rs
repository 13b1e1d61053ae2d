//! The alarms: what is watched, from when it is bad, and what to do then.

use lks_domain::region::WorkerKind;
use serde_json::{Value, json};

use super::{COMPONENT, Watched};
use crate::stack::Zone;
use crate::stack::draft::{Draft, Handle, PerZone, of};

/// One alarm before it is written down.
struct Alarm<'a> {
    zone: Zone,
    name: String,
    /// What it means and what to do.
    meaning: &'a str,
    metric: (&'a str, &'a str),
    dimensions: Vec<(&'a str, Value)>,
    statistic: &'a str,
    /// When it is bad: `>` or `<`, and the threshold.
    bad: (char, f64),
    /// Period in seconds, and how many of them must be bad.
    periods: (u32, u32),
}

pub(super) fn draft(draft: &mut Draft<'_>, watched: &Watched<'_>, topics: Option<&PerZone<Value>>) {
    let mut alarms: Vec<Alarm<'_>> =
        Zone::ALL.into_iter().flat_map(|zone| balancing(zone, watched)).collect();
    alarms.extend(api(watched));
    alarms.extend(function(watched));
    alarms.extend(database(watched));
    alarms.push(files(watched));
    alarms.extend(Zone::ALL.map(|zone| nat(zone, watched)));
    for alarm in alarms {
        write(draft, alarm, topics);
    }
}

fn write(draft: &mut Draft<'_>, alarm: Alarm<'_>, topics: Option<&PerZone<Value>>) {
    let dimensions: Value =
        alarm.dimensions.iter().map(|(name, value)| json!({ "Name": name, "Value": value })).collect();
    let actions: Vec<&Value> = topics.map(|topics| topics.of(alarm.zone)).into_iter().collect();
    let comparison = if alarm.bad.0 == '<' { "LessThanThreshold" } else { "GreaterThanThreshold" };
    let properties = json!({
        "AlarmName": alarm.name, "AlarmDescription": alarm.meaning,
        "Namespace": alarm.metric.0, "MetricName": alarm.metric.1, "Dimensions": dimensions,
        // Percentiles are given under another name.
        (if alarm.statistic.starts_with('p') { "ExtendedStatistic" } else { "Statistic" }): alarm.statistic,
        "Period": alarm.periods.0, "EvaluationPeriods": alarm.periods.1, "Threshold": alarm.bad.1,
        "ComparisonOperator": comparison, "TreatMissingData": "notBreaching",
        "ActionsEnabled": true, "AlarmActions": actions, "OKActions": actions,
    });
    draft.add::<of::Alarm>(alarm.zone, COMPONENT, &alarm.name, properties);
}

fn balancing<'a>(zone: Zone, watched: &Watched<'a>) -> Vec<Alarm<'a>> {
    let here = watched.balancing.of(zone);
    let letter = zone.letter();
    let unhealthy = |name: String,
                     namespace: &'static str,
                     group: &Handle<of::TargetGroup>,
                     balancer: &Handle<of::LoadBalancer>| Alarm {
        zone,
        name,
        meaning: "A target is unhealthy: look at its instance and at the playbook's last run",
        metric: (namespace, "UnHealthyHostCount"),
        dimensions: vec![("TargetGroup", group.full_name()), ("LoadBalancer", balancer.full_name())],
        statistic: "Maximum",
        bad: ('>', 0.0),
        periods: (60, 3),
    };
    let errors = |name: String, metric: &'static str| Alarm {
        zone,
        name,
        meaning: "The load balancer answers 5xx: workers are down, overloaded or too slow",
        metric: ("AWS/ApplicationELB", metric),
        dimensions: vec![("LoadBalancer", here.alb.full_name())],
        statistic: "Sum",
        bad: ('>', 5.0),
        periods: (60, 3),
    };
    let workers = WorkerKind::ALL.into_iter().zip(&here.workers).map(|(kind, group)| {
        unhealthy(format!("lks-alarm-unhealthy-{kind}-zone-{letter}"), "AWS/ApplicationELB", group, &here.alb)
    });
    let forward = here.forward.iter().map(|(to, group)| {
        unhealthy(format!("lks-alarm-unhealthy-{to}-from-zone-{letter}"), "AWS/NetworkELB", group, &here.nlb)
    });
    let own = [
        errors(format!("lks-alarm-alb-5xx-zone-{letter}"), "HTTPCode_ELB_5XX_Count"),
        errors(format!("lks-alarm-worker-5xx-zone-{letter}"), "HTTPCode_Target_5XX_Count"),
    ];
    workers.chain(forward).chain(own).collect()
}

fn in_zone_a<'a>(
    name: &str,
    meaning: &'a str,
    metric: (&'a str, &'a str),
    dimensions: Vec<(&'a str, Value)>,
    (statistic, bad, periods): (&'a str, (char, f64), (u32, u32)),
) -> Alarm<'a> {
    Alarm { zone: Zone::A, name: name.to_owned(), meaning, metric, dimensions, statistic, bad, periods }
}

fn api<'a>(watched: &Watched<'a>) -> [Alarm<'a>; 2] {
    let dimensions = || vec![("ApiName", json!("lks-api-gateway")), ("Stage", watched.api.stage.id())];
    [
        in_zone_a(
            "lks-alarm-api-5xx",
            "The API answers 5xx: look at its access log, then at the Lambda and the workers",
            ("AWS/ApiGateway", "5XXError"),
            dimensions(),
            ("Sum", ('>', 5.0), (60, 3)),
        ),
        in_zone_a(
            "lks-alarm-api-latency",
            "Half of the answers take over 30 s: the workers are overloaded",
            ("AWS/ApiGateway", "Latency"),
            dimensions(),
            ("p50", ('>', 30_000.0), (300, 3)),
        ),
    ]
}

fn function<'a>(watched: &Watched<'a>) -> [Alarm<'a>; 2] {
    let dimensions = || vec![("FunctionName", watched.api.function.id())];
    [
        in_zone_a(
            "lks-alarm-lambda-errors",
            "The Lambda fails: look at its log",
            ("AWS/Lambda", "Errors"),
            dimensions(),
            ("Sum", ('>', 0.0), (300, 1)),
        ),
        in_zone_a(
            "lks-alarm-lambda-duration",
            "The Lambda is slow: look at the database",
            ("AWS/Lambda", "Duration"),
            dimensions(),
            ("p95", ('>', 10_000.0), (300, 3)),
        ),
    ]
}

fn database<'a>(watched: &Watched<'a>) -> [Alarm<'a>; 3] {
    let dimensions = || vec![("DBInstanceIdentifier", watched.database.instance.id())];
    let gigabyte = f64::from(1 << 30);
    [
        in_zone_a(
            "lks-alarm-database-cpu",
            "The database is busy",
            ("AWS/RDS", "CPUUtilization"),
            dimensions(),
            ("Average", ('>', 80.0), (300, 3)),
        ),
        in_zone_a(
            "lks-alarm-database-storage",
            "Under 2 GB are free in the database: raise database.storage_gb",
            ("AWS/RDS", "FreeStorageSpace"),
            dimensions(),
            ("Minimum", ('<', 2.0 * gigabyte), (300, 1)),
        ),
        in_zone_a(
            "lks-alarm-database-connections",
            "The database has many connections: look at how many Lambdas run",
            ("AWS/RDS", "DatabaseConnections"),
            dimensions(),
            ("Maximum", ('>', 60.0), (300, 3)),
        ),
    ]
}

fn files<'a>(watched: &Watched<'a>) -> Alarm<'a> {
    let dimensions = vec![("FileSystemId", watched.files.system.id())];
    let terabyte = 1_099_511_627_776.0;
    in_zone_a(
        "lks-alarm-efs-burst-credits",
        "The file system's burst credits run out: models will load slowly",
        ("AWS/EFS", "BurstCreditBalance"),
        dimensions,
        ("Minimum", ('<', terabyte / 5.0), (300, 3)),
    )
}

fn nat<'a>(zone: Zone, watched: &Watched<'a>) -> Alarm<'a> {
    let letter = zone.letter();
    Alarm {
        zone,
        name: format!("lks-alarm-nat-status-zone-{letter}"),
        meaning: "The NAT instance is not well: private machines have no internet; stop and start it",
        metric: ("AWS/EC2", "StatusCheckFailed"),
        dimensions: vec![("InstanceId", watched.nat.of(zone).id())],
        statistic: "Maximum",
        bad: ('>', 0.0),
        periods: (60, 2),
    }
}
