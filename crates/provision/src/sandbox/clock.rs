//! The Sandbox's time and the loop that runs a future in it. At full speed, whenever everything waits,
//! time jumps to the next moment somebody waits for; otherwise it runs a number of times as fast as ours.

use std::collections::BTreeMap;
use std::future::Future;
use std::pin::{Pin, pin};
use std::str::FromStr;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Wake, Waker};
use std::thread::Thread;
use std::time::{Duration, Instant};

use lks_domain::timestamp::Timestamp;

use crate::cloud::Clock;

/// Real time after which a waiting thread looks at the clock again: its speed may have been changed.
const LONGEST_NAP: Duration = Duration::from_millis(50);

/// Real time that a loop at full speed lets pass while it waits for a person.
const BREATH: Duration = Duration::from_millis(20);

/// How fast the clock runs beside a real one.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Speed {
    /// This many times as fast.
    Times(f64),
    /// Waiting takes no time at all.
    Max,
}

impl FromStr for Speed {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        if text == "max" {
            return Ok(Self::Max);
        }
        match text.parse::<f64>() {
            Ok(times) if times.is_finite() && times > 0.0 => Ok(Self::Times(times)),
            _ => Err(format!("'{text}' is not a speed; write a number above 0, or max")),
        }
    }
}

/// A virtual clock; cheap to clone, all clones are one clock.
#[derive(Clone)]
pub struct SandboxClock(Arc<Mutex<Inner>>);

struct Inner {
    now: i64,
    speed: Speed,
    set_at: Instant,
    timers: BTreeMap<(i64, u64), Waker>,
    next: u64,
}

impl Inner {
    fn now(&self) -> i64 {
        match self.speed {
            Speed::Max => self.now,
            Speed::Times(times) => self.now + (self.set_at.elapsed().as_secs_f64() * times * 1000.0) as i64,
        }
    }

    fn set(&mut self, now: i64) {
        self.now = now.max(self.now());
        self.set_at = Instant::now();
    }

    /// From now on time runs at another speed.
    fn hurry(&mut self, speed: Speed) {
        self.set(self.now());
        self.speed = speed;
    }

    /// Wakes whoever's time has come.
    fn ring(&mut self) {
        let now = self.now();
        while let Some(entry) = self.timers.first_entry().filter(|entry| entry.key().0 <= now) {
            entry.remove().wake();
        }
    }

    /// Real time until the next timer; at full speed none, for the clock has jumped there.
    fn until_next(&mut self) -> Option<Duration> {
        let (at, _) = *self.timers.first_key_value()?.0;
        match self.speed {
            Speed::Max => {
                self.set(at);
                Some(Duration::ZERO)
            }
            Speed::Times(times) => {
                let millis = (at - self.now()).max(0) as f64 / times;
                Some(Duration::from_secs_f64(millis / 1000.0))
            }
        }
    }
}

impl SandboxClock {
    /// A clock that shows `now`.
    pub fn new(now: Timestamp, speed: Speed) -> Self {
        let timers = BTreeMap::new();
        Self(Arc::new(Mutex::new(Inner {
            now: now.millis(),
            speed,
            set_at: Instant::now(),
            timers,
            next: 0,
        })))
    }

    fn inner(&self) -> MutexGuard<'_, Inner> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Moves on to `now`; never back.
    pub fn advance_to(&self, now: Timestamp) {
        let mut inner = self.inner();
        inner.set(now.millis());
        inner.ring();
    }

    /// From now on time runs at another speed; whoever waits now hears of it within [`LONGEST_NAP`].
    pub fn set_speed(&self, speed: Speed) {
        self.inner().hurry(speed);
    }

    /// At full speed years would pass, and a core be busy, while somebody outside is waited for in a loop: such
    /// loops breathe.
    pub fn breathe(&self) {
        if self.inner().speed == Speed::Max {
            std::thread::sleep(BREATH);
        }
    }

