//! A simulated AWS account: both regions in memory, with ids, states over time, lagging reads, refusals,
//! quotas and faults (docs/PROVISIONER.md). It keeps itself in a file if asked to. Knows nothing of stacks.

mod admission;
mod birth;
mod byproduct;
mod change;
mod clock;
mod fault;
mod links;
mod network;
mod probing;
mod removal;
mod store;
mod throttle;
mod world;

use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

pub use clock::{SandboxClock, Speed};
pub use fault::{Fault, Faults};
use lks_domain::region::Region;
use lks_domain::timestamp::Timestamp;
use store::Store;
pub use store::StoreError;
use throttle::Throttle;
pub use world::World;

use crate::cloud::{
    Account, Address, Answer, Clock, Cloud, CloudError, Create, ErrorClass, Observed, Probe, ProbeAnswer,
    Reply,
};
use crate::resource::{Kind, Properties, digest};
use crate::secret::SecretText;

/// How the simulated account behaves.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The longest time that a read may lag behind.
    pub lag: Duration,
    /// The time a call takes, at least and at most.
    pub latency: (Duration, Duration),
    /// Whether too many calls are refused.
    pub throttled: bool,
}

impl Default for Settings {
    fn default() -> Self {
        let latency = (Duration::from_millis(60), Duration::from_millis(180));
        Self { lag: Duration::ZERO, latency, throttled: true }
    }
}

/// The simulated account.
pub struct Sandbox {
    clock: SandboxClock,
    inner: Mutex<Inner>,
    settings: Settings,
    crashed: AtomicBool,
    store: Option<Store>,
}

struct Inner {
    world: World,
    faults: Faults,
    throttle: Throttle,
    calls: u64,
    mutating: u64,
    expired: bool,
    expires: Option<Timestamp>,
}

/// What a call is, for faults and rates.
#[derive(Clone, Copy)]
struct Call {
    region: Region,
    kind: Kind,
    verb: Verb,
}

/// What a call does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Verb {
    Read,
    Create,
    Update,
    Delete,
}

impl Sandbox {
    /// An account in memory, at full speed, whose ids and times follow from `seed`.
    pub fn simulated(seed: u64, settings: Settings) -> Self {
        let now = Timestamp::from_millis(1_795_456_800_000);
        let mut world = World::new(seed, now.millis());
        world.lag = i64::try_from(settings.lag.as_millis()).unwrap_or(0);
        Self::of(world, SandboxClock::new(now, Speed::Max), settings, None)
    }

    /// The account kept in `directory`; made there if it is not.
    ///
    /// # Errors
    /// The file cannot be read or written, or is damaged.
    pub fn open(directory: &Path, speed: Speed) -> Result<Self, StoreError> {
        let store = Store::open(directory)?;
        let world = store.load()?;
        let clock = SandboxClock::new(Timestamp::from_millis(world.now), speed);
        Ok(Self::of(world, clock, Settings::default(), Some(store)))
    }

    fn of(world: World, clock: SandboxClock, settings: Settings, store: Option<Store>) -> Self {
        let throttle = Throttle::default();
        let inner = Inner {
            world,
            faults: Faults::default(),
            throttle,
            calls: 0,
            mutating: 0,
            expired: false,
            expires: None,
        };
        Self { clock, inner: Mutex::new(inner), settings, crashed: AtomicBool::new(false), store }
    }

    fn inner(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The clock, to run futures in.
    pub fn time(&self) -> &SandboxClock {
        &self.clock
    }

    /// Sets what goes wrong from now on, and starts counting mutating calls anew.
    pub fn set_faults(&self, faults: Faults) {
        let mut inner = self.inner();
        inner.faults = faults;
        inner.mutating = 0;
        self.crashed.store(false, Ordering::Release);
    }

    /// Sets when the credentials end; `None`: they do not.
    pub fn set_expiry(&self, expires: Option<Timestamp>) {
        let mut inner = self.inner();
        inner.expires = expires;
        inner.expired = false;
    }

    /// Whether a fault has killed our process; [`SandboxClock::run`] shall stop.
    pub fn has_crashed(&self) -> bool {
        self.crashed.load(Ordering::Acquire)
    }

    /// Kills our process from outside, as a fault would.
    pub fn crash(&self) {
        self.crashed.store(true, Ordering::Release);
    }

    /// Calls so far: all, and those that change something since the faults were set.
    pub fn calls(&self) -> (u64, u64) {
        let inner = self.inner();
        (inner.calls, inner.mutating)
    }

    /// Looks at the account past all lag and faults, with time up to date.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn inspect<T>(&self, look: impl FnOnce(&World) -> T) -> Result<T, StoreError> {
        let mut inner = self.inner();
        self.refresh(&mut inner)?;
        inner.world.pass(self.clock.now().millis());
        Ok(look(&inner.world))
    }

