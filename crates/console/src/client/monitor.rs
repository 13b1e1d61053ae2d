//! Figures, logs and models.

use lks_app::browser::Incoming;
use lks_app::client::Api;
use lks_app::client::problem::Problem;
use lks_domain::console::models::{ModelsView, Pull, Trial, WorkerModel};
use lks_domain::console::monitor::{LogPage, MonitorView, Source};
use uuid::Uuid;

use super::{get, query, send};

/// A source's name in addresses.
pub const fn source_name(source: Source) -> &'static str {
    match source {
        Source::Local => "local",
        Source::Simulated => "simulated",
        Source::Aws => "aws",
    }
}

/// Figures of the last minutes.
pub async fn figures(api: Api, source: Source, minutes: u32) -> Result<MonitorView, Problem> {
    get(api, format!("/monitor?source={}&minutes={minutes}", source_name(source))).await
}

/// Lines of the log that a search finds.
pub async fn logs(
    api: Api,
    source: Source,
    group: &str,
    search: &str,
    before: Option<u64>,
) -> Result<LogPage, Problem> {
    let before = before.map(|number| format!("&before={number}")).unwrap_or_default();
    let (source, group, search) = (source_name(source), query(group), query(search));
    let group = if group.is_empty() { group } else { format!("&group={group}") };
    get(api, format!("/logs?limit=100&source={source}{group}&search={search}{before}")).await
}

/// What is on each worker.
pub async fn models(api: Api) -> Result<ModelsView, Problem> {
    get(api, "/models").await
}

/// Begins a pull; what is on each worker then.
pub async fn pull(api: Api, what: &WorkerModel) -> Result<ModelsView, Problem> {
    let _: Pull = send(api, "POST", "/models/pull", what).await?;
    models(api).await
}

/// Stops a pull.
pub async fn stop_pull(api: Api, id: Uuid) -> Result<ModelsView, Problem> {
    let _: Pull = send(api, "DELETE", format!("/models/pulls/{id}"), &()).await?;
    models(api).await
}

/// Removes a model from a worker.
pub async fn remove(api: Api, what: &WorkerModel) -> Result<ModelsView, Problem> {
    send(api, "DELETE", "/models", what).await
}

/// Opens a worker's answer to a prompt.
pub async fn try_prompt(api: Api, trial: &Trial) -> Result<Incoming, Problem> {
    let body = serde_json::to_value(trial).map_err(|_| Problem::Garbled)?;
    api.stream("POST", "/admin/api/models/try".to_owned(), Some(body)).await
}
