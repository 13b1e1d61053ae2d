//! What an account measures of what stands in it: figures, alarms and logs. It only reads, and a plan never
//! depends on it.

use lks_domain::console::monitor::{Alarm, LogLine, Point};
use lks_domain::region::Region;
use lks_domain::timestamp::Timestamp;

use super::Reply;

/// A metric of one thing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figure {
    /// E.g. `AWS/EC2`.
    pub namespace: &'static str,
    /// E.g. `CPUUtilization`.
    pub metric: &'static str,
    /// Of what: names and values, all that the metric has.
    pub dimensions: Vec<(&'static str, String)>,
    /// `Average`, `Sum`, `Minimum` or `Maximum` of each step.
    pub statistic: &'static str,
}

/// From when to when, in which steps.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    /// First moment.
    pub from: Timestamp,
    /// Last moment, not included.
    pub to: Timestamp,
    /// Seconds of a step: 60 or more of them.
    pub step_seconds: i32,
}

/// Lines of a log that are looked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogQuery {
    /// The log group.
    pub group: String,
    /// Words that must be in it, as they stand; empty: any line.
    pub search: String,
    /// The newest moment, included.
    pub until: Timestamp,
    /// How many. Lines of one millisecond stay together, so there may be some more.
    pub limit: usize,
}

/// Reads what is measured.
pub trait Telemetry: Send + Sync {
    /// The points of each figure, in the order asked, oldest first. What was not measured has no point: it
    /// never becomes a nought.
    fn figures(&self, region: Region, asked: Vec<Figure>, span: Span) -> Reply<'_, Vec<Vec<Point>>>;

    /// The stack's alarms.
    fn alarms(&self, region: Region) -> Reply<'_, Vec<Alarm>>;

    /// Lines of a log, newest first.
    fn lines(&self, region: Region, asked: LogQuery) -> Reply<'_, Vec<LogLine>>;
}
