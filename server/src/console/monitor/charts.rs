//! From samples to charts: totals become rates, sums become means.

use std::collections::BTreeSet;

use lks_domain::console::Words;
use lks_domain::console::monitor::{Chart, Point, Series};
use lks_domain::region::Region;

use super::recorder::{Measure, Moment};

/// A chart with a line for everything that the measure is of.
pub fn chart(id: &str, title: Words, unit: &str, series: Vec<Series>) -> Chart {
    Chart { id: id.to_owned(), title, unit: unit.to_owned(), series }
}

/// How much more there is a minute; a total that shrinks began anew.
pub fn per_minute(moments: &[Moment], measure: Measure) -> Vec<Series> {
    per(moments, measure, 60.0)
}

/// How much more there is a second.
pub fn per_second(moments: &[Moment], measure: Measure) -> Vec<Series> {
    per(moments, measure, 1.0)
}

fn per(moments: &[Moment], measure: Measure, seconds: f64) -> Vec<Series> {
    lines(moments, measure, |pair, of| {
        let more = grown(pair, measure, of)?;
        Some(more / elapsed(pair)? * seconds)
    })
}

/// The mean of what was summed up, in thousandths.
pub fn mean_millis(moments: &[Moment], sum: Measure, count: Measure) -> Vec<Series> {
    lines(moments, sum, |pair, of| {
        let (sum, count) = (grown(pair, sum, of)?, grown(pair, count, of)?);
        (count > 0.0).then(|| sum / count * 1000.0)
    })
}

/// What it is at each moment.
pub fn level(moments: &[Moment], measure: Measure) -> Vec<Series> {
    lines(moments, measure, |pair, of| pair[1].values.get(&(measure, of.to_owned())).copied())
}

/// A line for everything that the measure is of; a point for every two neighbours.
fn lines(
    moments: &[Moment],
    measure: Measure,
    value: impl Fn(&[Moment], &str) -> Option<f64>,
) -> Vec<Series> {
    let keys = moments.iter().flat_map(|moment| moment.values.keys());
    let of: BTreeSet<&str> = keys.filter(|(known, _)| *known == measure).map(|(_, of)| of.as_str()).collect();
    of.into_iter()
        .map(|of| {
            let (region, name) = placed(of);
            let points = moments.windows(2).map(|pair| Point { at: pair[1].at, value: value(pair, of) });
            Series { name: name.to_owned(), region, points: points.collect() }
        })
        .collect()
}

fn placed(of: &str) -> (Option<Region>, &str) {
    let region = of.split_once('/').and_then(|(region, name)| Some((Region::from_id(region)?, name)));
    region.map_or((None, of), |(region, name)| (Some(region), name))
}

fn grown(pair: &[Moment], measure: Measure, of: &str) -> Option<f64> {
    let key = (measure, of.to_owned());
    let after = *pair[1].values.get(&key)?;
    let before = pair[0].values.get(&key).copied().unwrap_or(0.0);
    Some(if after >= before { after - before } else { after })
}

fn elapsed(pair: &[Moment]) -> Option<f64> {
    #[expect(clippy::cast_precision_loss, reason = "some seconds")]
    let seconds = (pair[1].at.millis() - pair[0].at.millis()) as f64 / 1000.0;
    (seconds > 0.0).then_some(seconds)
}

#[cfg(test)]
mod tests {
    use super::*;
    use lks_domain::timestamp::Timestamp;

    fn moment(second: i64, value: f64) -> Moment {
        let values = [((Measure::WorkerRequests, "us-east-1/chat".to_owned()), value)];
        Moment { at: Timestamp::from_millis(second * 1000), values: values.into() }
    }

    #[test]
    fn totals_become_rates_and_a_restart_is_no_fall() {
        let moments = [moment(0, 10.0), moment(10, 40.0), moment(20, 5.0)];
        let series = per_minute(&moments, Measure::WorkerRequests);
        assert_eq!((series[0].name.as_str(), series[0].region), ("chat", Some(Region::UsEast1)));
        let values: Vec<_> = series[0].points.iter().map(|point| point.value).collect();
        assert_eq!(values, [Some(180.0), Some(30.0)]);
    }
}
