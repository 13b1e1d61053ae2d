//! Everything at a glance.

use lks_app::client::Api;
use lks_app::client::problem::Problem;
use lks_domain::console::overview::Overview;

use super::get;

/// The overview.
pub async fn overview(api: Api) -> Result<Overview, Problem> {
    get(api, "/overview").await
}