    /// Runs `future` to its end, or until `stop` says so.
    pub fn run<F: Future>(&self, future: F, stop: impl Fn() -> bool) -> Option<F::Output> {
        let mut future = pin!(future);
        let awake = Arc::new(Awake { woken: AtomicBool::new(true), thread: std::thread::current() });
        let waker = Waker::from(awake.clone());
        let mut context = Context::from_waker(&waker);
        loop {
            while awake.woken.swap(false, Ordering::AcqRel) {
                if let Poll::Ready(output) = future.as_mut().poll(&mut context) {
                    return Some(output);
                }
                if stop() {
                    return None;
                }
            }
            self.wait();
        }
    }

    /// Until the next timer, or until another thread wakes this one.
    fn wait(&self) {
        let wait = self.inner().until_next().unwrap_or(LONGEST_NAP);
        if !wait.is_zero() {
            std::thread::park_timeout(wait.min(LONGEST_NAP));
        }
        self.inner().ring();
    }
}

impl Clock for SandboxClock {
    fn now(&self) -> Timestamp {
        Timestamp::from_millis(self.inner().now())
    }

    fn sleep(&self, duration: Duration) -> Pin<Box<dyn Future<Output = ()> + Send + '_>> {
        let at = self.inner().now() + i64::try_from(duration.as_millis()).unwrap_or(i64::MAX / 2);
        Box::pin(Sleep { clock: self.clone(), at, entry: None })
    }
}

struct Sleep {
    clock: SandboxClock,
    at: i64,
    entry: Option<u64>,
}

impl Future for Sleep {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        let clock = self.clock.clone();
        let mut inner = clock.inner();
        if inner.now() >= self.at {
            return Poll::Ready(());
        }
        let entry = *self.entry.get_or_insert_with(|| {
            inner.next += 1;
            inner.next
        });
        inner.timers.insert((self.at, entry), context.waker().clone());
        Poll::Pending
    }
}

impl Drop for Sleep {
    fn drop(&mut self) {
        if let Some(entry) = self.entry {
            self.clock.inner().timers.remove(&(self.at, entry));
        }
    }
}

struct Awake {
    woken: AtomicBool,
    thread: Thread,
}

impl Wake for Awake {
    fn wake(self: Arc<Self>) {
        self.woken.store(true, Ordering::Release);
        self.thread.unpark();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn at_full_speed_an_hour_passes_at_once_and_in_order() {
        let clock = SandboxClock::new(Timestamp::from_millis(0), Speed::Max);
        let began = Instant::now();
        let later = async {
            clock.sleep(Duration::from_secs(3600)).await;
            clock.now().millis()
        };
        let sooner = async {
            clock.sleep(Duration::from_secs(60)).await;
            clock.now().millis()
        };
        let seen = clock.run(futures::future::join(later, sooner), || false);
        assert_eq!(seen, Some((3_600_000, 60_000)));
        assert!(began.elapsed() < Duration::from_secs(5));
    }

    #[test]
    fn a_thousand_times_as_fast_a_minute_takes_sixty_milliseconds() {
        let clock = SandboxClock::new(Timestamp::from_millis(0), Speed::Times(1000.0));
        let began = Instant::now();
        clock.run(clock.sleep(Duration::from_secs(60)), || false);
        assert!(began.elapsed() >= Duration::from_millis(59));
    }

    #[test]
    fn a_change_of_speed_is_heard_by_those_who_wait_already_and_time_never_goes_back() {
        let clock = SandboxClock::new(Timestamp::from_millis(0), Speed::Times(1.0));
        let (other, began) = (clock.clone(), Instant::now());
        let hurry = std::thread::spawn(move || {
            std::thread::sleep(Duration::from_millis(100));
            let before = other.now();
            other.set_speed(Speed::Max);
            assert!(other.now() >= before);
        });
        clock.run(clock.sleep(Duration::from_secs(3600)), || false);
        hurry.join().unwrap();
        assert!(clock.now().millis() >= 3_600_000);
        assert!(began.elapsed() < Duration::from_secs(60));
    }

    #[test]
    fn a_speed_is_a_number_or_max() {
        assert_eq!("max".parse(), Ok(Speed::Max));
        assert_eq!("12.5".parse(), Ok(Speed::Times(12.5)));
        assert!("0".parse::<Speed>().is_err());
        assert!("fast".parse::<Speed>().is_err());
    }
}
