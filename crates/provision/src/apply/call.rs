//! One call to the cloud: its budget, its intent, its retries.

use std::time::Duration;

use super::{CallVerb, Run, StepError};
use crate::cloud::{Address, Answer, CloudError, ErrorClass, Observed, Reply};
use crate::event::{Call, Cause, Happening, Subject};
use crate::journal::{JournalError, Operation, Outcome};
use crate::resource::{Kind, Properties};

/// How long a call is tried again while its error may pass.
const PATIENCE: Duration = Duration::from_secs(45 * 60);

/// How long a removal waits for what still uses the resource; if that is something new, the next look
/// at the account finds it.
const PATIENCE_WITH_USERS: Duration = Duration::from_secs(5 * 60);

/// What a call is about.
#[derive(Clone)]
pub(super) struct About {
    pub region: lks_domain::region::Region,
    pub kind: Kind,
    pub subject: Subject,
    pub priority: u64,
}

impl Run<'_> {
    /// Makes a call until it is answered for good.
    pub(super) async fn call<'c, T>(
        &'c self,
        about: &About,
        verb: CallVerb,
        make: impl Fn() -> Reply<'c, T> + Send,
    ) -> Result<T, StepError> {
        let clock = self.site.cloud.clock();
        let mut began = clock.now();
        let mut tries = 0_u32;
        loop {
            self.gate.pass(clock, about.region, about.kind, verb, about.priority).await;
            if self.hold().await? {
                began = clock.now();
            }
            let error = match make().await {
                Ok(answer) => return Ok(answer),
                Err(error) => error,
            };
            if error.class == ErrorClass::ExpiredCredentials {
                self.await_fresh_credentials().await?;
                began = clock.now();
                continue;
            }
            let waited = clock.now().millis() - began.millis();
            if !self.may_pass(&error, about.kind, verb, waited) {
                return Err(error.into());
            }
            tries += 1;
            self.back_off(about, error, tries).await?;
        }
    }

    /// What was made a moment ago may not be seen yet by those who shall use it.
    fn may_pass(&self, error: &CloudError, kind: Kind, verb: CallVerb, waited_millis: i64) -> bool {
        let waited = Duration::from_millis(u64::try_from(waited_millis).unwrap_or(0));
        let unseen =
            error.class == ErrorClass::NotFound && matches!(verb, CallVerb::Create | CallVerb::Update);
        let lost_read = error.class == ErrorClass::UnknownOutcome && verb != CallVerb::Create;
        let used = error.class == ErrorClass::DependencyViolation && kind != Kind::NetworkInterface;
        let patience = if used { PATIENCE_WITH_USERS } else { PATIENCE };
        ((error.class.passes() || lost_read) && waited < patience)
            || (unseen && waited < self.site.cloud.read_lag() + Duration::from_secs(20))
    }

    async fn back_off(&self, about: &About, error: CloudError, tries: u32) -> Result<(), StepError> {
        let seconds = match error.class {
            ErrorClass::DependencyViolation => u64::from(tries.min(5)) * 2,
            ErrorClass::NotReady | ErrorClass::NotFound => u64::from(tries.min(4)),
            _ => 1 << tries.min(4),
        };
        let subject = about.subject.clone();
        let CloudError { code, request_id, .. } = error;
        self.tell(Happening::Retried { subject, code, wait_seconds: seconds, request_id });
        self.sleep(Duration::from_secs(seconds)).await
    }

    /// Waits while the run is paused by hand, or until its credentials last for one more call. Whether it had to.
    pub(super) async fn hold(&self) -> Result<bool, StepError> {
        let control = self.site.control;
        let mut held = false;
        loop {
            held |= control.paused().is_some();
            control.let_go().await;
            if control.is_cancelled() {
                return Err(StepError::Cancelled);
            }
            if !self.await_lasting_credentials().await? {
                return Ok(held);
            }
            held = true;
        }
    }

    /// Tells whenever the run is paused by hand and let go on.
    pub(super) async fn tell_pauses(&self) -> std::convert::Infallible {
        let cause = Cause::Person;
        loop {
            let message = self.site.control.until_paused().await;
            self.tell(Happening::Paused { cause, message });
            let message = self.site.control.until_resumed().await;
            self.tell(Happening::Resumed { cause, message });
        }
    }

    /// Sets properties: intent, call, outcome.
    pub(super) async fn update(
        &self,
        about: &About,
        address: &Address,
        change: Properties,
    ) -> Result<(), StepError> {
        let fields = change.keys().cloned().collect();
        let operation = Operation::Update { address: address.clone(), fields };
        self.with_intent(Call::Update, Subject::at(address, &about.subject.name), operation, async || {
            let make = || self.site.cloud.update(address.clone(), change.clone());
            self.call(about, CallVerb::Update, make).await
        })
        .await
    }

    /// Removes: intent, call, outcome. One that is not there is removed.
    pub(super) async fn delete(&self, about: &About, address: &Address) -> Result<(), StepError> {
        let operation = Operation::Delete { address: address.clone() };
        let make = async || self.delete_until_gone(about, address).await;
        self.with_intent(Call::Delete, Subject::at(address, &about.subject.name), operation, make).await
    }

    /// A lagging service may deny what is there: it is believed only after its lag.
    async fn delete_until_gone(&self, about: &About, address: &Address) -> Result<Answer<()>, StepError> {
        let clock = self.site.cloud.clock();
        let mut denied_since = None;
        loop {
            let made = self.call(about, CallVerb::Delete, || self.site.cloud.delete(address.clone())).await;
            match made {
                Err(StepError::Cloud(error)) if error.class == ErrorClass::NotFound => {
                    let since = *denied_since.get_or_insert(clock.now().millis());
                    if u128::try_from(clock.now().millis() - since).unwrap_or(0)
                        >= self.site.cloud.read_lag().as_millis()
                    {
                        return Ok(Answer { what: (), request_id: error.request_id });
                    }
                    self.sleep(Duration::from_secs(5)).await?;
                }
                other => return other,
            }
        }
    }

    /// Writes down what came of an intent, now.
    pub(super) fn conclude(&self, intent: u64, outcome: Outcome) -> Result<(), JournalError> {
        self.site.journal.conclude(intent, outcome, self.site.cloud.clock().now())
    }

    async fn with_intent(
        &self,
        call: Call,
        subject: Subject,
        operation: Operation,
        make: impl AsyncFnOnce() -> Result<Answer<()>, StepError>,
    ) -> Result<(), StepError> {
        self.hold().await?;
        let intent = self.site.journal.intend(operation, self.site.cloud.clock().now())?;
        self.tell(Happening::Called { call, subject: subject.clone() });
        let made = make().await;
        let outcome = match &made {
            Ok(_) => Outcome::Done,
            Err(StepError::Cloud(error)) => Outcome::Failed { class: error.class, code: error.code.clone() },
            Err(_) => Outcome::Failed { class: ErrorClass::Unavailable, code: "Cancelled".into() },
        };
        if !matches!(made, Err(StepError::Journal(_))) {
            self.conclude(intent, outcome)?;
        }
        let Answer { request_id, .. } = made?;
        self.tell(Happening::Answered { call, subject, request_id });
        Ok(())
    }

    /// Reads one resource.
    pub(super) async fn read(&self, about: &About, address: &Address) -> Result<Option<Observed>, StepError> {
        self.call(about, CallVerb::Read, || self.site.cloud.read(address.clone())).await
    }

    /// Lists a kind.
    pub(super) async fn list(&self, about: &About, kind: Kind) -> Result<Vec<Observed>, StepError> {
        let listed = About { kind, ..about.clone() };
        self.call(&listed, CallVerb::Read, || self.site.cloud.list(about.region, kind)).await
    }
}
