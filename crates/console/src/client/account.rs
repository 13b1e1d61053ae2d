//! The connected account.

use lks_app::client::Api;
use lks_app::client::problem::Problem;
use lks_domain::console::account::{AccountView, Connect, SandboxChange};
use lks_domain::console::job::Job;

use super::{get, job, send};

/// What is connected, and what could be.
pub async fn account(api: Api) -> Result<AccountView, Problem> {
    get(api, "/account").await
}

/// Connects, and waits until that is done.
pub async fn connect(api: Api, how: &Connect) -> Result<AccountView, Problem> {
    let begun: Job = send(api, "POST", "/account", how).await?;
    job::ended(api, begun).await?;
    account(api).await
}

/// Sets how fast the simulated clock runs.
pub async fn set_speed(api: Api, speed: f64) -> Result<AccountView, Problem> {
    send(api, "PATCH", "/account", &SandboxChange { speed }).await
}

/// Disconnects.
pub async fn disconnect(api: Api) -> Result<AccountView, Problem> {
    send(api, "DELETE", "/account", &()).await
}
