//! Rate budgets: a token bucket per service and region, narrower than AWS's own; whoever has the longest
//! path before it goes first.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use lks_domain::region::Region;

use crate::cloud::Clock;
use crate::resource::{Kind, Service};

/// What a call does, for its budget.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Verb {
    Read,
    Create,
    Update,
    Delete,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Budget {
    Service(Service, Region, bool),
    Operation(Kind, Verb, Region),
}

struct Bucket {
    /// The moment from which the next call may go; it lies back by the burst that is left.
    next: i64,
    waiting: BTreeSet<(Reverse<u64>, u64)>,
}

#[derive(Default)]
pub(crate) struct Gate(Mutex<Inner>);

#[derive(Default)]
struct Inner {
    buckets: BTreeMap<Budget, Bucket>,
    tickets: u64,
}

impl Gate {
    /// Waits until the call may go.
    pub(crate) async fn pass(
        &self,
        clock: &dyn Clock,
        region: Region,
        kind: Kind,
        verb: Verb,
        priority: u64,
    ) {
        if let Some(millis) = operation_millis(kind, verb) {
            self.take(clock, Budget::Operation(kind, verb, region), millis, 1, priority).await;
        }
        let (millis, burst) = service_budget(kind.service(), verb == Verb::Read);
        self.take(
            clock,
            Budget::Service(kind.service(), region, verb == Verb::Read),
            millis,
            burst,
            priority,
        )
        .await;
    }

    async fn take(&self, clock: &dyn Clock, budget: Budget, millis: i64, burst: i64, priority: u64) {
        let ticket = self.queue(clock, budget, millis * burst, priority);
        loop {
            let wait = self.attempt(clock, budget, millis, burst, ticket);
            match wait {
                None => return,
                Some(wait) => clock.sleep(Duration::from_millis(wait)).await,
            }
        }
    }

    fn queue(
        &self,
        clock: &dyn Clock,
        budget: Budget,
        head_start: i64,
        priority: u64,
    ) -> (Reverse<u64>, u64) {
        let mut inner = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        inner.tickets += 1;
        let ticket = (Reverse(priority), inner.tickets);
        let next = clock.now().millis() - head_start;
        let bucket = inner.buckets.entry(budget).or_insert(Bucket { next, waiting: BTreeSet::new() });
        bucket.waiting.insert(ticket);
        ticket
    }

    /// `None`: it is our turn, and it is taken. Else milliseconds until it is worth asking again.
    fn attempt(
        &self,
        clock: &dyn Clock,
        budget: Budget,
        millis: i64,
        burst: i64,
        ticket: (Reverse<u64>, u64),
    ) -> Option<u64> {
        let mut inner = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let bucket = inner.buckets.get_mut(&budget)?;
        let now = clock.now().millis();
        bucket.next = bucket.next.max(now - millis * (burst - 1));
        let due = bucket.next <= now;
        if due && bucket.waiting.first() == Some(&ticket) {
            bucket.next += millis;
            bucket.waiting.remove(&ticket);
            return None;
        }
        let wait = if due { 10 } else { (bucket.next - now).max(10) };
        Some(u64::try_from(wait).unwrap_or(10))
    }
}

/// Milliseconds a call, and how many may come at once.
fn service_budget(service: Service, reads: bool) -> (i64, i64) {
    match (service, reads) {
        (Service::ApiGateway, _) => (125, 10),
        (Service::Ec2, true) => (40, 60),
        (Service::Ec2, false) => (125, 30),
        (_, true) => (60, 40),
        (_, false) => (150, 20),
    }
}

/// API Gateway's quotas of single operations (AWS.md).
fn operation_millis(kind: Kind, verb: Verb) -> Option<i64> {
    match (kind, verb) {
        (Kind::RestApi, Verb::Create) => Some(3_100),
        (Kind::Deployment, Verb::Create) => Some(5_100),
        (Kind::VpcLink, Verb::Create) => Some(15_100),
        (Kind::RestApi, Verb::Delete) => Some(30_100),
        _ => None,
    }
}
