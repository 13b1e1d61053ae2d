//! What CloudWatch knows of the stack.

mod level;
mod search;

use aws_sdk_cloudwatch::types::{
    Dimension, Metric, MetricAlarm, MetricDataQuery, MetricDataResult, MetricStat, ScanBy, StateValue,
    StatusCode,
};
use aws_smithy_types::DateTime;
use lks_domain::console::monitor::{Alarm, AlarmState, LogLine, Point};
use lks_domain::region::Region;
use lks_domain::timestamp::Timestamp;
use lks_provision::cloud::{CloudError, ErrorClass, Figure, LogQuery, Reply, Span, Telemetry};
use lks_provision::stack::PREFIX;

use crate::fault::Done;
use crate::session::Clients;

/// Metrics of one request.
const AT_ONCE: usize = 500;

/// CloudWatch and its logs in both regions.
pub(crate) struct CloudWatch([Eyes; 2]);

struct Eyes {
    region: Region,
    metrics: aws_sdk_cloudwatch::Client,
    logs: aws_sdk_cloudwatchlogs::Client,
}

impl CloudWatch {
    pub fn new([here, there]: &[Clients; 2]) -> Self {
        let eyes = |region, clients: &Clients| Eyes {
            region,
            metrics: clients.cloudwatch.clone(),
            logs: clients.logs.clone(),
        };
        Self([eyes(Region::UsEast1, here), eyes(Region::UsWest2, there)])
    }

    fn of(&self, region: Region) -> &Eyes {
        let [here, there] = &self.0;
        match region {
            Region::UsEast1 => here,
            Region::UsWest2 => there,
        }
    }
}

impl Telemetry for CloudWatch {
    fn figures(&self, region: Region, asked: Vec<Figure>, span: Span) -> Reply<'_, Vec<Vec<Point>>> {
        Box::pin(async move {
            let mut lines = Vec::with_capacity(asked.len());
            for some in asked.chunks(AT_ONCE) {
                lines.extend(figures(self.of(region), some, span).await?);
            }
            Ok(lines)
        })
    }

    fn alarms(&self, region: Region) -> Reply<'_, Vec<Alarm>> {
        Box::pin(async move {
            let asked = self.of(region).metrics.describe_alarms().alarm_name_prefix(PREFIX);
            let pages = asked.into_paginator().send().collect::<Result<Vec<_>, _>>().await;
            let pages = crate::pages::collect(pages)?;
            Ok(pages.iter().flat_map(|page| page.metric_alarms()).map(|one| alarm(region, one)).collect())
        })
    }

    fn lines(&self, region: Region, asked: LogQuery) -> Reply<'_, Vec<LogLine>> {
        let eyes = self.of(region);
        Box::pin(async move { search::newest(&eyes.logs, eyes.region, &asked).await })
    }
}

async fn figures(eyes: &Eyes, asked: &[Figure], span: Span) -> Done<Vec<Vec<Point>>> {
    let queries: Vec<MetricDataQuery> =
        asked.iter().enumerate().map(|(place, figure)| query(place, figure, span.step_seconds)).collect();
    let request = eyes
        .metrics
        .get_metric_data()
        .start_time(DateTime::from_millis(span.from.millis()))
        .end_time(DateTime::from_millis(span.to.millis()))
        .scan_by(ScanBy::TimestampAscending)
        .set_metric_data_queries(Some(queries));
    let pages = crate::pages::collect(request.into_paginator().send().collect::<Result<Vec<_>, _>>().await)?;
    let mut lines = vec![Vec::new(); asked.len()];
    for result in pages.iter().flat_map(|page| page.metric_data_results()) {
        let place = result.id().and_then(|id| id.strip_prefix('m')).and_then(|place| place.parse().ok());
        let Some(line) = place.and_then(|place: usize| lines.get_mut(place)) else { continue };
        line.extend(points(result)?);
    }
    Ok(lines)
}

fn query(place: usize, figure: &Figure, step_seconds: i32) -> MetricDataQuery {
    let dimensions = figure.dimensions.iter();
    let dimensions =
        dimensions.map(|(name, value)| Dimension::builder().name(*name).value(value.as_str()).build());
    let metric = Metric::builder()
        .namespace(figure.namespace)
        .metric_name(figure.metric)
        .set_dimensions(Some(dimensions.collect()))
        .build();
    let statistic = MetricStat::builder().metric(metric).period(step_seconds).stat(figure.statistic).build();
    MetricDataQuery::builder().id(format!("m{place}")).metric_stat(statistic).return_data(true).build()
}

/// One that may not be read is an error, never a line without points.
fn points(result: &MetricDataResult) -> Done<impl Iterator<Item = Point>> {
    let why =
        || result.messages().iter().filter_map(|message| message.value()).collect::<Vec<_>>().join("; ");
    match result.status_code() {
        Some(StatusCode::Forbidden) => {
            let message = format!("this account may not read figures of CloudWatch ({})", why());
            return Err(CloudError::new(ErrorClass::AccessDenied, "Forbidden", message));
        }
        Some(StatusCode::InternalError) => {
            let message = format!("CloudWatch could not answer ({})", why());
            return Err(CloudError::new(ErrorClass::Unavailable, "InternalError", message));
        }
        _ => {}
    }
    let pairs = result.timestamps().iter().zip(result.values());
    Ok(pairs.filter_map(|(at, value)| {
        let at = Timestamp::from_millis(at.to_millis().ok()?);
        Some(Point { at, value: Some(*value) })
    }))
}

fn alarm(region: Region, alarm: &MetricAlarm) -> Alarm {
    let state = match alarm.state_value() {
        Some(StateValue::Ok) => AlarmState::Ok,
        Some(StateValue::Alarm) => AlarmState::Alarm,
        _ => AlarmState::Unknown,
    };
    let since = alarm.state_transitioned_timestamp().or(alarm.state_updated_timestamp());
    Alarm {
        name: alarm.alarm_name().unwrap_or_default().to_owned(),
        region: Some(region),
        state,
        condition: alarm.alarm_description().unwrap_or_default().to_owned(),
        reason: alarm.state_reason().unwrap_or_default().to_owned(),
        since: since.and_then(|at| at.to_millis().ok()).map(Timestamp::from_millis),
    }
}

#[cfg(test)]
mod tests {
    use aws_sdk_cloudwatch::types::MessageData;

    use super::*;

    #[test]
    fn a_figure_that_may_not_be_read_is_an_error_and_no_line_without_points() {
        let message = MessageData::builder().code("Forbidden").value("not allowed: AWS/RDS").build();
        let result =
            MetricDataResult::builder().id("m0").status_code(StatusCode::Forbidden).messages(message);
        let refused = points(&result.build()).err().unwrap();
        assert_eq!(refused.class, ErrorClass::AccessDenied);
        assert!(refused.message.contains("not allowed: AWS/RDS"), "{}", refused.message);
        let nothing = MetricDataResult::builder().id("m0").status_code(StatusCode::Complete).build();
        assert_eq!(points(&nothing).unwrap().count(), 0);
    }
}
