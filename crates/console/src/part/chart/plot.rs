//! From figures to lines and ticks: pure arithmetic.

use lks_domain::console::monitor::{Point, Series};

use super::clock;
use crate::figure::compact;

/// Size of the drawing.
pub const WIDTH: f64 = 420.0;
pub const HEIGHT: f64 = 150.0;
const LEFT: f64 = 44.0;
const TOP: f64 = 8.0;
const BOTTOM: f64 = 22.0;

/// Below this the times of an axis would look the same without seconds.
const SHORT_MS: f64 = 240_000.0;

/// A place on an axis.
#[derive(Debug, Clone, PartialEq)]
pub struct Tick {
    pub at: f64,
    pub label: String,
}

/// What is drawn.
#[derive(Debug, Clone, PartialEq)]
pub struct Plot {
    pub paths: Vec<String>,
    pub ticks: Vec<Tick>,
    pub times: Vec<Tick>,
}

impl Plot {
    /// Of these lines; none if nothing was measured. The scale begins at nought.
    pub fn of(series: &[Series]) -> Option<Self> {
        let points = || series.iter().flat_map(|line| &line.points);
        let first = points().map(|point| point.at.millis()).min()?;
        let last = points().map(|point| point.at.millis()).max()?;
        let most = points()
            .filter_map(|point| point.value)
            .fold(None, |most: Option<f64>, value| Some(most.map_or(value, |most| most.max(value))))?;
        let step = step(most);
        let top = (most / step).ceil().max(1.0) * step;
        let span = (last - first).max(1) as f64;
        let x = |ms: i64| LEFT + (ms - first) as f64 / span * (WIDTH - LEFT - 6.0);
        let y = |value: f64| TOP + (1.0 - value / top) * (HEIGHT - TOP - BOTTOM);
        let paths = series.iter().map(|line| path(&line.points, x, y)).collect();
        let count = (top / step).round() as u32;
        let ticks = (0..=count).map(|n| {
            let value = f64::from(n) * step;
            Tick { at: y(value), label: compact(value) }
        });
        // To the second where all of it lies within a few minutes.
        let digits = if span < SHORT_MS { 8 } else { 5 };
        let times = [0.0, 0.5, 1.0].map(|part| {
            let ms = first + (span * part) as i64;
            let time = clock(lks_domain::timestamp::Timestamp::from_millis(ms));
            let label = time.get(..digits).unwrap_or_default().to_owned();
            Tick { at: x(ms).clamp(LEFT + 14.0, WIDTH - 24.0), label }
        });
        Some(Self { paths, ticks: ticks.collect(), times: times.to_vec() })
    }
}

/// A line, broken where nothing was measured; a moment alone is a dot, by the line's round ends.
fn path(points: &[Point], x: impl Fn(i64) -> f64, y: impl Fn(f64) -> f64) -> String {
    let mut text = String::new();
    for stretch in points.split(|point| point.value.is_none()) {
        for (index, point) in stretch.iter().enumerate() {
            let verb = if index == 0 { 'M' } else { 'L' };
            let height = y(point.value.unwrap_or_default());
            text.push_str(&format!("{verb}{:.1} {height:.1}", x(point.at.millis())));
        }
        if stretch.len() == 1 {
            text.push_str("h0");
        }
    }
    text
}

/// A round distance of ticks, so that there are two to five of them.
fn step(most: f64) -> f64 {
    if most <= 0.0 {
        return 1.0;
    }
    let power = 10_f64.powf((most / 4.0).log10().floor());
    [1.0, 2.0, 2.5, 5.0, 10.0]
        .map(|round| round * power)
        .into_iter()
        .find(|step| most / step <= 4.0)
        .unwrap_or(most)
}

#[cfg(test)]
mod tests {
    use super::*;
    use lks_domain::timestamp::Timestamp;

    fn line(values: &[Option<f64>]) -> Series {
        let point = |(at, value): (usize, &Option<f64>)| Point {
            at: Timestamp::from_millis(at as i64 * 60_000),
            value: *value,
        };
        Series { name: "w".into(), region: None, points: values.iter().enumerate().map(point).collect() }
    }

    #[test]
    fn a_line_breaks_where_nothing_was_measured() {
        let plot = Plot::of(&[line(&[Some(1.0), Some(2.0), None, Some(4.0)])]).unwrap();
        assert_eq!(plot.paths[0].matches('M').count(), 2);
        assert_eq!(plot.paths[0].matches('L').count(), 1);
    }

    #[test]
    fn a_moment_alone_is_a_dot_and_a_short_while_is_told_to_the_second() {
        let plot = Plot::of(&[line(&[Some(1.0), None, Some(4.0), Some(2.0)])]).unwrap();
        assert_eq!(plot.paths[0].matches("h0").count(), 1);
        assert_eq!(plot.times[2].label, "00:03:00");
    }

    #[test]
    fn ticks_are_round_and_few_and_begin_at_nought() {
        for most in [0.3, 1.0, 7.0, 42.0, 99.0, 12_345.0] {
            let plot = Plot::of(&[line(&[Some(0.0), Some(most)])]).unwrap();
            assert!((2..=6).contains(&plot.ticks.len()), "{most}: {:?}", plot.ticks);
            assert_eq!(plot.ticks[0].label, "0");
        }
    }

    #[test]
    fn nothing_measured_is_no_plot() {
        assert_eq!(Plot::of(&[line(&[None, None])]), None);
        assert_eq!(Plot::of(&[]), None);
    }
}
