//! How a run is held, let go on, or stopped from outside.

use std::future::Future;
use std::pin::Pin;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};

/// A handle on a run: no new call is made while it is paused, nor after [`Control::cancel`].
#[derive(Debug, Default)]
pub struct Control(Mutex<Inner>);

#[derive(Debug, Default)]
struct Inner {
    cancelled: bool,
    /// Why it is paused, if it is.
    paused: Option<String>,
    /// What was said when it was last let go on.
    resumed: String,
    waiting: Vec<Waker>,
}

impl Control {
    /// Stops the run: calls on their way are awaited, no new one is made.
    pub fn cancel(&self) {
        self.change(|inner| inner.cancelled = true);
    }

    /// Holds the run: calls on their way are awaited, no new one is made until [`Control::resume`]. `why` is
    /// told to whoever listens.
    pub fn pause(&self, why: impl Into<String>) {
        let why = why.into();
        self.change(|inner| {
            inner.paused.get_or_insert(why);
        });
    }

    /// Lets a paused run go on. `why` is told to whoever listens.
    pub fn resume(&self, why: impl Into<String>) {
        let why = why.into();
        self.change(|inner| {
            if inner.paused.take().is_some() {
                inner.resumed = why;
            }
        });
    }

    /// Whether the run shall stop.
    pub fn is_cancelled(&self) -> bool {
        self.inner().cancelled
    }

    /// Why the run is paused; `None`: it is not.
    pub fn paused(&self) -> Option<String> {
        self.inner().paused.clone()
    }

    /// Ready once the run shall stop.
    pub fn cancelled(&self) -> impl Future<Output = ()> + Send + '_ {
        Until { control: self, condition: |inner| inner.cancelled.then_some(()) }
    }

    /// Ready unless the run is paused, and once it shall stop.
    pub(crate) fn let_go(&self) -> impl Future<Output = ()> + Send + '_ {
        Until { control: self, condition: |inner| (inner.cancelled || inner.paused.is_none()).then_some(()) }
    }

    /// Why it is paused, once it is.
    pub(crate) fn until_paused(&self) -> impl Future<Output = String> + Send + '_ {
        Until { control: self, condition: |inner| inner.paused.clone() }
    }

    /// What was said, once it is let go on.
    pub(crate) fn until_resumed(&self) -> impl Future<Output = String> + Send + '_ {
        Until { control: self, condition: |inner| inner.paused.is_none().then(|| inner.resumed.clone()) }
    }

    fn change(&self, change: impl FnOnce(&mut Inner)) {
        let mut inner = self.inner();
        change(&mut inner);
        inner.waiting.drain(..).for_each(Waker::wake);
    }

    fn inner(&self) -> MutexGuard<'_, Inner> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

struct Until<'a, T> {
    control: &'a Control,
    condition: fn(&Inner) -> Option<T>,
}

impl<T> Future for Until<'_, T> {
    type Output = T;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<T> {
        let mut inner = self.control.inner();
        if let Some(met) = (self.condition)(&inner) {
            return Poll::Ready(met);
        }
        if !inner.waiting.iter().any(|waker| waker.will_wake(context.waker())) {
            inner.waiting.push(context.waker().clone());
        }
        Poll::Pending
    }
}

#[cfg(test)]
mod tests {
    use futures::FutureExt;

    use super::*;

    #[test]
    fn a_paused_run_waits_until_it_is_let_go_or_stopped() {
        let control = Control::default();
        assert!(control.let_go().now_or_never().is_some());
        control.pause("lunch");
        control.pause("another reason changes nothing");
        assert_eq!(control.paused().as_deref(), Some("lunch"));
        assert!(control.let_go().now_or_never().is_none());
        control.resume("back again");
        assert_eq!(control.until_resumed().now_or_never().as_deref(), Some("back again"));
        control.pause("once more");
        control.cancel();
        assert!(control.let_go().now_or_never().is_some(), "a stopped run must not wait");
    }
}
