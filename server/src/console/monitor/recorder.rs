//! A short memory of this server's own metrics: a sample every few seconds, some hours long.

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use lks_domain::timestamp::Timestamp;

use super::exposition::{Sample, samples};
use crate::identity::clock;

/// Between two samples.
const PAUSE: Duration = Duration::from_secs(10);
/// Samples that are kept: six hours.
const KEPT: usize = 6 * 360;

/// Gives the metrics as Prometheus' text.
pub type Source = Arc<dyn Fn() -> String + Send + Sync>;

/// What was measured at a moment: lines by name and of what.
#[derive(Debug, Clone, PartialEq)]
pub struct Moment {
    /// When.
    pub at: Timestamp,
    /// By measure and of what.
    pub values: BTreeMap<(Measure, String), f64>,
}

impl Moment {
    /// All values of a measure together.
    pub fn sum(&self, measure: Measure) -> f64 {
        self.values.iter().filter(|((known, _), _)| *known == measure).map(|(_, value)| value).sum()
    }
}

/// What is remembered of all that is measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Measure {
    /// Requests answered, by class of status.
    Requests,
    /// Seconds to the first byte, summed up.
    FirstByteSeconds,
    /// How many that sum is of.
    FirstByteCount,
    /// Replies being written.
    RepliesLive,
    /// Turns ended, by how.
    Turns,
    /// Seconds to the first word, summed up.
    FirstWordSeconds,
    /// How many that sum is of.
    FirstWordCount,
    /// Requests to a worker.
    WorkerRequests,
    /// Requests to a worker that failed.
    WorkerErrors,
    /// Tokens that an embedded worker wrote.
    WorkerTokens,
    /// Requests that wait at an embedded worker.
    WorkerQueue,
    /// Whether a worker answers.
    WorkerUp,
}

/// The memory. Cheap to clone.
#[derive(Clone, Default)]
pub struct Recorder(Arc<Mutex<VecDeque<Moment>>>);

impl Recorder {
    /// Samples from now on, as long as the runtime lives.
    pub fn start(source: Source) -> Self {
        let recorder = Self::default();
        let weak = Arc::downgrade(&recorder.0);
        tokio::spawn(async move {
            let mut ticks = tokio::time::interval(PAUSE);
            loop {
                ticks.tick().await;
                let Some(memory) = weak.upgrade() else { return };
                Self(memory).take(clock::now(), &source());
            }
        });
        recorder
    }

    /// Takes a sample in.
    pub fn take(&self, at: Timestamp, text: &str) {
        let mut values = BTreeMap::new();
        for (key, value) in samples(text).filter_map(|sample| Some((remembered(&sample)?, sample.value))) {
            *values.entry(key).or_default() += value;
        }
        let mut moments = self.moments();
        if moments.len() == KEPT {
            moments.pop_front();
        }
        moments.push_back(Moment { at, values });
    }

    /// At most so many moments since this one, evenly chosen, oldest first.
    pub fn since(&self, from: Timestamp, most: usize) -> Vec<Moment> {
        let moments = self.moments();
        let all: Vec<&Moment> = moments.iter().filter(|moment| moment.at >= from).collect();
        let step = all.len().div_ceil(most.max(1)).max(1);
        all.into_iter().rev().step_by(step).rev().cloned().collect()
    }

    fn moments(&self) -> MutexGuard<'_, VecDeque<Moment>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn remembered(sample: &Sample<'_>) -> Option<(Measure, String)> {
    let label = |name: &str| sample.label(name).unwrap_or_default().to_owned();
    let worker = || format!("{}/{}", label("region"), label("worker"));
    Some(match sample.name {
        "http_requests_total" => (Measure::Requests, format!("{}xx", label("status").get(..1)?)),
        "http_first_byte_seconds_sum" => (Measure::FirstByteSeconds, String::new()),
        "http_first_byte_seconds_count" => (Measure::FirstByteCount, String::new()),
        "turns_live" => (Measure::RepliesLive, String::new()),
        "turns_total" => (Measure::Turns, label("state")),
        "turn_first_token_seconds_sum" => (Measure::FirstWordSeconds, String::new()),
        "turn_first_token_seconds_count" => (Measure::FirstWordCount, String::new()),
        "llm_requests_total" if label("status").as_str() >= "500" => (Measure::WorkerErrors, worker()),
        "llm_requests_total" => (Measure::WorkerRequests, worker()),
        "llm_worker_up" => (Measure::WorkerUp, worker()),
        "lks_worker_reply_tokens_total" => (Measure::WorkerTokens, label("worker")),
        "lks_worker_queue_waiting" => (Measure::WorkerQueue, label("worker")),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_summed_up_by_what_they_are_of() {
        let recorder = Recorder::default();
        recorder.take(
            Timestamp::from_millis(1),
            "http_requests_total{path=\"/a\",status=\"200\"} 2\nhttp_requests_total{path=\"/b\",status=\"204\"} 3\n\
             http_requests_total{path=\"/a\",status=\"404\"} 1\n\
             llm_requests_total{region=\"us-east-1\",worker=\"chat\",status=\"502\"} 4\n",
        );
        let moments = recorder.since(Timestamp::from_millis(0), usize::MAX);
        let value = |measure, of: &str| moments[0].values.get(&(measure, of.to_owned())).copied();
        assert_eq!(value(Measure::Requests, "2xx"), Some(5.0));
        assert_eq!(value(Measure::Requests, "4xx"), Some(1.0));
        assert_eq!(value(Measure::WorkerErrors, "us-east-1/chat"), Some(4.0));
        assert!(recorder.since(Timestamp::from_millis(2), 9).is_empty());
    }

    #[test]
    fn no_more_than_some_hours_are_kept() {
        let recorder = Recorder::default();
        for n in 0..KEPT + 5 {
            recorder.take(Timestamp::from_millis(i64::try_from(n).unwrap_or(0)), "");
        }
        let moments = recorder.since(Timestamp::from_millis(0), usize::MAX);
        assert_eq!((moments.len(), moments[0].at), (KEPT, Timestamp::from_millis(5)));
        let few = recorder.since(Timestamp::from_millis(0), 10);
        assert_eq!((few.len(), few.last()), (10, moments.last()));
    }
}
