//! A published state of the API. Its description holds the sum of the document it publishes.

use lks_provision::cloud::{ErrorClass, Observed};
use lks_provision::resource::Kind;

use super::candidates;
use crate::aws::Site;
use crate::fault::{self, Done};
use crate::given::Given;
use crate::kinds::Handler;
use crate::pages::all;
use crate::seen::Seen;

pub(crate) struct Deployment;

impl Handler for Deployment {
    async fn fetch(site: Site<'_>, id: Option<&str>) -> Done<Vec<Observed>> {
        let mut seen = Vec::new();
        for api in candidates(site).await? {
            let api = api.id().unwrap_or_default();
            match all!(site.clients.apigateway.get_deployments().rest_api_id(api)) {
                Ok(deployments) => seen.extend(deployments.iter().filter_map(|deployment| {
                    let own = deployment.id().filter(|own| id.is_none_or(|id| id == *own))?;
                    Some(observed(site, api, own, deployment.description()))
                })),
                Err(error) if error.class == ErrorClass::NotFound => {}
                Err(error) => return Err(error),
            }
        }
        Ok(seen)
    }

    async fn create(site: Site<'_>, given: Given<'_>, _token: &str) -> Done<Observed> {
        let (api, text) = (given.need("RestApiId")?, given.need("Description")?);
        let asked = site.clients.apigateway.create_deployment().rest_api_id(&api).description(&text);
        let made = asked.send().await.map_err(fault::of)?;
        let id = made.id().ok_or_else(|| fault::lacking("the deployment's id"))?;
        Ok(observed(site, &api, id, Some(&text)))
    }

    async fn delete(site: Site<'_>, id: &str) -> Done<()> {
        let found = Self::fetch(site, Some(id)).await?;
        let api =
            found.first().and_then(|seen| seen.properties.get("RestApiId")?.as_str().map(str::to_owned));
        let api = api.ok_or_else(|| fault::not_found(id))?;
        let asked = site.clients.apigateway.delete_deployment().rest_api_id(api).deployment_id(id);
        asked.send().await.map_err(fault::of).map(drop)
    }
}

fn observed(site: Site<'_>, api: &str, id: &str, description: Option<&str>) -> Observed {
    Seen::new(site.region, Kind::Deployment, id)
        .with("RestApiId", api)
        .with("Description", description)
        .attribute("DeploymentId", id)
        .done()
}
