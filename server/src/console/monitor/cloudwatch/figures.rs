//! Which figures CloudWatch has of which resource.

use lks_domain::console::Words;
use lks_domain::console::monitor::Point;
use lks_domain::region::Region;
use lks_provision::cloud::{Figure, Span};
use lks_provision::deployment::{Deployment, Owned};
use lks_provision::resource::{Graph, Kind};

use crate::console::error::ConsoleError;

/// From what CloudWatch counts to what is shown.
#[derive(Clone, Copy)]
enum Scale {
    /// So many times as much.
    Times(f64),
    /// A sum becomes so many times its share of a minute.
    PerMinute(f64),
    /// A sum becomes so many times its share of a second.
    PerSecond(f64),
}
use Scale::{PerMinute, PerSecond, Times};

/// A metric of a kind of resource, and the chart that it is drawn in.
pub struct Metric {
    /// The group of charts.
    pub group: &'static str,
    /// The chart, unique in its group.
    pub chart: &'static str,
    title: (&'static str, &'static str),
    /// Unit.
    pub unit: &'static str,
    of: Of,
    metric: &'static str,
    statistic: &'static str,
    scale: Scale,
}

/// What is measured.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Of {
    Worker,
    Nat,
    Balancer,
    Targets,
    Api,
    Function,
    Database,
    Files,
}

#[rustfmt::skip]
pub static METRICS: [Metric; 19] = [
    Metric { group: "workers", chart: "cpu", title: ("Processor", "Prosesor"), unit: "%", of: Of::Worker, metric: "CPUUtilization", statistic: "Average", scale: Times(1.0) },
    Metric { group: "workers", chart: "status", title: ("Status check failed (0: fine)", "Pemeriksaan status gagal (0: baik)"), unit: "0/1", of: Of::Worker, metric: "StatusCheckFailed", statistic: "Maximum", scale: Times(1.0) },
    Metric { group: "balancing", chart: "requests", title: ("Requests", "Permintaan"), unit: "requests/min", of: Of::Balancer, metric: "RequestCount", statistic: "Sum", scale: PerMinute(1.0) },
    Metric { group: "balancing", chart: "latency", title: ("Response time of targets", "Waktu jawab target"), unit: "ms", of: Of::Balancer, metric: "TargetResponseTime", statistic: "Average", scale: Times(1000.0) },
    Metric { group: "balancing", chart: "errors", title: ("Answers 5xx", "Jawaban 5xx"), unit: "requests/min", of: Of::Balancer, metric: "HTTPCode_ELB_5XX_Count", statistic: "Sum", scale: PerMinute(1.0) },
    Metric { group: "balancing", chart: "healthy", title: ("Healthy targets", "Target sehat"), unit: "targets", of: Of::Targets, metric: "HealthyHostCount", statistic: "Minimum", scale: Times(1.0) },
    Metric { group: "api", chart: "requests", title: ("Requests", "Permintaan"), unit: "requests/min", of: Of::Api, metric: "Count", statistic: "Sum", scale: PerMinute(1.0) },
    Metric { group: "api", chart: "errors", title: ("Answers 5xx", "Jawaban 5xx"), unit: "requests/min", of: Of::Api, metric: "5XXError", statistic: "Sum", scale: PerMinute(1.0) },
    Metric { group: "api", chart: "latency", title: ("Latency", "Latensi"), unit: "ms", of: Of::Api, metric: "Latency", statistic: "Average", scale: Times(1.0) },
    Metric { group: "lambda", chart: "invocations", title: ("Invocations", "Pemanggilan"), unit: "calls/min", of: Of::Function, metric: "Invocations", statistic: "Sum", scale: PerMinute(1.0) },
    Metric { group: "lambda", chart: "errors", title: ("Failed invocations", "Pemanggilan gagal"), unit: "calls/min", of: Of::Function, metric: "Errors", statistic: "Sum", scale: PerMinute(1.0) },
    Metric { group: "lambda", chart: "duration", title: ("Duration", "Durasi"), unit: "ms", of: Of::Function, metric: "Duration", statistic: "Average", scale: Times(1.0) },
    Metric { group: "database", chart: "cpu", title: ("Processor", "Prosesor"), unit: "%", of: Of::Database, metric: "CPUUtilization", statistic: "Average", scale: Times(1.0) },
    Metric { group: "database", chart: "connections", title: ("Connections", "Koneksi"), unit: "connections", of: Of::Database, metric: "DatabaseConnections", statistic: "Average", scale: Times(1.0) },
    Metric { group: "database", chart: "free", title: ("Free storage", "Penyimpanan kosong"), unit: "GB", of: Of::Database, metric: "FreeStorageSpace", statistic: "Minimum", scale: Times(1e-9) },
    Metric { group: "storage", chart: "credits", title: ("Burst credits", "Kredit burst"), unit: "GB", of: Of::Files, metric: "BurstCreditBalance", statistic: "Minimum", scale: Times(1e-9) },
    Metric { group: "storage", chart: "throughput", title: ("Throughput", "Laju data"), unit: "MB/s", of: Of::Files, metric: "TotalIOBytes", statistic: "Sum", scale: PerSecond(1e-6) },
    Metric { group: "nat", chart: "bytes", title: ("Data through NAT", "Data lewat NAT"), unit: "MB/min", of: Of::Nat, metric: "NetworkOut", statistic: "Sum", scale: PerMinute(1e-6) },
    Metric { group: "nat", chart: "status", title: ("Status check failed (0: fine)", "Pemeriksaan status gagal (0: baik)"), unit: "0/1", of: Of::Nat, metric: "StatusCheckFailed", statistic: "Maximum", scale: Times(1.0) },
];

