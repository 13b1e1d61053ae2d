//! When to stop: Ctrl-C or SIGTERM, and how long to wait for those still being served.

use std::time::Duration;

use tokio::sync::watch;

/// What is left to requests that are being answered.
const GRACE: Duration = Duration::from_secs(5);

/// Tells everybody that asks when the process is to stop.
#[derive(Clone)]
pub struct Stopping(watch::Receiver<bool>);

impl Stopping {
    /// Listens for the signals from now on.
    pub fn new() -> Self {
        let (told, stopping) = watch::channel(false);
        tokio::spawn(async move {
            signalled().await;
            tracing::info!("stopping");
            let _ = told.send(true);
        });
        Self(stopping)
    }

    /// Ends when the process is told to stop.
    pub async fn begun(mut self) {
        let _ = self.0.wait_for(|stopping| *stopping).await;
    }

    /// Ends when it was told to stop some seconds ago.
    pub async fn overdue(self) {
        self.begun().await;
        tokio::time::sleep(GRACE).await;
    }
}

impl Default for Stopping {
    fn default() -> Self {
        Self::new()
    }
}

async fn signalled() {
    let interrupted = tokio::signal::ctrl_c();
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        match signal(SignalKind::terminate()) {
            Ok(mut terminated) => tokio::select! { _ = interrupted => {}, _ = terminated.recv() => {} },
            Err(error) => {
                tracing::warn!(%error, "SIGTERM cannot be waited for");
                let _ = interrupted.await;
            }
        }
    }
    #[cfg(not(unix))]
    let _ = interrupted.await;
}
