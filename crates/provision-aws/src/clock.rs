//! Real time; against an emulator, whose resources are ready at once, it may run faster.

use std::future::Future;
use std::pin::Pin;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use lks_domain::timestamp::Timestamp;
use lks_provision::cloud::Clock;

/// The clock of AWS.
#[derive(Debug, Clone)]
pub struct WallClock {
    began: Instant,
    at: Duration,
    pace: u32,
}

impl WallClock {
    /// A clock that runs `pace` times as fast as the wall's, from now on. 1 is the wall's own.
    pub fn new(pace: u32) -> Self {
        let at = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        Self { began: Instant::now(), at, pace: pace.max(1) }
    }
}

impl Clock for WallClock {
    fn now(&self) -> Timestamp {
        let now = if self.pace == 1 {
            SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default()
        } else {
            self.at + self.began.elapsed() * self.pace
        };
        Timestamp::from_millis(i64::try_from(now.as_millis()).unwrap_or(i64::MAX))
    }

    fn sleep(&self, duration: Duration) -> Pin<Box<dyn Future<Output = ()> + Send + '_>> {
        Box::pin(tokio::time::sleep(duration / self.pace))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_fast_clock_sleeps_less_and_shows_all_of_it() {
        let clock = WallClock::new(100);
        let (before, wall) = (clock.now(), Instant::now());
        clock.sleep(Duration::from_secs(5)).await;
        assert!(clock.now().millis() - before.millis() >= 4_900);
        assert!(wall.elapsed() < Duration::from_secs(4));
    }
}