/// The groups, in the order of the page.
pub const GROUPS: [(&str, (&str, &str)); 7] = [
    ("workers", ("Machines", "Mesin")),
    ("balancing", ("Load balancers", "Penyeimbang beban")),
    ("api", ("API Gateway", "API Gateway")),
    ("lambda", ("Lambda", "Lambda")),
    ("database", ("Database", "Basis data")),
    ("storage", ("File system", "Sistem berkas")),
    ("nat", ("NAT instances", "Instans NAT")),
];

impl Metric {
    /// Its title.
    pub fn words(&self) -> Words {
        Words::new(self.title.0, self.title.1)
    }

    /// A point in the unit of the chart.
    pub fn scaled(&self, point: Point, span: Span) -> Point {
        let seconds = f64::from(span.step_seconds);
        let times = match self.scale {
            Times(times) => times,
            PerMinute(times) => times * 60.0 / seconds,
            PerSecond(times) => times / seconds,
        };
        Point { value: point.value.map(|value| value * times), ..point }
    }
}

impl Of {
    const fn namespace(self) -> &'static str {
        match self {
            Self::Worker | Self::Nat => "AWS/EC2",
            Self::Balancer | Self::Targets => "AWS/ApplicationELB",
            Self::Api => "AWS/ApiGateway",
            Self::Function => "AWS/Lambda",
            Self::Database => "AWS/RDS",
            Self::Files => "AWS/EFS",
        }
    }
}

/// A line of a chart, before it is read.
pub struct Line {
    /// Its chart.
    pub metric: &'static Metric,
    /// Of what.
    pub name: String,
    /// Where.
    pub region: Region,
    /// What is asked for.
    pub figure: Figure,
}

/// Every line of everything that stands.
///
/// # Errors
/// The journal cannot be read.
pub fn lines(deployment: &Deployment) -> Result<Vec<Line>, ConsoleError> {
    let owned = deployment.holdings()?.owned;
    let lines = owned.iter().flat_map(|one| lines_of(one, &owned, deployment.graph()));
    Ok(lines.collect())
}

