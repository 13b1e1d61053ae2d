//! The log: one JSON object a line on standard output, where the Lambda service takes it.

use tracing_subscriber::EnvFilter;

/// Starts the log. A filter that cannot be read falls back to `info`, and says so.
pub fn start(filter: &str) {
    let (parsed, complaint) = match EnvFilter::try_new(filter) {
        Ok(parsed) => (parsed, None),
        Err(error) => (EnvFilter::new("info"), Some(error)),
    };
    let log = tracing_subscriber::fmt().json().flatten_event(true).with_span_list(false);
    let started = log.with_env_filter(parsed).with_writer(std::io::stdout).try_init();
    if started.is_ok()
        && let Some(error) = complaint
    {
        tracing::warn!(%error, "the log filter cannot be read; logging at info");
    }
}