    /// Changes the account by hand, past all rules and faults, and keeps it.
    ///
    /// # Errors
    /// The file cannot be read or written; what `change` refuses.
    pub fn by_hand<T>(
        &self,
        change: impl FnOnce(&mut World) -> Result<T, CloudError>,
    ) -> Result<Result<T, CloudError>, StoreError> {
        let mut inner = self.inner();
        self.exclusively(&mut inner, change)
    }

    /// Forgets everything in the account.
    ///
    /// # Errors
    /// The file cannot be written.
    pub fn reset(&self) -> Result<(), StoreError> {
        let now = self.clock.now().millis();
        let fresh = |world: &mut World| {
            *world = World::new(world.seed.wrapping_add(1), now);
            Ok(())
        };
        self.by_hand(fresh).map(drop)
    }

    fn refresh(&self, inner: &mut Inner) -> Result<(), StoreError> {
        let Some(store) = &self.store else { return Ok(()) };
        if let Some(world) = store.load_if_changed()? {
            self.clock.advance_to(Timestamp::from_millis(world.now));
            inner.world = world;
        }
        Ok(())
    }

    /// Runs `change` as the only one among all processes; a success is on disk when it returns.
    fn exclusively<T>(
        &self,
        inner: &mut Inner,
        change: impl FnOnce(&mut World) -> Result<T, CloudError>,
    ) -> Result<Result<T, CloudError>, StoreError> {
        let Some(store) = &self.store else {
            inner.world.pass(self.clock.now().millis());
            return Ok(change(&mut inner.world));
        };
        let _only_one = store.lock()?;
        self.refresh(inner)?;
        inner.world.pass(self.clock.now().millis());
        let done = change(&mut inner.world);
        if done.is_ok() || inner.world.closed {
            store.save(&inner.world)?;
        }
        Ok(done)
    }

    /// A call that looks.
    async fn ask<T: Send>(
        &self,
        call: Call,
        effect: impl FnOnce(&mut World) -> Result<T, CloudError> + Send,
    ) -> Result<T, CloudError> {
        self.call(call, effect).await.map(|answer| answer.what)
    }

    /// One call: faults, effect, time.
    async fn call<T>(
        &self,
        call: Call,
        effect: impl FnOnce(&mut World) -> Result<T, CloudError> + Send,
    ) -> Result<Answer<T>, CloudError> {
        let Performed { answer, fault, latency, request_id } = self.perform(call, effect);
        if matches!(fault, Some(Fault::CrashBefore | Fault::CrashAfter)) {
            self.crash();
            return std::future::pending().await;
        }
        self.clock.sleep(latency).await;
        match answer {
            Ok(what) => Ok(Answer::from(what).of_request(request_id)),
            Err(error) if error.class == ErrorClass::UnknownOutcome => Err(error),
            Err(error) => Err(error.of_request(request_id)),
        }
    }

    /// The effect happens at once; the answer takes its time.
    fn perform<T>(
        &self,
        call: Call,
        effect: impl FnOnce(&mut World) -> Result<T, CloudError>,
    ) -> Performed<T> {
        let mut inner = self.inner();
        let inner = &mut *inner;
        let now = self.clock.now();
        let latency = self.latency(&mut inner.world);
        let fault = inner.arrive(call, now, self.settings.throttled);
        let request_id = inner.request_id(now);
        if let Some(error) = fault.and_then(Fault::before) {
            let latency = if fault.is_some_and(Fault::is_silent) { SILENCE } else { latency };
            return Performed { answer: Err(error), fault, latency, request_id };
        }
        let answer =
            if call.verb == Verb::Read { self.look(inner, effect) } else { self.alone(inner, effect) };
        match fault {
            Some(Fault::LostAnswer) => {
                Performed { answer: Err(no_answer()), fault, latency: SILENCE, request_id }
            }
            _ => Performed { answer, fault, latency, request_id },
        }
    }

    fn look<T>(
        &self,
        inner: &mut Inner,
        effect: impl FnOnce(&mut World) -> Result<T, CloudError>,
    ) -> Result<T, CloudError> {
        self.refresh(inner).map_err(broken)?;
        inner.world.pass(self.clock.now().millis());
        effect(&mut inner.world)
    }

    fn alone<T>(
        &self,
        inner: &mut Inner,
        effect: impl FnOnce(&mut World) -> Result<T, CloudError>,
    ) -> Result<T, CloudError> {
        self.exclusively(inner, effect).map_err(broken)?
    }

    fn latency(&self, world: &mut World) -> Duration {
        let millis = |duration: Duration| i64::try_from(duration.as_millis()).unwrap_or(0);
        let (low, high) = self.settings.latency;
        Duration::from_millis(u64::try_from(world.between(millis(low), millis(high))).unwrap_or(0))
    }
}

/// How long we wait for an answer that does not come.
const SILENCE: Duration = Duration::from_secs(20);

/// What came of a call, and what happens on the way back.
struct Performed<T> {
    answer: Result<T, CloudError>,
    fault: Option<Fault>,
    latency: Duration,
    request_id: String,
}

