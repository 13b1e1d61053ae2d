//! Charts for a simulated stack: made up, so that the pages can be learnt without an account. Each
//! resource that stands has its line; the figures follow the hours of a school day and repeat
//! themselves exactly for the same moment. Nothing of it was measured, and every answer says so.

use lks_domain::console::Words;
use lks_domain::console::monitor::{Alarm, AlarmState, Chart, Point, Series, SeriesGroup};
use lks_domain::timestamp::Timestamp;
use lks_provision::deployment::Deployment;
use lks_provision::resource::{Kind, Resource, ResourceKey};
use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::console::error::ConsoleError;

/// Points of a line.
const POINTS: i64 = 60;

/// A metric of a kind of resource: group, chart, title in both languages, unit, mean, and how much
/// of it comes and goes with the school day.
struct Metric {
    kind: Kind,
    group: &'static str,
    chart: &'static str,
    title: (&'static str, &'static str),
    unit: &'static str,
    mean: f64,
    swing: f64,
}

#[rustfmt::skip]
const METRICS: [Metric; 16] = [
    Metric { kind: Kind::Instance, group: "workers", chart: "cpu", title: ("Processor", "Prosesor"), unit: "%", mean: 34.0, swing: 0.8 },
    Metric { kind: Kind::Instance, group: "workers", chart: "status", title: ("Status check failed (0: fine)", "Pemeriksaan status gagal (0: baik)"), unit: "0/1", mean: 0.0, swing: 0.0 },
    Metric { kind: Kind::LoadBalancer, group: "balancing", chart: "requests", title: ("Requests", "Permintaan"), unit: "requests/min", mean: 42.0, swing: 1.0 },
    Metric { kind: Kind::LoadBalancer, group: "balancing", chart: "latency", title: ("Response time of targets", "Waktu jawab target"), unit: "ms", mean: 820.0, swing: 0.4 },
    Metric { kind: Kind::TargetGroup, group: "balancing", chart: "healthy", title: ("Healthy targets", "Target sehat"), unit: "targets", mean: 2.0, swing: 0.0 },
    Metric { kind: Kind::RestApi, group: "api", chart: "requests", title: ("Requests", "Permintaan"), unit: "requests/min", mean: 64.0, swing: 1.0 },
    Metric { kind: Kind::RestApi, group: "api", chart: "errors", title: ("Answers 5xx", "Jawaban 5xx"), unit: "requests/min", mean: 0.05, swing: 1.0 },
    Metric { kind: Kind::RestApi, group: "api", chart: "latency", title: ("Latency", "Latensi"), unit: "ms", mean: 96.0, swing: 0.3 },
    Metric { kind: Kind::Function, group: "lambda", chart: "invocations", title: ("Invocations", "Pemanggilan"), unit: "calls/min", mean: 21.0, swing: 1.0 },
    Metric { kind: Kind::Function, group: "lambda", chart: "duration", title: ("Duration", "Durasi"), unit: "ms", mean: 38.0, swing: 0.3 },
    Metric { kind: Kind::DbInstance, group: "database", chart: "cpu", title: ("Processor", "Prosesor"), unit: "%", mean: 9.0, swing: 0.7 },
    Metric { kind: Kind::DbInstance, group: "database", chart: "connections", title: ("Connections", "Koneksi"), unit: "connections", mean: 6.0, swing: 0.6 },
    Metric { kind: Kind::DbInstance, group: "database", chart: "free", title: ("Free storage", "Penyimpanan kosong"), unit: "GB", mean: 17.6, swing: 0.01 },
    Metric { kind: Kind::FileSystem, group: "storage", chart: "credits", title: ("Burst credits", "Kredit burst"), unit: "GB", mean: 2100.0, swing: 0.05 },
    Metric { kind: Kind::FileSystem, group: "storage", chart: "throughput", title: ("Throughput", "Laju data"), unit: "MB/s", mean: 3.2, swing: 0.9 },
    Metric { kind: Kind::Eip, group: "nat", chart: "bytes", title: ("Data through NAT", "Data lewat NAT"), unit: "MB/min", mean: 11.0, swing: 0.9 },
];

const GROUPS: [(&str, (&str, &str)); 7] = [
    ("workers", ("Machines", "Mesin")),
    ("balancing", ("Load balancers", "Penyeimbang beban")),
    ("api", ("API Gateway", "API Gateway")),
    ("lambda", ("Lambda", "Lambda")),
    ("database", ("Database", "Basis data")),
    ("storage", ("File system", "Sistem berkas")),
    ("nat", ("NAT instances", "Instans NAT")),
];

