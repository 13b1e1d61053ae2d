//! `lks worker`: one embedded worker alone, for any client of Ollama's API.

use std::future::IntoFuture;

use axum::Router;
use lks_tutor::Tutor;
use lks_worker::{Stock, Worker, WorkerConfig};
use tokio::net::TcpListener;

use crate::cli::WorkerOptions;
use crate::config::{Config, Overrides};
use crate::models::{Fetch, Models};
use crate::serve::StartError;
use crate::shutdown::Stopping;

/// Serves until the process is told to stop.
///
/// # Errors
/// [`StartError`].
pub async fn run(options: &WorkerOptions) -> Result<(), StartError> {
    let listener =
        TcpListener::bind(options.addr).await.map_err(|error| StartError::Listen(options.addr, error))?;
    let tutor = Tutor::new();
    tokio::task::spawn_blocking(move || tutor.warm_up());
    let settings = WorkerConfig { tokens_per_second: options.tokens_per_second, ..WorkerConfig::default() };
    let router: Router = lks_worker::router(Worker::with_stock(tutor, stock(options)?, settings));
    tracing::info!("the worker is ready at http://{}", options.addr);
    let stopping = Stopping::new();
    tokio::select! {
        served = axum::serve(listener, router).with_graceful_shutdown(stopping.clone().begun()).into_future() => {
            served.map_err(StartError::Serve)
        }
        () = stopping.overdue() => Ok(()),
    }
}

/// The models of the folder, if one was named. A worker fetches nothing by itself, but pulls when asked.
fn stock(options: &WorkerOptions) -> Result<Stock, StartError> {
    let Some(folder) = &options.data_dir else { return Ok(Stock::default()) };
    let settings = Overrides { data_dir: Some(folder.clone()), ..Overrides::from_environment() };
    let config = Config::load(settings)?;
    Ok(Models::open(&config, Fetch::WhenAsked)?.stock())
}
