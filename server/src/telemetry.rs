//! Log lines on standard error and metrics for `/metrics`.

use std::io::IsTerminal;

use metrics_exporter_prometheus::{BuildError, PrometheusBuilder, PrometheusHandle};
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::SubscriberInitExt as _;
use tracing_subscriber::{EnvFilter, Layer as _};

use crate::config::LogFormat;
use crate::log_ring::LogRing;

/// Starts the log. A filter that cannot be read falls back to `info`, and says so.
pub fn start_log(filter: &str, format: LogFormat) {
    let (parsed, complaint) = match EnvFilter::try_new(filter) {
        Ok(parsed) => (parsed, None),
        Err(error) => (EnvFilter::new("info"), Some(error)),
    };
    let log = tracing_subscriber::fmt::layer()
        .with_writer(std::io::stderr)
        // Colours are for eyes; in a file they are noise.
        .with_ansi(std::io::stderr().is_terminal());
    let log = match format {
        LogFormat::Text => log.with_target(false).boxed(),
        LogFormat::Json => log.json().boxed(),
    };
    tracing_subscriber::registry().with(parsed).with(log).with(LogRing::of_process()).init();
    if let Some(error) = complaint {
        tracing::warn!(%error, "the log filter cannot be read; logging at info");
    }
}

/// Starts the collection of metrics; the handle renders them in Prometheus' text format.
///
/// # Errors
/// [`BuildError`] if a recorder is installed already.
pub fn start_metrics() -> Result<PrometheusHandle, BuildError> {
    PrometheusBuilder::new().install_recorder()
}