fn lines_of(one: &Owned, owned: &[Owned], graph: &Graph) -> Vec<Line> {
    let Some((of, dimensions)) = measured(one, owned, graph) else { return Vec::new() };
    let metrics = METRICS.iter().filter(|metric| metric.of == of);
    let line = |metric: &'static Metric| Line {
        metric,
        name: one.key.name.clone(),
        region: one.key.region,
        figure: Figure {
            namespace: of.namespace(),
            metric: metric.metric,
            dimensions: dimensions.clone(),
            statistic: metric.statistic,
        },
    };
    metrics.map(line).collect()
}

/// What of it is measured, and what CloudWatch calls it.
fn measured(one: &Owned, owned: &[Owned], graph: &Graph) -> Option<(Of, Vec<(&'static str, String)>)> {
    let id = || one.address.id.clone();
    let resource = graph.get(&one.key);
    let says = |name: &str, value: &str| {
        resource.is_some_and(|resource| resource.properties.get(name).is_some_and(|found| found == value))
    };
    Some(match one.key.kind {
        Kind::Instance if resource.is_some_and(|resource| resource.component == "nat") => {
            (Of::Nat, vec![("InstanceId", id())])
        }
        Kind::Instance => (Of::Worker, vec![("InstanceId", id())]),
        Kind::LoadBalancer if says("Type", "application") => {
            (Of::Balancer, vec![("LoadBalancer", balancer(&one.address.id)?)])
        }
        Kind::TargetGroup if says("Protocol", "HTTP") => {
            let near = |other: &&Owned| {
                other.key.kind == Kind::LoadBalancer
                    && other.key.region == one.key.region
                    && graph.get(&other.key).is_some_and(|other| {
                        other.properties.get("Type").is_some_and(|kind| kind == "application")
                    })
            };
            let before = balancer(&owned.iter().find(near)?.address.id)?;
            let group = one.address.id.rsplit_once(':')?.1.to_owned();
            (Of::Targets, vec![("TargetGroup", group), ("LoadBalancer", before)])
        }
        Kind::RestApi => (Of::Api, vec![("ApiName", one.key.name.clone())]),
        Kind::Function => (Of::Function, vec![("FunctionName", id())]),
        Kind::DbInstance => (Of::Database, vec![("DBInstanceIdentifier", id())]),
        Kind::FileSystem => (Of::Files, vec![("FileSystemId", id())]),
        _ => return None,
    })
}

/// `app/NAME/DIGITS` of a load balancer's ARN.
fn balancer(arn: &str) -> Option<String> {
    arn.split_once(":loadbalancer/").map(|(_, name)| name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use lks_domain::timestamp::Timestamp;

    #[test]
    fn sums_become_rates_whatever_the_step_and_every_chart_has_its_group() {
        let at = Timestamp::from_millis(0);
        let point = Point { at, value: Some(600.0) };
        let requests = &METRICS[2];
        let of = |step_seconds| requests.scaled(point, Span { from: at, to: at, step_seconds }).value;
        assert_eq!((of(60), of(300)), (Some(600.0), Some(120.0)));
        for metric in &METRICS {
            assert!(GROUPS.iter().any(|(id, _)| *id == metric.group), "{}", metric.chart);
            let same = |other: &&Metric| (other.group, other.chart) == (metric.group, metric.chart);
            assert_eq!(METRICS.iter().filter(same).count(), 1, "{} {}", metric.group, metric.chart);
        }
    }

    #[test]
    fn every_unit_is_said_in_bahasa_indonesia() {
        let units = METRICS.iter().flat_map(|metric| lks_bahasa::unsaid(metric.unit));
        assert_eq!(units.collect::<Vec<_>>(), [""; 0]);
    }

    #[test]
    fn a_load_balancer_is_called_by_the_end_of_its_arn() {
        let arn = "arn:aws:elasticloadbalancing:us-east-1:1:loadbalancer/app/lks-alb/50dc6c495c0c9188";
        assert_eq!(balancer(arn).as_deref(), Some("app/lks-alb/50dc6c495c0c9188"));
    }
}