impl Inner {
    /// A number for the call just counted, in AWS's form; it takes nothing from the world's dice.
    fn request_id(&self, now: Timestamp) -> String {
        let sum = digest(format!("{}/{}/{}", self.world.seed, now.millis(), self.calls));
        [&sum[..8], &sum[8..12], &sum[12..16], &sum[16..20], &sum[20..32]].join("-")
    }

    /// Counts the call and finds what goes wrong with it.
    fn arrive(&mut self, call: Call, now: Timestamp, throttled: bool) -> Option<Fault> {
        self.calls += 1;
        let mutating = (call.verb != Verb::Read).then(|| {
            self.mutating += 1;
            self.mutating
        });
        if self.expired || self.expires.is_some_and(|expires| now >= expires) {
            return Some(Fault::Expire);
        }
        let dice = self.world.random();
        let fault = self.faults.of(call.kind, mutating, dice);
        self.expired |= fault == Some(Fault::Expire);
        fault.or_else(|| (throttled && !self.throttle.admits(call, now)).then_some(Fault::Throttle))
    }
}

impl Fault {
    /// The error instead of an effect, if there is to be none.
    fn before(self) -> Option<CloudError> {
        let error = |class, code: &str, message: &str| Some(CloudError::new(class, code, message));
        match self {
            Self::CrashBefore | Self::LostCall => Some(no_answer()),
            Self::Throttle => error(ErrorClass::Throttled, "RequestLimitExceeded", "request limit exceeded"),
            Self::Unavailable => {
                error(ErrorClass::Unavailable, "ServiceUnavailable", "the service has a fault")
            }
            Self::Expire => {
                error(ErrorClass::ExpiredCredentials, "RequestExpired", "the credentials have ended")
            }
            Self::Deny => error(ErrorClass::AccessDenied, "AccessDenied", "this account may not do this"),
            Self::CrashAfter | Self::LostAnswer => None,
        }
    }

    fn is_silent(self) -> bool {
        self == Self::LostCall
    }
}

fn no_answer() -> CloudError {
    CloudError::new(ErrorClass::UnknownOutcome, "RequestTimeout", "no answer came")
}

fn broken(error: StoreError) -> CloudError {
    CloudError::new(ErrorClass::Unavailable, "SandboxStore", error.to_string())
}

impl Cloud for Sandbox {
    fn clock(&self) -> &dyn Clock {
        &self.clock
    }

    fn read_lag(&self) -> Duration {
        self.settings.lag * 2
    }

    fn account(&self) -> Reply<'_, Account> {
        Box::pin(async {
            let expired = self.inner().expired
                || self.inner().expires.is_some_and(|expires| self.clock.now() >= expires);
            if let Some(error) = Fault::Expire.before().filter(|_| expired) {
                self.clock.breathe();
                return Err(error);
            }
            Ok(Account {
                id: birth::ACCOUNT.into(),
                caller: format!("arn:aws:sts::{}:assumed-role/voclabs/sandbox", birth::ACCOUNT),
                expires: self.inner().expires,
                simulated: true,
            })
        })
    }

    fn create(&self, create: Create) -> Reply<'_, Answer<Observed>> {
        let call = Call { region: create.region, kind: create.kind, verb: Verb::Create };
        Box::pin(self.call(call, |world| world.create(create)))
    }

    fn read(&self, address: Address) -> Reply<'_, Option<Observed>> {
        let call = Call { region: address.region, kind: address.kind, verb: Verb::Read };
        Box::pin(self.ask(call, move |world| Ok(world.seen(&address))))
    }

    fn update(&self, address: Address, change: Properties) -> Reply<'_, Answer<()>> {
        let call = Call { region: address.region, kind: address.kind, verb: Verb::Update };
        Box::pin(self.call(call, move |world| world.update(&address, change)))
    }

    fn delete(&self, address: Address) -> Reply<'_, Answer<()>> {
        let call = Call { region: address.region, kind: address.kind, verb: Verb::Delete };
        Box::pin(self.call(call, move |world| world.delete(&address)))
    }

    fn list(&self, region: Region, kind: Kind) -> Reply<'_, Vec<Observed>> {
        let call = Call { region, kind, verb: Verb::Read };
        Box::pin(self.ask(call, move |world| Ok(world.list(region, kind))))
    }

    fn secret(&self, address: Address) -> Reply<'_, SecretText> {
        let call = Call { region: address.region, kind: address.kind, verb: Verb::Read };
        Box::pin(self.ask(call, move |world| match world.secrets.get(&address) {
            Some(text) => Ok(SecretText::new(text)),
            None => world::refuse(ErrorClass::NotFound, "ResourceNotFoundException", &address.id),
        }))
    }

    fn probe(&self, probe: Probe) -> Reply<'_, ProbeAnswer> {
        let call = Call { region: Region::UsEast1, kind: Kind::Association, verb: Verb::Read };
        Box::pin(self.ask(call, move |world| world.probe(&probe)))
    }
}
