//! What is measured: series, alarms and logs, of this server or of the stack.

use serde::{Deserialize, Serialize};

use super::Words;
use crate::region::Region;
use crate::timestamp::Timestamp;

/// Where figures come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Source {
    /// Measured by this server.
    Local,
    /// Made up for a simulated stack: nothing of it was measured.
    Simulated,
    /// CloudWatch of the connected account.
    Aws,
}

/// The answer of `GET /admin/api/monitor?source=…&minutes=…`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MonitorView {
    /// Where the figures come from.
    pub source: Source,
    /// Sources that can be asked for now.
    pub sources: Vec<Source>,
    /// First moment shown.
    pub from: Timestamp,
    /// Last moment shown.
    pub to: Timestamp,
    /// Charts that belong together.
    pub groups: Vec<SeriesGroup>,
    /// Alarms of the same source.
    pub alarms: Vec<Alarm>,
}

/// Charts that belong together.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SeriesGroup {
    /// `workers`, `balancing`, `api`, `lambda`, `database`, `storage`, `nat`, `server`.
    pub id: String,
    /// Heading.
    pub title: Words,
    /// The charts.
    pub charts: Vec<Chart>,
}

/// A chart: one metric, some lines.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Chart {
    /// `requests`, `latency`, …; unique in its group.
    pub id: String,
    /// Heading.
    pub title: Words,
    /// Of what: `requests/min`, `ms`, `%`, `bytes`, `tokens/s`, `credits`.
    pub unit: String,
    /// The lines.
    pub series: Vec<Series>,
}

/// A line of a chart.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Series {
    /// What it is of: a worker, a database.
    pub name: String,
    /// Where; none: of the whole.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub region: Option<Region>,
    /// The points, oldest first.
    pub points: Vec<Point>,
}

/// A point of a line.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Point {
    /// When.
    pub at: Timestamp,
    /// How much; none: not measured.
    pub value: Option<f64>,
}

/// How an alarm stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum AlarmState {
    /// All is well.
    Ok,
    /// The limit is passed.
    Alarm,
    /// There are too few figures.
    Unknown,
}

/// An alarm.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Alarm {
    /// Its name.
    pub name: String,
    /// Where.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub region: Option<Region>,
    /// How it stands.
    pub state: AlarmState,
    /// When it alarms, in words.
    pub condition: String,
    /// Why it stands as it does.
    pub reason: String,
    /// Since when.
    pub since: Option<Timestamp>,
}

/// The answer of `GET /admin/api/logs?source=…&group=…&search=…&limit=…&before=…`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LogPage {
    /// Where the lines come from.
    pub source: Source,
    /// Log groups that can be asked for.
    pub groups: Vec<String>,
    /// The lines, newest first.
    pub lines: Vec<LogLine>,
    /// `before` of the next page; none: this was the last one.
    pub next: Option<u64>,
}

/// A line of a log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LogLine {
    /// Its number.
    pub number: u64,
    /// When.
    pub at: Timestamp,
    /// Log group, or part of the server.
    pub group: String,
    /// `ERROR`, `WARN`, `INFO`, …
    pub level: String,
    /// The text.
    pub message: String,
}
