//! How a run is stopped from outside.

use std::future::Future;
use std::pin::Pin;
use std::sync::{Mutex, PoisonError};
use std::task::{Context, Poll, Waker};

/// A handle on a run: no new call is made after [`Control::cancel`].
#[derive(Debug, Default)]
pub struct Control(Mutex<Inner>);

#[derive(Debug, Default)]
struct Inner {
    cancelled: bool,
    waiting: Vec<Waker>,
}

impl Control {
    /// Stops the run: calls on their way are awaited, no new one is made.
    pub fn cancel(&self) {
        let mut inner = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        inner.cancelled = true;
        inner.waiting.drain(..).for_each(Waker::wake);
    }

    /// Whether the run shall stop.
    pub fn is_cancelled(&self) -> bool {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).cancelled
    }

    /// Ready once the run shall stop.
    pub fn cancelled(&self) -> impl Future<Output = ()> + Send + '_ {
        Cancelled(self)
    }
}

struct Cancelled<'a>(&'a Control);

impl Future for Cancelled<'_> {
    type Output = ();

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        let mut inner = self.0.0.lock().unwrap_or_else(PoisonError::into_inner);
        if inner.cancelled {
            return Poll::Ready(());
        }
        if !inner.waiting.iter().any(|waker| waker.will_wake(context.waker())) {
            inner.waiting.push(context.waker().clone());
        }
        Poll::Pending
    }
}
