//! The rates at which the simulated services refuse calls: token buckets, a little wider than what the
//! engine allows itself, and API Gateway's narrow quotas (AWS.md).

use std::collections::HashMap;

use lks_domain::timestamp::Timestamp;

use super::{Call, Verb};
use crate::resource::{Kind, Service};

#[derive(Debug, Default)]
pub(super) struct Throttle {
    buckets: HashMap<Bucket, (f64, i64)>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Bucket {
    Service(Service, lks_domain::region::Region, bool),
    Operation(Kind, Verb),
}

impl Throttle {
    /// Whether the call comes slowly enough.
    pub(super) fn admits(&mut self, call: Call, now: Timestamp) -> bool {
        let reads = call.verb == Verb::Read;
        let bucket = Bucket::Service(call.kind.service(), call.region, reads);
        let (rate, burst) = match (call.kind.service(), reads) {
            (Service::ApiGateway, _) => (10.0, 40.0),
            (Service::Ec2, true) => (30.0, 100.0),
            (Service::Ec2, false) => (10.0, 50.0),
            (_, true) => (20.0, 60.0),
            (_, false) => (8.0, 40.0),
        };
        let one = self.take(bucket, rate, burst, now);
        let operation = operation_seconds(call.kind, call.verb);
        one && operation
            .is_none_or(|seconds| self.take(Bucket::Operation(call.kind, call.verb), 1.0 / seconds, 1.0, now))
    }

    fn take(&mut self, bucket: Bucket, rate: f64, burst: f64, now: Timestamp) -> bool {
        let (left, at) = self.buckets.entry(bucket).or_insert((burst, now.millis()));
        let passed = (now.millis() - *at) as f64 / 1000.0;
        *left = (*left + passed * rate).min(burst);
        *at = now.millis();
        let enough = *left >= 0.999;
        if enough {
            *left -= 1.0;
        }
        enough
    }
}

/// Seconds between two calls of one operation, where AWS says so.
fn operation_seconds(kind: Kind, verb: Verb) -> Option<f64> {
    match (kind, verb) {
        (Kind::RestApi, Verb::Create) => Some(3.0),
        (Kind::Deployment, Verb::Create) => Some(5.0),
        (Kind::VpcLink, Verb::Create) => Some(15.0),
        (Kind::RestApi, Verb::Delete) => Some(30.0),
        _ => None,
    }
}
