//! The charts of this server, from its own metrics.

use lks_domain::console::Words;
use lks_domain::console::monitor::{Alarm, AlarmState, SeriesGroup};
use lks_domain::live::{RegionState, RegionStatus, WorkerState};

use super::charts::{chart, level, mean_millis, per_minute, per_second};
use super::recorder::{Measure, Moment};

/// Everything that is charted.
pub fn groups(moments: &[Moment]) -> Vec<SeriesGroup> {
    vec![server(moments), workers(moments)]
}

fn server(moments: &[Moment]) -> SeriesGroup {
    let words = Words::new;
    let charts = vec![
        chart(
            "requests",
            words("Requests by status", "Permintaan menurut status"),
            "requests/min",
            per_minute(moments, Measure::Requests),
        ),
        chart(
            "latency",
            words("Mean time to the first byte", "Rata-rata waktu sampai byte pertama"),
            "ms",
            mean_millis(moments, Measure::FirstByteSeconds, Measure::FirstByteCount),
        ),
        chart(
            "replies",
            words("Replies being written", "Balasan yang sedang ditulis"),
            "replies",
            level(moments, Measure::RepliesLive),
        ),
        chart(
            "turns",
            words("Replies ended, by how", "Balasan selesai, menurut hasil"),
            "replies/min",
            per_minute(moments, Measure::Turns),
        ),
        chart(
            "first_word",
            words("Mean time to the first word", "Rata-rata waktu sampai kata pertama"),
            "ms",
            mean_millis(moments, Measure::FirstWordSeconds, Measure::FirstWordCount),
        ),
    ];
    SeriesGroup { id: "server".into(), title: words("This server", "Server ini"), charts }
}

fn workers(moments: &[Moment]) -> SeriesGroup {
    let words = Words::new;
    let charts = vec![
        chart(
            "requests",
            words("Requests to each worker", "Permintaan ke tiap worker"),
            "requests/min",
            per_minute(moments, Measure::WorkerRequests),
        ),
        chart(
            "errors",
            words("Failed requests", "Permintaan gagal"),
            "requests/min",
            per_minute(moments, Measure::WorkerErrors),
        ),
        chart(
            "tokens",
            words("Tokens written", "Token yang ditulis"),
            "tokens/s",
            per_second(moments, Measure::WorkerTokens),
        ),
        chart(
            "queue",
            words("Requests that wait", "Permintaan yang menunggu"),
            "requests",
            level(moments, Measure::WorkerQueue),
        ),
        chart(
            "up",
            words("Answers (1) or not (0)", "Menjawab (1) atau tidak (0)"),
            "0/1",
            level(moments, Measure::WorkerUp),
        ),
    ];
    SeriesGroup { id: "workers".into(), title: words("Workers", "Worker"), charts }
}

/// What would alarm: a worker that does not answer, a region that cannot chat.
pub fn alarms(regions: &[RegionStatus]) -> Vec<Alarm> {
    let mut alarms = Vec::new();
    for region in regions {
        let (state, reason) = match region.state {
            RegionState::Down => (AlarmState::Alarm, "no worker of the region can chat"),
            RegionState::Degraded => (AlarmState::Ok, "some worker does not answer, others take its place"),
            RegionState::Up => (AlarmState::Ok, "every worker answers"),
        };
        alarms.push(Alarm {
            name: format!("lks-region-{}", region.id),
            region: Some(region.id),
            state,
            condition: "no chat worker answers".into(),
            reason: reason.into(),
            since: None,
        });
        alarms.extend(region.workers.iter().map(|worker| {
            let (state, reason) = match worker.state {
                WorkerState::Up => (AlarmState::Ok, "it answered the last probe"),
                WorkerState::Down => (AlarmState::Alarm, "it did not answer the last probes"),
                WorkerState::Unknown => (AlarmState::Unknown, "it was not asked yet"),
            };
            Alarm {
                name: format!("lks-worker-{}", worker.name),
                region: Some(region.id),
                state,
                condition: "two probes in a row are not answered".into(),
                reason: reason.into(),
                since: None,
            }
        }));
    }
    alarms
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_unit_is_said_in_bahasa_indonesia() {
        let charts = groups(&[]).into_iter().flat_map(|group| group.charts);
        let units: Vec<String> = charts.map(|chart| chart.unit).collect();
        assert!(units.len() > 5, "{units:?}");
        assert_eq!(units.iter().flat_map(|unit| lks_bahasa::unsaid(unit)).collect::<Vec<_>>(), [""; 0]);
    }
}
