//! Amazon Cognito user pools. Only pools with a name of ours are looked into.

pub(crate) mod client;
pub(crate) mod group;
pub(crate) mod pool;

use lks_provision::stack::PREFIX;

use crate::aws::Site;
use crate::fault::Done;
use crate::pages::all;

/// Ids of the pools that can be ours, by their name.
async fn candidates(site: Site<'_>) -> Done<Vec<String>> {
    let pools = all!(site.clients.cognito.list_user_pools().max_results(60))?;
    let named = pools.into_iter().filter(|pool| pool.name().is_some_and(|name| name.starts_with(PREFIX)));
    Ok(named.filter_map(|pool| pool.id).collect())
}
