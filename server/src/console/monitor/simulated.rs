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

use super::cloudwatch::figures;
use crate::console::error::ConsoleError;

/// Points of a line.
const POINTS: i64 = 60;

/// What is made up of a chart: of which kind of resource, the mean, and how much of it comes and goes with
/// the school day.
struct MadeUp {
    kind: Kind,
    group: &'static str,
    chart: &'static str,
    mean: f64,
    swing: f64,
}

#[rustfmt::skip]
const MADE_UP: [MadeUp; 16] = [
    MadeUp { kind: Kind::Instance, group: "workers", chart: "cpu", mean: 34.0, swing: 0.8 },
    MadeUp { kind: Kind::Instance, group: "workers", chart: "status", mean: 0.0, swing: 0.0 },
    MadeUp { kind: Kind::LoadBalancer, group: "balancing", chart: "requests", mean: 42.0, swing: 1.0 },
    MadeUp { kind: Kind::LoadBalancer, group: "balancing", chart: "latency", mean: 820.0, swing: 0.4 },
    MadeUp { kind: Kind::TargetGroup, group: "balancing", chart: "healthy", mean: 2.0, swing: 0.0 },
    MadeUp { kind: Kind::RestApi, group: "api", chart: "requests", mean: 64.0, swing: 1.0 },
    MadeUp { kind: Kind::RestApi, group: "api", chart: "errors", mean: 0.05, swing: 1.0 },
    MadeUp { kind: Kind::RestApi, group: "api", chart: "latency", mean: 96.0, swing: 0.3 },
    MadeUp { kind: Kind::Function, group: "lambda", chart: "invocations", mean: 21.0, swing: 1.0 },
    MadeUp { kind: Kind::Function, group: "lambda", chart: "duration", mean: 38.0, swing: 0.3 },
    MadeUp { kind: Kind::DbInstance, group: "database", chart: "cpu", mean: 9.0, swing: 0.7 },
    MadeUp { kind: Kind::DbInstance, group: "database", chart: "connections", mean: 6.0, swing: 0.6 },
    MadeUp { kind: Kind::DbInstance, group: "database", chart: "free", mean: 17.6, swing: 0.01 },
    MadeUp { kind: Kind::FileSystem, group: "storage", chart: "credits", mean: 2100.0, swing: 0.05 },
    MadeUp { kind: Kind::FileSystem, group: "storage", chart: "throughput", mean: 3.2, swing: 0.9 },
    MadeUp { kind: Kind::Eip, group: "nat", chart: "bytes", mean: 11.0, swing: 0.9 },
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
    let groups = figures::GROUPS.iter().map(|(id, title)| SeriesGroup {
        id: (*id).to_owned(),
        title: Words::new(title.0, title.1),
        charts: group(id, &standing, from, to),
    });
    let resources = deployment.graph().resources();
    let alarms =
        resources.filter(|resource| resource.key.kind == Kind::Alarm && standing.contains(&resource.key));
    Ok((groups.filter(|group| !group.charts.is_empty()).collect(), alarms.map(alarm).collect()))
}

/// The charts of CloudWatch that something is made up of.
fn group(id: &str, standing: &[ResourceKey], from: Timestamp, to: Timestamp) -> Vec<Chart> {
    let real = figures::METRICS.iter().filter(|metric| metric.group == id);
    let charts = real.filter_map(|metric| {
        let of = |made_up: &&MadeUp| (made_up.group, made_up.chart) == (metric.group, metric.chart);
        let made_up = MADE_UP.iter().find(of)?;
        let lines = standing.iter().filter(|key| key.kind == made_up.kind);
        Some(Chart {
            id: metric.chart.to_owned(),
            title: metric.words(),
            unit: metric.unit.to_owned(),
            series: lines.map(|key| line(made_up, key, from, to)).collect(),
        })
    });
    charts.filter(|chart| !chart.series.is_empty()).collect()
}

fn line(made_up: &MadeUp, key: &ResourceKey, from: Timestamp, to: Timestamp) -> Series {
    let step = ((to.millis() - from.millis()) / POINTS).max(1000);
    // Whole steps, so that a line that is asked for again is the same line, moved on.
    let first = from.millis().div_euclid(step) + 1;
    let points = (first..first + POINTS).map(|number| {
        let at = Timestamp::from_millis(number * step);
        Point { at, value: Some(value(made_up, key, at)) }
    });
    Series { name: key.name.clone(), region: Some(key.region), points: points.collect() }
}

fn value(made_up: &MadeUp, key: &ResourceKey, at: Timestamp) -> f64 {
    // A day at school in Jakarta (UTC+7): most at ten in the morning, hardly anything at night.
    let hour = ((at.seconds() + 7 * 3600).rem_euclid(86_400)) as f64 / 3600.0;
    let day = ((hour - 10.0) / 12.0 * std::f64::consts::PI).cos();
    let own = 0.8 + 0.4 * chance(&format!("{key}"));
    let moment = 0.9 + 0.2 * chance(&format!("{key} {} {}", made_up.chart, at.seconds() / 30));
    let noise = 1.0 + (own * moment - 1.0) * made_up.swing.min(1.0);
    let value = made_up.mean * (1.0 + made_up.swing * 0.5 * day) * noise;
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

    fn unit(made_up: &MadeUp) -> Option<&'static str> {
        let of = |metric: &&figures::Metric| (metric.group, metric.chart) == (made_up.group, made_up.chart);
        figures::METRICS.iter().find(of).map(|metric| metric.unit)
    }

    #[test]
    fn nothing_is_made_up_that_cloudwatch_does_not_measure() {
        for made_up in &MADE_UP {
            let of =
                |metric: &&figures::Metric| (metric.group, metric.chart) == (made_up.group, made_up.chart);
            assert_eq!(figures::METRICS.iter().filter(of).count(), 1, "{} {}", made_up.group, made_up.chart);
        }
    }

    #[test]
    fn the_same_moment_has_the_same_figures_and_shares_stay_within_their_bounds() {
        let key = ResourceKey::new(Region::UsEast1, Kind::Instance, "lks-worker-chat-a-zone-a");
        let (from, to) =
            (Timestamp::from_millis(1_795_000_000_000), Timestamp::from_millis(1_795_003_600_000));
        let cpu = &MADE_UP[0];
        let one = line(cpu, &key, from, to);
        assert_eq!(one, line(cpu, &key, from, to));
        assert_eq!(one.points.len(), 60);
        assert!(one.points.windows(2).all(|pair| pair[0].at < pair[1].at));
        for hour in 0..24 {
            let at = Timestamp::from_millis(1_795_000_000_000 + hour * 3_600_000);
            for made_up in &MADE_UP {
                let value = value(made_up, &key, at);
                assert!(
                    value >= 0.0 && (unit(made_up) != Some("%") || value <= 100.0),
                    "{} {value}",
                    made_up.chart
                );
            }
        }
    }
}
