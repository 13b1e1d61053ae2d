//! What drifted, and what was decided about it.

use lks_app::client::Api;
use lks_app::client::problem::Problem;
use lks_domain::console::drift::{DriftDecision, DriftView};
use lks_domain::console::job::Job;

use super::{get, job, send};

/// What was found last, if it was looked.
pub async fn last(api: Api) -> Result<Option<DriftView>, Problem> {
    match get(api, "/drift").await {
        Ok(drift) => Ok(Some(drift)),
        Err(Problem::NotFound) => Ok(None),
        Err(problem) => Err(problem),
    }
}

/// Looks, and waits for it.
pub async fn look(api: Api) -> Result<Option<DriftView>, Problem> {
    let begun: Job = send(api, "POST", "/drift", &()).await?;
    job::ended(api, begun).await?;
    last(api).await
}

/// Decides about a field, and looks again.
pub async fn decide(api: Api, decision: &DriftDecision) -> Result<Option<DriftView>, Problem> {
    let begun: Job = send(api, "POST", "/drift/choices", decision).await?;
    job::ended(api, begun).await?;
    last(api).await
}
