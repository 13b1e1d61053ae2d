//! Pulling and deleting, as workers are asked to do it.

use async_stream::stream;
use futures::StreamExt;
use futures::future::{BoxFuture, FutureExt};
use futures::stream::BoxStream;
use lks_library::{LibraryError, ModelName, PINNED, Progress, fetch_pinned, pull};
use lks_worker::supply::{Step, Supply};
use tokio::sync::mpsc::unbounded_channel;

use super::Models;

impl Supply for Models {
    fn pull(&self, name: String) -> BoxStream<'static, Result<Step, String>> {
        let models = self.clone();
        let (sender, mut steps) = unbounded_channel();
        // Everything that is fetched is fetched inside the stream: dropping it stops the work.
        let mut work = async move {
            let mut watcher = |progress| {
                let _ = sender.send(step(progress));
            };
            models.bring(&name, &mut watcher).await
        }
        .boxed();
        stream! {
            loop {
                tokio::select! {
                    biased;
                    Some(step) = steps.recv() => yield Ok(step),
                    done = &mut work => {
                        while let Ok(step) = steps.try_recv() {
                            yield Ok(step);
                        }
                        if let Err(error) = done {
                            yield Err(error.to_string());
                        }
                        return;
                    }
                }
            }
        }
        .boxed()
    }

    fn remove(&self, name: String) -> BoxFuture<'static, Result<(), String>> {
        let models = self.clone();
        async move {
            let name: ModelName = name.parse().map_err(|error: LibraryError| error.to_string())?;
            models.0.library.remove(&name).map_err(|error| error.to_string())?;
            models.settle().await;
            Ok(())
        }
        .boxed()
    }
}

impl Models {
    async fn bring(&self, name: &str, watcher: lks_library::Watcher<'_>) -> Result<(), LibraryError> {
        let name: ModelName = name.parse()?;
        if name.has_own_host() {
            let reason = "a worker pulls from its own registry only; use `lks models get`".to_owned();
            return Err(LibraryError::Unsupported { name: name.to_string(), reason });
        }
        let Ok(_turn) = self.0.pulling.try_lock() else { return Err(LibraryError::Busy) };
        let (library, source, config) = (&self.0.library, &self.0.source, &self.0.config);
        if name.to_string() == PINNED.name {
            fetch_pinned(library, source, &config.index, watcher).await?;
        } else {
            pull(library, source, &config.registry, &name, watcher).await?;
        }
        self.settle().await;
        let here = self.0.models.names().contains(&name.to_string());
        if here {
            return Ok(());
        }
        let reason = "it was fetched and does not load; see the log".to_owned();
        Err(LibraryError::Unsupported { name: name.to_string(), reason })
    }
}

fn step(progress: Progress) -> Step {
    match progress {
        Progress::Asking => Step::Manifest,
        Progress::Fetching { digest, completed, total } => Step::Blob { digest, total, completed },
        Progress::Verifying => Step::Verifying,
        Progress::Storing => Step::Writing,
    }
}
