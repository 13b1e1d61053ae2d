//! The newest lines of a log group. CloudWatch Logs gives the oldest first, so it is asked in stretches that
//! go back from the end, each longer than the one before, until there are enough lines.

use aws_sdk_cloudwatchlogs::Client;
use aws_sdk_cloudwatchlogs::types::FilteredLogEvent;
use lks_domain::console::monitor::LogLine;
use lks_domain::region::Region;
use lks_domain::timestamp::Timestamp;
use lks_provision::cloud::LogQuery;

use super::level;
use crate::fault::{self, Done};

/// The first stretch.
const STRETCH_MS: i64 = 5 * 60_000;
/// How much longer or shorter the next one is.
const FACTOR: i64 = 4;
/// How far back it is looked.
const FAR_MS: i64 = 30 * 24 * 3_600_000;
/// Answers that are read of one stretch before a shorter one is tried.
const PAGES: usize = 8;
/// Requests of one question, at most.
const REQUESTS: usize = 60;

/// Newest first; lines of one millisecond stay together.
pub(super) async fn newest(logs: &Client, region: Region, asked: &LogQuery) -> Done<Vec<LogLine>> {
    let mut found: Vec<FilteredLogEvent> = Vec::new();
    let (mut end, mut stretch, mut requests) = (asked.until.millis(), STRETCH_MS, 0);
    let earliest = end - FAR_MS;
    while found.len() < asked.limit && end > earliest && requests < REQUESTS {
        let start = (end - stretch).max(earliest);
        let (events, pages, whole) = between(logs, asked, start, end).await?;
        requests += pages;
        if !whole && stretch > 1000 {
            stretch /= FACTOR;
            continue;
        }
        found.extend(events.into_iter().rev());
        end = start - 1;
        stretch *= FACTOR;
    }
    let cut = found.get(asked.limit.saturating_sub(1)).and_then(FilteredLogEvent::timestamp);
    let kept = found
        .iter()
        .enumerate()
        .take_while(|(place, event)| *place < asked.limit || cut.is_some() && event.timestamp() == cut);
    Ok(kept.filter_map(|(_, event)| line(region, &asked.group, event)).collect())
}

/// The events from `start` to `end`, oldest first; how many requests that took, and whether these are all.
async fn between(
    logs: &Client,
    asked: &LogQuery,
    start: i64,
    end: i64,
) -> Done<(Vec<FilteredLogEvent>, usize, bool)> {
    let pattern = Some(asked.search.as_str()).filter(|search| !search.is_empty()).map(quoted);
    let (mut events, mut token) = (Vec::new(), None);
    for page in 1..=PAGES {
        let answer = logs
            .filter_log_events()
            .log_group_name(&asked.group)
            .start_time(start)
            .end_time(end)
            .set_filter_pattern(pattern.clone())
            .set_next_token(token)
            .send()
            .await
            .map_err(fault::of)?;
        events.extend(answer.events.unwrap_or_default());
        token = answer.next_token;
        if token.is_none() {
            events.sort_by_key(FilteredLogEvent::timestamp);
            return Ok((events, page, true));
        }
    }
    events.sort_by_key(FilteredLogEvent::timestamp);
    Ok((events, PAGES, false))
}

/// A pattern that means these words as they stand.
fn quoted(search: &str) -> String {
    format!("\"{}\"", search.replace('\\', "\\\\").replace('"', "\\\""))
}

/// Lines are told apart, and their pages begun, by their millisecond.
fn line(region: Region, group: &str, event: &FilteredLogEvent) -> Option<LogLine> {
    let at = event.timestamp()?;
    let message = event.message().unwrap_or_default().trim_end();
    Some(LogLine {
        number: u64::try_from(at).ok()?,
        at: Timestamp::from_millis(at),
        group: format!("{region}/{group}"),
        level: level::of(message),
        message: message.to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::quoted;

    #[test]
    fn what_is_searched_for_is_meant_as_it_stands() {
        assert_eq!(quoted(r#"say "no" \ ?-a"#), r#""say \"no\" \\ ?-a""#);
    }
}
