//! The cloud's time: real for AWS, virtual for the Sandbox.

use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

use lks_domain::timestamp::Timestamp;

/// Tells time and waits.
pub trait Clock: Send + Sync {
    /// Now.
    fn now(&self) -> Timestamp;

    /// Ready after `duration` of this clock's time.
    fn sleep(&self, duration: Duration) -> Pin<Box<dyn Future<Output = ()> + Send + '_>>;
}
