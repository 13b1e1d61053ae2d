//! The jury's sheet.

use lks_app::client::Api;
use lks_app::client::problem::Problem;
use lks_domain::console::job::Job;
use lks_domain::console::sheet::{Sheet, SheetSummary, VerifyRequest};

use super::{get, job, send};

/// The last sheet, if there is one.
pub async fn last(api: Api) -> Result<Option<Sheet>, Problem> {
    match get(api, "/verify").await {
        Ok(sheet) => Ok(Some(sheet)),
        Err(Problem::NotFound) => Ok(None),
        Err(problem) => Err(problem),
    }
}

/// An earlier sheet.
pub async fn sheet(api: Api, id: &str) -> Result<Option<Sheet>, Problem> {
    get(api, format!("/verify/{id}")).await.map(Some)
}

/// All sheets, newest first.
pub async fn history(api: Api) -> Result<Vec<SheetSummary>, Problem> {
    get(api, "/verify/history").await
}

/// Checks everything or one group, and waits for it.
pub async fn verify(api: Api, group: Option<String>) -> Result<Option<Sheet>, Problem> {
    let begun: Job = send(api, "POST", "/verify", &VerifyRequest { group }).await?;
    job::ended(api, begun).await?;
    last(api).await
}
