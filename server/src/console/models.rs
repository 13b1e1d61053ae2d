//! `/admin/api/models…`: what each worker has, pulled, removed and tried.

pub mod attempt;
pub mod cancel;
pub mod list;
pub mod pull;
pub mod pulls;
pub mod remove;

use lks_domain::console::models::{ModelsView, WorkerModel, WorkerModels};

use super::Console;
use super::error::ConsoleError;

/// Everything that the page shows.
fn view(console: &Console) -> ModelsView {
    ModelsView {
        workers: console.regions().inventory(),
        pulls: console.pulls().list(),
        wanted: console.desk().stack().unwrap_or_default().models,
    }
}

/// The worker that is meant.
fn worker(console: &Console, what: &WorkerModel) -> Result<WorkerModels, ConsoleError> {
    let workers = console.regions().inventory();
    let found = workers.into_iter().find(|w| (w.region, &w.worker) == (what.region, &what.worker));
    found.ok_or_else(|| ConsoleError::not_found("There is no such worker. Load the page again."))
}

/// The worker, if its models can be changed.
fn changeable(console: &Console, what: &WorkerModel) -> Result<WorkerModels, ConsoleError> {
    let worker = worker(console, what)?;
    if what.model.trim().is_empty() {
        return Err(ConsoleError::bad_input("Name a model, like llama3."));
    }
    if !worker.pulls {
        let sentence = "This worker is embedded: it has its built-in models and no others. \
                        Start an Ollama server and name it in lks.toml to have more.";
        return Err(ConsoleError::conflict("embedded_worker", sentence));
    }
    Ok(worker)
}

/// How a worker and a model stand in the audit log.
fn subject(what: &WorkerModel) -> String {
    format!("{} on {}/{}", what.model, what.region, what.worker)
}
