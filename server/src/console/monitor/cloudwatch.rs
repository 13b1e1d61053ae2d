//! The charts, alarms and logs of a stack in AWS, as CloudWatch has them.

pub(super) mod figures;

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use futures::future::{join_all, try_join_all};
use lks_domain::console::Words;
use lks_domain::console::monitor::{Alarm, Chart, LogLine, LogPage, Series, SeriesGroup, Source};
use lks_domain::region::Region;
use lks_domain::timestamp::Timestamp;
use lks_provision::cloud::{Figure, LogQuery, Span, Telemetry};
use lks_provision::connection::ConnectionError;
use lks_provision::deployment::Deployment;
use lks_provision::resource::Kind;

use crate::console::error::ConsoleError;
use figures::Line;

/// How long an answer is given again: CloudWatch's steps are minutes, and each figure that is read costs.
const KEPT: Duration = Duration::from_secs(60);

/// Charts and alarms.
pub type Figures = (Vec<SeriesGroup>, Vec<Alarm>);

/// What was read last.
#[derive(Default)]
pub struct CloudWatch(Mutex<Option<Kept>>);

struct Kept {
    /// Account, stack, and how many minutes.
    of: (String, String, i64),
    at: Instant,
    figures: Figures,
}

impl CloudWatch {
    /// Charts of everything that stands in the account, and the stack's alarms. Blocks.
    ///
    /// # Errors
    /// The account is a simulated one, has nothing of the stack, or may not be read.
    pub fn charts(
        &self,
        deployment: &Deployment,
        from: Timestamp,
        to: Timestamp,
    ) -> Result<Figures, ConsoleError> {
        let minutes = (to.millis() - from.millis()) / 60_000;
        let of = (deployment.account().id.clone(), deployment.stack().id.clone(), minutes);
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(kept) = kept.as_ref().filter(|kept| kept.of == of && kept.at.elapsed() < KEPT) {
            return Ok(kept.figures.clone());
        }
        let figures = read(deployment, from, to)?;
        *kept = Some(Kept { of, at: Instant::now(), figures: figures.clone() });
        Ok(figures)
    }
}

fn telemetry(deployment: &Deployment) -> Result<Arc<dyn Telemetry>, ConsoleError> {
    deployment.connection().cloud().telemetry().ok_or_else(|| {
        ConsoleError::not_found(
            "The connected account is a simulated one: CloudWatch measures nothing of it.",
        )
    })
}

fn read(deployment: &Deployment, from: Timestamp, to: Timestamp) -> Result<Figures, ConsoleError> {
    let telemetry = telemetry(deployment)?;
    let lines = figures::lines(deployment)?;
    if lines.is_empty() {
        return Err(ConsoleError::not_found(
            "Nothing of the stack stands in this account yet, so nothing is measured.",
        ));
    }
    let span = span(from, to);
    let asked: Vec<(Region, Vec<Figure>)> =
        Region::ALL.into_iter().map(|region| (region, figures_of(&lines, region))).collect();
    let asking = async {
        let figures =
            try_join_all(asked.into_iter().map(|(region, figures)| telemetry.figures(region, figures, span)))
                .await?;
        let alarms = try_join_all(Region::ALL.map(|region| telemetry.alarms(region))).await?;
        Ok::<_, ConnectionError>((figures, alarms))
    };
    let (found, alarms) = deployment.connection().block(asking)??;
    let mut found: Vec<_> = found.into_iter().map(Vec::into_iter).collect();
    let measured = lines.into_iter().map(|line| {
        let place = Region::ALL.iter().position(|region| *region == line.region);
        let points = place.and_then(|place| found.get_mut(place)).and_then(Iterator::next);
        let points = points.unwrap_or_default().into_iter().map(|point| line.metric.scaled(point, span));
        (line.metric, Series { name: line.name, region: Some(line.region), points: points.collect() })
    });
    Ok((grouped(measured.collect()), alarms.into_iter().flatten().collect()))
}

fn figures_of(lines: &[Line], region: Region) -> Vec<Figure> {
    lines.iter().filter(|line| line.region == region).map(|line| line.figure.clone()).collect()
}

/// Whole minutes, in steps that leave some hundred points at most.
fn span(from: Timestamp, to: Timestamp) -> Span {
    let hours = (to.millis() - from.millis()) / 3_600_000;
    let step_seconds: i32 = if hours > 6 { 300 } else { 60 };
    let step = i64::from(step_seconds) * 1000;
    let whole = |at: Timestamp| at.millis().div_euclid(step) * step;
    // The step that has begun belongs to it.
    Span {
        from: Timestamp::from_millis(whole(from)),
        to: Timestamp::from_millis(whole(to) + step),
        step_seconds,
    }
}