/// Charts of everything that stands in a simulated account, and its alarms.
///
/// # Errors
/// The journal cannot be read, or the account is a real one.
pub fn charts(
    deployment: &Deployment,
    from: Timestamp,
    to: Timestamp,
) -> Result<(Vec<SeriesGroup>, Vec<Alarm>), ConsoleError> {
    if !deployment.account().simulated {
        return Err(ConsoleError::not_found(
            "The connected account is a real one: nothing is made up for it.",
        ));
    }
    let standing: Vec<ResourceKey> =
        deployment.holdings()?.owned.into_iter().map(|owned| owned.key).collect();
    let groups = GROUPS.into_iter().map(|(id, (en, indonesian))| SeriesGroup {
        id: id.to_owned(),
        title: Words::new(en, indonesian),
        charts: group(id, &standing, from, to),
    });
    let resources = deployment.graph().resources();
    let alarms =
        resources.filter(|resource| resource.key.kind == Kind::Alarm && standing.contains(&resource.key));
    Ok((groups.filter(|group| !group.charts.is_empty()).collect(), alarms.map(alarm).collect()))
}

fn group(id: &str, standing: &[ResourceKey], from: Timestamp, to: Timestamp) -> Vec<Chart> {
    let charts = METRICS.iter().filter(|metric| metric.group == id).map(|metric| Chart {
        id: metric.chart.to_owned(),
        title: Words::new(metric.title.0, metric.title.1),
        unit: metric.unit.to_owned(),
        series: standing
            .iter()
            .filter(|key| key.kind == metric.kind)
            .map(|key| line(metric, key, from, to))
            .collect(),
    });
    charts.filter(|chart| !chart.series.is_empty()).collect()
}

fn line(metric: &Metric, key: &ResourceKey, from: Timestamp, to: Timestamp) -> Series {
    let step = ((to.millis() - from.millis()) / POINTS).max(1000);
    // Whole steps, so that a line that is asked for again is the same line, moved on.
    let first = from.millis().div_euclid(step) + 1;
    let points = (first..first + POINTS).map(|number| {
        let at = Timestamp::from_millis(number * step);
        Point { at, value: Some(value(metric, key, at)) }
    });
    Series { name: key.name.clone(), region: Some(key.region), points: points.collect() }
}

fn value(metric: &Metric, key: &ResourceKey, at: Timestamp) -> f64 {
    // A day at school in Jakarta (UTC+7): most at ten in the morning, hardly anything at night.
    let hour = ((at.seconds() + 7 * 3600).rem_euclid(86_400)) as f64 / 3600.0;
    let day = ((hour - 10.0) / 12.0 * std::f64::consts::PI).cos();
    let own = 0.8 + 0.4 * chance(&format!("{key}"));
    let moment = 0.9 + 0.2 * chance(&format!("{key} {} {}", metric.chart, at.seconds() / 30));
    let noise = 1.0 + (own * moment - 1.0) * metric.swing.min(1.0);
    let value = metric.mean * (1.0 + metric.swing * 0.5 * day) * noise;
    (value * 100.0).round() / 100.0
}

/// A number from 0 to 1, the same for the same text.
fn chance(text: &str) -> f64 {
    f64::from(Sha256::digest(text)[0]) / 255.0
}

fn alarm(resource: &Resource) -> Alarm {
    let text = |name: &str| resource.properties.get(name).and_then(Value::as_str).unwrap_or_default();
    Alarm {
        name: resource.key.name.clone(),
        region: Some(resource.key.region),
        state: AlarmState::Ok,
        condition: text("AlarmDescription").to_owned(),
        reason: "simulated: the figures are made up and stay below every limit".to_owned(),
        since: None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use lks_domain::region::Region;

    #[test]
    fn the_same_moment_has_the_same_figures_and_shares_stay_within_their_bounds() {
        let key = ResourceKey::new(Region::UsEast1, Kind::Instance, "lks-worker-chat-a-zone-a");
        let (from, to) =
            (Timestamp::from_millis(1_795_000_000_000), Timestamp::from_millis(1_795_003_600_000));
        let cpu = &METRICS[0];
        let one = line(cpu, &key, from, to);
        assert_eq!(one, line(cpu, &key, from, to));
        assert_eq!(one.points.len(), 60);
        assert!(one.points.windows(2).all(|pair| pair[0].at < pair[1].at));
        for hour in 0..24 {
            let at = Timestamp::from_millis(1_795_000_000_000 + hour * 3_600_000);
            for metric in &METRICS {
                let value = value(metric, &key, at);
                assert!(value >= 0.0 && (metric.unit != "%" || value <= 100.0), "{} {value}", metric.chart);
            }
        }
    }
}
