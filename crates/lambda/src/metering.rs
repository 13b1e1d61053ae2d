//! One line per request: what was asked, how it ended and how long it took, as a log line that
//! CloudWatch also reads as metrics (its *embedded metric format*).
//!
//! Every combination of dimensions is a metric that costs money, so there is one dimension; the rest
//! are properties, which Logs Insights can group by. The route is its pattern: no id, no text.

use std::io::Write as _;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use serde_json::{Value, json};

/// Namespace of the metrics.
pub const NAMESPACE: &str = "lks-llm";
/// The one dimension's value.
const COMPONENT: &str = "lambda";

/// A request and how it was answered.
#[derive(Debug, Clone, Copy)]
pub struct Request<'a> {
    /// The Lambda service's id of the invocation.
    pub id: &'a str,
    /// HTTP method.
    pub method: &'a str,
    /// The path's pattern, such as `/conversations/{uid}`.
    pub route: &'a str,
    /// HTTP status.
    pub status: u16,
    /// From the invocation to the whole answer.
    pub took: Duration,
    /// Size of the answer's body in bytes.
    pub bytes: usize,
    /// How long the start of this instance took, with the first request it answers.
    pub start: Option<Duration>,
}

impl Request<'_> {
    /// Writes the line.
    pub fn report(&self) {
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        let mut out = std::io::stdout().lock();
        // A log that cannot be written is no reason to fail a request.
        let _ = writeln!(out, "{}", self.line(now)).and_then(|()| out.flush());
    }

    fn line(&self, now: Duration) -> Value {
        let mut metrics = vec![
            json!({ "Name": "Requests", "Unit": "Count" }),
            json!({ "Name": "Refused", "Unit": "Count" }),
            json!({ "Name": "Failed", "Unit": "Count" }),
            json!({ "Name": "Duration", "Unit": "Milliseconds" }),
        ];
        let mut line = json!({
            "level": if self.status >= 500 { "ERROR" } else { "INFO" }, "message": "request",
            "Component": COMPONENT, "request_id": self.id, "method": self.method, "route": self.route,
            "status": self.status, "bytes": self.bytes,
            "Requests": 1, "Refused": u8::from((400..500).contains(&self.status)),
            "Failed": u8::from(self.status >= 500), "Duration": millis(self.took),
        });
        if let Some(start) = self.start {
            metrics.push(json!({ "Name": "Start", "Unit": "Milliseconds" }));
            line["Start"] = millis(start).into();
        }
        line["_aws"] = json!({
            "Timestamp": u64::try_from(now.as_millis()).unwrap_or(u64::MAX),
            "CloudWatchMetrics": [{ "Namespace": NAMESPACE, "Dimensions": [["Component"]], "Metrics": metrics }],
        });
        line
    }
}

/// Milliseconds with one decimal.
fn millis(duration: Duration) -> f64 {
    (duration.as_secs_f64() * 10_000.0).round() / 10.0
}

#[cfg(test)]
mod tests {
    use super::*;

    const REQUEST: Request<'_> = Request {
        id: "1",
        method: "GET",
        route: "/conversations/{uid}",
        status: 404,
        took: Duration::from_micros(12_345),
        bytes: 7,
        start: None,
    };

    #[test]
    fn every_metric_is_a_number_of_the_line_and_every_dimension_a_word_of_it() {
        for request in [REQUEST, Request { start: Some(Duration::from_millis(80)), ..REQUEST }] {
            let line = request.line(Duration::from_millis(1_764_000_000_000));
            let directive = &line["_aws"]["CloudWatchMetrics"][0];
            for metric in directive["Metrics"].as_array().unwrap() {
                assert!(line[metric["Name"].as_str().unwrap()].is_number(), "{metric}");
            }
            for name in directive["Dimensions"][0].as_array().unwrap() {
                assert!(line[name.as_str().unwrap()].is_string(), "{name}");
            }
            assert_eq!(line["_aws"]["Timestamp"], 1_764_000_000_000_u64);
            assert_eq!(
                (&line["Refused"], &line["Failed"], &line["Duration"]),
                (&json!(1), &json!(0), &json!(12.3))
            );
        }
    }
}
