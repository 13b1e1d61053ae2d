//! The dashboard: every watched metric at a glance.

use lks_domain::region::WorkerKind;
use serde_json::{Value, json};

use super::{COMPONENT, Watched};
use crate::stack::Zone;
use crate::stack::draft::{Draft, of};

/// Name of the dashboard.
pub const DASHBOARD: &str = "lks-dashboard";

pub(super) fn draft(draft: &mut Draft<'_>, watched: &Watched<'_>) {
    let widgets: Vec<Value> = titles_and_metrics(watched)
        .into_iter()
        .enumerate()
        .map(|(place, widget)| placed(place, widget))
        .collect();
    let properties = json!({ "DashboardName": DASHBOARD, "DashboardBody": { "widgets": widgets } });
    draft.add::<of::Dashboard>(Zone::A, COMPONENT, DASHBOARD, properties);
}

struct Widget {
    title: String,
    zone: Zone,
    metrics: Vec<Value>,
    statistic: &'static str,
}

/// Three widgets a row, each 8 of 24 columns wide and 6 high.
fn placed(place: usize, widget: Widget) -> Value {
    json!({
        "type": "metric", "x": place % 3 * 8, "y": place / 3 * 6, "width": 8, "height": 6,
        "properties": {
            "title": widget.title, "region": widget.zone.region().id(), "metrics": widget.metrics,
            "stat": widget.statistic, "period": 60, "view": "timeSeries",
        },
    })
}

fn titles_and_metrics(watched: &Watched<'_>) -> Vec<Widget> {
    let mut widgets: Vec<Widget> =
        Zone::ALL.into_iter().flat_map(|zone| zone_widgets(zone, watched)).collect();
    let api = ["ApiName", "lks-api-gateway"];
    let function = ["FunctionName", "lks-lambda-conversations"];
    let database = watched.database.instance.id();
    widgets.extend([
        in_a(
            "API: requests and errors",
            ["Count", "4XXError", "5XXError"]
                .map(|metric| json!(["AWS/ApiGateway", metric, api[0], api[1]]))
                .into(),
            "Sum",
        ),
        in_a("API: latency (ms)", vec![json!(["AWS/ApiGateway", "Latency", api[0], api[1]])], "p95"),
        in_a(
            "Lambda: calls, errors, throttles",
            ["Invocations", "Errors", "Throttles"]
                .map(|metric| json!(["AWS/Lambda", metric, function[0], function[1]]))
                .into(),
            "Sum",
        ),
        in_a(
            "Lambda: duration (ms)",
            vec![json!(["AWS/Lambda", "Duration", function[0], function[1]])],
            "p95",
        ),
        // What the Lambda says of itself, in its log (docs/LAMBDA.md).
        in_a(
            "Lambda: requests, refused, failed",
            ["Requests", "Refused", "Failed"]
                .map(|metric| json!(["lks-llm", metric, "Component", "lambda"]))
                .into(),
            "Sum",
        ),
        in_a(
            "Database: CPU (%), connections",
            ["CPUUtilization", "DatabaseConnections"]
                .map(|metric| json!(["AWS/RDS", metric, "DBInstanceIdentifier", database]))
                .into(),
            "Average",
        ),
        in_a(
            "Database: free storage (bytes)",
            vec![json!(["AWS/RDS", "FreeStorageSpace", "DBInstanceIdentifier", database])],
            "Minimum",
        ),
        in_a(
            "File system: burst credits (bytes)",
            vec![json!(["AWS/EFS", "BurstCreditBalance", "FileSystemId", watched.files.system.id()])],
            "Minimum",
        ),
    ]);
    widgets
}

fn in_a(title: &str, metrics: Vec<Value>, statistic: &'static str) -> Widget {
    Widget { title: title.to_owned(), zone: Zone::A, metrics, statistic }
}

fn zone_widgets(zone: Zone, watched: &Watched<'_>) -> [Widget; 3] {
    let here = watched.balancing.of(zone);
    let name = zone.region().name();
    let alb = |metric: &str| json!(["AWS/ApplicationELB", metric, "LoadBalancer", here.alb.full_name()]);
    let unhealthy = WorkerKind::ALL.iter().zip(&here.workers).map(|(_, group)| {
        json!([
            "AWS/ApplicationELB",
            "UnHealthyHostCount",
            "TargetGroup",
            group.full_name(),
            "LoadBalancer",
            here.alb.full_name()
        ])
    });
    let nat = watched.nat.of(zone).id();
    [
        Widget {
            title: format!("{name}: requests and 5xx"),
            zone,
            metrics: vec![
                alb("RequestCount"),
                alb("HTTPCode_ELB_5XX_Count"),
                alb("HTTPCode_Target_5XX_Count"),
            ],
            statistic: "Sum",
        },
        Widget {
            title: format!("{name}: unhealthy workers"),
            zone,
            metrics: unhealthy.collect(),
            statistic: "Maximum",
        },
        Widget {
            title: format!("{name}: NAT instance"),
            zone,
            metrics: vec![json!(["AWS/EC2", "StatusCheckFailed", "InstanceId", nat])],
            statistic: "Maximum",
        },
    ]
}