fn grouped(measured: Vec<(&'static figures::Metric, Series)>) -> Vec<SeriesGroup> {
    let charts = |group: &str| -> Vec<Chart> {
        let metrics = figures::METRICS.iter().filter(|metric| metric.group == group);
        let chart = |metric: &'static figures::Metric| {
            let of = |(known, _): &&(&figures::Metric, Series)| std::ptr::eq(*known, metric);
            let series = measured.iter().filter(of).map(|(_, series)| series.clone()).collect();
            Chart { id: metric.chart.to_owned(), title: metric.words(), unit: metric.unit.to_owned(), series }
        };
        metrics.map(chart).filter(|chart| !chart.series.is_empty()).collect()
    };
    let groups = figures::GROUPS.iter().map(|(id, title)| SeriesGroup {
        id: (*id).to_owned(),
        title: Words::new(title.0, title.1),
        charts: charts(id),
    });
    groups.filter(|group| !group.charts.is_empty()).collect()
}

/// What is looked for in the logs.
pub struct Looked {
    /// `region/name`; empty: all of the stack's.
    pub group: String,
    /// Words as they stand.
    pub search: String,
    /// The millisecond before which; none: now.
    pub before: Option<u64>,
    /// How many lines.
    pub limit: usize,
}

/// Lines of the stack's log groups, newest first. Blocks.
///
/// # Errors
/// The account is a simulated one, there is no such group, or it may not be read.
pub fn log(deployment: &Deployment, looked: &Looked) -> Result<LogPage, ConsoleError> {
    let telemetry = telemetry(deployment)?;
    let owned = deployment.holdings()?.owned;
    let standing = owned.into_iter().filter(|owned| owned.key.kind == Kind::LogGroup);
    let all: Vec<(Region, String)> =
        standing.map(|owned| (owned.key.region, owned.address.id.clone())).collect();
    let name = |(region, group): &(Region, String)| format!("{region}/{group}");
    let groups: Vec<String> = all.iter().map(name).collect();
    let wanted: Vec<_> =
        all.into_iter().filter(|one| looked.group.is_empty() || name(one) == looked.group).collect();
    if wanted.is_empty() {
        return Err(ConsoleError::not_found("There is no such log group of the stack in this account."));
    }
    let until = match looked.before.and_then(|before| i64::try_from(before).ok()) {
        Some(before) => Timestamp::from_millis(before - 1),
        None => deployment.connection().cloud().clock().now(),
    };
    let limit = looked.limit + 1;
    let asked = |(region, group): (Region, String)| {
        telemetry.lines(region, LogQuery { group, search: looked.search.clone(), until, limit })
    };
    let found = deployment.connection().block(join_all(wanted.into_iter().map(asked)))?;
    let found: Result<Vec<Vec<LogLine>>, _> = found.into_iter().collect();
    let (lines, next) = page(found.map_err(ConnectionError::Cloud)?.concat(), looked.limit);
    Ok(LogPage { source: Source::Aws, groups, lines, next })
}

/// The newest lines, those of one millisecond together, and where the next page begins.
fn page(mut lines: Vec<LogLine>, limit: usize) -> (Vec<LogLine>, Option<u64>) {
    lines.sort_by_key(|line| std::cmp::Reverse(line.number));
    let Some(last) = lines.get(limit.saturating_sub(1)).map(|line| line.number) else { return (lines, None) };
    let more = lines.iter().any(|line| line.number < last);
    lines.retain(|line| line.number >= last);
    (lines, more.then_some(last))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(number: u64) -> LogLine {
        let at = Timestamp::from_millis(i64::try_from(number).unwrap_or_default());
        LogLine { number, at, group: String::new(), level: String::new(), message: String::new() }
    }

    #[test]
    fn a_page_never_parts_lines_of_one_millisecond_and_no_line_is_lost_between_two() {
        let numbers = |lines: &[LogLine]| lines.iter().map(|line| line.number).collect::<Vec<_>>();
        let all: Vec<LogLine> = [1, 5, 5, 5, 9, 7].into_iter().map(line).collect();
        let (first, next) = page(all.clone(), 3);
        assert_eq!((numbers(&first), next), (vec![9, 7, 5, 5, 5], Some(5)));
        let older = all.into_iter().filter(|line| Some(line.number) < next).collect();
        assert_eq!(page(older, 3), (vec![line(1)], None));
        assert_eq!(page(vec![line(2)], 1), (vec![line(2)], None));
    }

    #[test]
    fn steps_are_whole_and_the_one_that_has_begun_is_asked_for() {
        let to = Timestamp::from_millis(1_795_000_030_000);
        let hour = span(Timestamp::from_millis(to.millis() - 3_600_000), to);
        assert_eq!((hour.step_seconds, hour.from.millis() % 60_000), (60, 0));
        assert!(hour.to.millis() > to.millis());
        let day = span(Timestamp::from_millis(to.millis() - 24 * 3_600_000), to);
        assert_eq!(day.step_seconds, 300);
    }
}
