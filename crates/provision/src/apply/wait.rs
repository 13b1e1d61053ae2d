//! Waits until a resource is ready or gone, polling when it is worth it.

use std::time::Duration;

use super::call::About;
use super::{Run, StepError};
use crate::cloud::{Address, Observed, State};
use crate::resource::{Kind, schema};

impl Run<'_> {
    /// The resource once it is ready. `fresh`: it was made a moment ago.
    pub(super) async fn until_ready(
        &self,
        about: &About,
        address: &Address,
        seen: Option<Observed>,
        fresh: bool,
    ) -> Result<Observed, StepError> {
        let [create, update, _] = schema::of(address.kind).seconds;
        let expected = Duration::from_secs(u64::from(if fresh { create } else { update }));
        if let Some(ready) = seen.filter(is_ready) {
            return Ok(ready);
        }
        if fresh {
            self.sleep(expected.mul_f64(0.85)).await?;
        }
        self.poll_ready(about, address, expected).await
    }

    async fn poll_ready(
        &self,
        about: &About,
        address: &Address,
        expected: Duration,
    ) -> Result<Observed, StepError> {
        let clock = self.site.cloud.clock();
        let began = clock.now().millis();
        let limit = expected * 4 + Duration::from_secs(900) + self.site.cloud.read_lag();
        loop {
            let seen = self.read(about, address).await?;
            match seen {
                Some(seen) if is_ready(&seen) => return Ok(seen),
                Some(seen) if seen.state == State::Failed => {
                    return Err(StepError::Refused(format!("{address} is {}", seen.status)));
                }
                Some(seen) if !seen.is_live() => {
                    return Err(StepError::Refused(format!(
                        "{address} was removed by somebody while we waited"
                    )));
                }
                Some(_) => {}
                None if self.waited(began) > self.site.cloud.read_lag() + Duration::from_secs(30) => {
                    return Err(StepError::Refused(format!("{address} is not there any more")));
                }
                None => {}
            }
            if self.waited(began) > limit {
                return Err(StepError::Refused(format!(
                    "{address} is not ready after {} s",
                    limit.as_secs()
                )));
            }
            self.sleep(interval(expected)).await?;
        }
    }

    fn waited(&self, since_millis: i64) -> Duration {
        let millis = self.site.cloud.clock().now().millis() - since_millis;
        Duration::from_millis(u64::try_from(millis).unwrap_or(0))
    }

    /// Until it is not to be seen any more.
    pub(super) async fn until_gone(&self, about: &About, address: &Address) -> Result<(), StepError> {
        let expected = Duration::from_secs(u64::from(schema::of(address.kind).seconds[2]));
        if expected < Duration::from_secs(5) && self.site.cloud.read_lag().is_zero() {
            return Ok(());
        }
        self.sleep(expected.mul_f64(0.6)).await?;
        let began = self.site.cloud.clock().now().millis();
        loop {
            match self.read(about, address).await? {
                None => return Ok(()),
                Some(seen) if seen.state == State::Gone => return Ok(()),
                Some(_) if self.waited(began) > Duration::from_secs(3600) => {
                    return Err(StepError::Refused(format!("{address} is still there after an hour")));
                }
                Some(_) => self.sleep(interval(expected)).await?,
            }
        }
    }
}

/// A peering that nobody has accepted yet is as far as it gets by itself.
fn is_ready(seen: &Observed) -> bool {
    let asked = seen.address.kind == Kind::VpcPeeringConnection && seen.status == "pending-acceptance";
    seen.state == State::Available
        || asked
        || (seen.state == State::Stopped && seen.address.kind == Kind::Instance)
}

/// A fortieth of what it takes, between one second and eight.
fn interval(expected: Duration) -> Duration {
    (expected / 40).clamp(Duration::from_secs(1), Duration::from_secs(8))
}
