//! The one place where identity reads the clock.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use lks_domain::timestamp::Timestamp;

/// The present moment.
pub fn now() -> Timestamp {
    let elapsed = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    Timestamp::from_millis(i64::try_from(elapsed.as_millis()).unwrap_or(i64::MAX))
}

/// The moment `span` after `moment`.
pub fn after(moment: Timestamp, span: Duration) -> Timestamp {
    let millis = i64::try_from(span.as_millis()).unwrap_or(i64::MAX);
    Timestamp::from_millis(moment.millis().saturating_add(millis))
}
