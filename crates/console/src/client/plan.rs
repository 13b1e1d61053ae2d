//! The stack's choices and the plan.

use lks_app::client::Api;
use lks_app::client::problem::Problem;
use lks_domain::console::form::{StackChoices, StackForm};
use lks_domain::console::job::Job;
use lks_domain::console::plan::{PlanRequest, PlanView};

use super::{get, job, send};

/// The stack as it is chosen.
pub async fn stack(api: Api) -> Result<StackForm, Problem> {
    get(api, "/stack").await
}

/// What choices would come to; nothing is saved.
pub async fn check(api: Api, choices: &StackChoices) -> Result<StackForm, Problem> {
    send(api, "POST", "/stack/check", choices).await
}

/// Saves choices.
pub async fn save(api: Api, choices: &StackChoices) -> Result<StackForm, Problem> {
    send(api, "PUT", "/stack", choices).await
}

/// The plan that was made last, if one was.
pub async fn last_plan(api: Api) -> Result<Option<PlanView>, Problem> {
    match get(api, "/plan").await {
        Ok(plan) => Ok(Some(plan)),
        Err(Problem::NotFound) => Ok(None),
        Err(problem) => Err(problem),
    }
}

/// Makes a plan, and waits for it.
pub async fn make_plan(api: Api, removal: bool) -> Result<Option<PlanView>, Problem> {
    let begun: Job = send(api, "POST", "/plan", &PlanRequest { removal }).await?;
    job::ended(api, begun).await?;
    last_plan(api).await
}
