//! The public API: written as one OpenAPI document, read back from what API Gateway made of it.

use aws_sdk_apigateway::primitives::Blob;
use aws_sdk_apigateway::types::{EndpointConfiguration, EndpointType, PutMode, RestApi};
use lks_provision::cloud::{ErrorClass, Observed};
use lks_provision::resource::{Kind, canonical, digest};
use serde_json::{Value, json};

use super::document::{self, Parts};
use super::{candidates, replace, retag};
use crate::aws::Site;
use crate::fault::{self, Done};
use crate::given::{Given, texts};
use crate::kinds::Handler;
use crate::pages::all;
use crate::seen::{Seen, dense};

pub(crate) struct Api;

impl Handler for Api {
    async fn fetch(site: Site<'_>, id: Option<&str>) -> Done<Vec<Observed>> {
        let mut seen = Vec::new();
        for api in candidates(site).await? {
            if id.is_some_and(|id| api.id() != Some(id)) {
                continue;
            }
            match body(site, &api).await {
                Ok(body) => seen.push(observed(site, &api).with("Body", body).done()),
                Err(error) if error.class == ErrorClass::NotFound => {}
                Err(error) => return Err(error),
            }
        }
        Ok(seen)
    }

    /// Without its document, which is put by an update of its own: one call, one place to crash at.
    async fn create(site: Site<'_>, given: Given<'_>, _token: &str) -> Done<Observed> {
        let types = given
            .value("EndpointConfiguration")
            .and_then(|config| texts(config, "Types"))
            .unwrap_or_default();
        let types = types.iter().map(|kind| EndpointType::from(kind.as_str())).collect();
        let endpoint = EndpointConfiguration::builder().set_types(Some(types)).build();
        let made = site
            .clients
            .apigateway
            .create_rest_api()
            .name(given.need("Name")?)
            .set_description(given.text("Description"))
            .endpoint_configuration(endpoint)
            .set_tags(Some(given.tags().into_iter().collect()))
            .send()
            .await
            .map_err(fault::of)?;
        let id = made.id().ok_or_else(|| fault::lacking("the API's id"))?;
        let seen = Seen::new(site.region, Kind::RestApi, id)
            .attribute("RestApiId", id)
            .attribute("RootResourceId", made.root_resource_id());
        let shown = ["Name", "Description", "EndpointConfiguration", "Tags"];
        Ok(shown.into_iter().fold(seen, |seen, name| seen.with(name, given.value(name).cloned())).done())
    }

    async fn update(site: Site<'_>, id: &str, change: Given<'_>) -> Done<()> {
        if let Some(body) = change.value("Body") {
            put(site, id, body).await?;
        }
        let patches: Vec<_> = [("Name", "/name"), ("Description", "/description")]
            .into_iter()
            .filter_map(|(name, path)| Some(replace(path, change.text(name)?)))
            .collect();
        if !patches.is_empty() {
            let asked = site.clients.apigateway.update_rest_api().rest_api_id(id);
            asked.set_patch_operations(Some(patches)).send().await.map_err(fault::of)?;
        }
        retag(site, &format!("/restapis/{id}"), change).await
    }

    async fn delete(site: Site<'_>, id: &str) -> Done<()> {
        site.clients.apigateway.delete_rest_api().rest_api_id(id).send().await.map_err(fault::of).map(drop)
    }
}

/// Overwrites the whole API. Its version tells which document it was made of, and its description would
/// be lost if the document did not repeat it.
async fn put(site: Site<'_>, id: &str, body: &Value) -> Done<()> {
    let present = site.clients.apigateway.get_rest_api().rest_api_id(id).send().await.map_err(fault::of)?;
    let mut document = body.clone();
    document["info"]["version"] = digest(canonical(body)).into();
    if let Some(text) = present.description() {
        document["info"]["description"] = text.into();
    }
    site.clients
        .apigateway
        .put_rest_api()
        .rest_api_id(id)
        .mode(PutMode::Overwrite)
        .fail_on_warnings(false)
        .body(Blob::new(document.to_string()))
        .send()
        .await
        .map_err(fault::of)
        .map(drop)
}

/// The document that would make the API as it is now.
async fn body(site: Site<'_>, api: &RestApi) -> Done<Value> {
    let id = api.id().unwrap_or_default();
    let client = &site.clients.apigateway;
    let resources = all!(client.get_resources().rest_api_id(id).embed("methods").limit(500))?;
    let authorizers = client.get_authorizers().rest_api_id(id).limit(500).send().await.map_err(fault::of)?;
    let answers =
        client.get_gateway_responses().rest_api_id(id).limit(500).send().await.map_err(fault::of)?;
    let mut settled = Vec::with_capacity(resources.len());
    for mut resource in resources {
        complete(site, id, &mut resource).await?;
        settled.push(resource);
    }
    Ok(document::write(&Parts {
        title: api.name().unwrap_or_default(),
        version: api.version().unwrap_or_default(),
        resources: &settled,
        authorizers: authorizers.items(),
        answers: answers.items(),
    }))
}

/// Emulators may leave the methods out of the list that should have them embedded.
async fn complete(site: Site<'_>, api: &str, resource: &mut aws_sdk_apigateway::types::Resource) -> Done<()> {
    let Some(id) = resource.id.clone() else { return Ok(()) };
    for (verb, method) in resource.resource_methods.iter_mut().flatten() {
        if method.http_method().is_none() {
            let asked =
                site.clients.apigateway.get_method().rest_api_id(api).resource_id(&id).http_method(verb);
            let answer = asked.send().await.map_err(fault::of)?;
            method.http_method.clone_from(&answer.http_method);
            method.authorization_type.clone_from(&answer.authorization_type);
            method.authorizer_id.clone_from(&answer.authorizer_id);
            method.method_integration.clone_from(&answer.method_integration);
        }
    }
    Ok(())
}

fn observed(site: Site<'_>, api: &RestApi) -> Seen {
    let id = api.id().unwrap_or_default();
    let endpoint = api.endpoint_configuration().map(|endpoint| {
        let types: Vec<&str> = endpoint.types().iter().map(|kind| kind.as_str()).collect();
        dense(json!({ "Types": types }))
    });
    let tags = api.tags().into_iter().flatten().map(|(key, value)| (key.as_str(), value.as_str()));
    Seen::new(site.region, Kind::RestApi, id)
        .with("Name", api.name())
        .with("Description", api.description())
        .with("EndpointConfiguration", endpoint)
        .with("DisableExecuteApiEndpoint", api.disable_execute_api_endpoint())
        .attribute("RestApiId", id)
        .attribute("RootResourceId", api.root_resource_id())
        .tag_pairs(tags)
}

/// Part of the API's document: looked at by verification, never made alone.
pub(crate) struct Authorizer;

impl Handler for Authorizer {
    async fn fetch(site: Site<'_>, id: Option<&str>) -> Done<Vec<Observed>> {
        // The document shows it; listed on its own it would count as a resource that nobody asked for.
        let _ = (site, id);
        Ok(Vec::new())
    }
}
