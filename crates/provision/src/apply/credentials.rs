//! Credentials that end under a run: it stands still a little before, so that no call is cut short, and goes
//! on with new ones for the same account.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use lks_domain::timestamp::Timestamp;

use super::{Run, StepError};
use crate::cloud::Account;
use crate::event::{Cause, Happening};

/// With less than this left no call is begun: longer than a call is waited for.
const MARGIN: Duration = Duration::from_secs(30);
/// How often the account is asked whether there are new ones.
const PAUSE: Duration = Duration::from_secs(10);

/// What a run knows of the credentials it works with.
#[derive(Default)]
pub(super) struct Credentials(Mutex<Inner>);

#[derive(Default)]
struct Inner {
    /// The account in which the run began; no other is worked in.
    account: Option<String>,
    /// When they end, where that can be told.
    ends: Option<Timestamp>,
    /// The run waits for new ones, and somebody has said so.
    awaited: bool,
}

impl Inner {
    fn last(&self, now: Timestamp) -> bool {
        let left = |ends: Timestamp| u128::try_from(ends.millis() - now.millis()).unwrap_or(0);
        self.ends.is_none_or(|ends| left(ends) > MARGIN.as_millis())
    }
}

impl Credentials {
    /// Takes in whose they are and how long they last; those of another account are not taken.
    pub(super) fn take(&self, account: Account) -> bool {
        let mut inner = self.inner();
        let ours = inner.account.get_or_insert_with(|| account.id.clone()) == &account.id;
        if ours {
            inner.ends = account.expires;
        }
        ours
    }

    fn inner(&self) -> MutexGuard<'_, Inner> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Run<'_> {
    /// Waits if the credentials end too soon for one more call. Whether they did, as far as was known.
    pub(super) async fn await_lasting_credentials(&self) -> Result<bool, StepError> {
        if self.credentials.inner().last(self.site.cloud.clock().now()) {
            return Ok(false);
        }
        // Somebody may have given new ones in time.
        if !self.has_lasting_credentials().await {
            self.await_credentials("the credentials end in a moment").await?;
        }
        Ok(true)
    }

    /// Waits for new credentials after a call was refused for want of them.
    pub(super) async fn await_fresh_credentials(&self) -> Result<(), StepError> {
        self.await_credentials("the credentials have ended").await
    }

    async fn await_credentials(&self, why: &str) -> Result<(), StepError> {
        let cause = Cause::Credentials;
        if !std::mem::replace(&mut self.credentials.inner().awaited, true) {
            let message = format!("{why}; give new ones for the same account, and the run goes on");
            self.tell(Happening::Paused { cause, message });
        }
        loop {
            self.sleep(PAUSE).await?;
            if !self.credentials.inner().awaited {
                return Ok(());
            }
            if self.has_lasting_credentials().await {
                if std::mem::take(&mut self.credentials.inner().awaited) {
                    self.tell(Happening::Resumed { cause, message: "there are new credentials".into() });
                }
                return Ok(());
            }
        }
    }

    async fn has_lasting_credentials(&self) -> bool {
        let account = self.site.cloud.account().await;
        account.is_ok_and(|account| self.credentials.take(account))
            && self.credentials.inner().last(self.site.cloud.clock().now())
    }
}
