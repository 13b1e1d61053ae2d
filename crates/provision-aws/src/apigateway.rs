//! Amazon API Gateway (REST). Its control plane takes about ten calls a second in all, so only what has
//! a name of ours is looked into, and the API is written as one document.

pub(crate) mod api;
pub(crate) mod deployment;
pub(crate) mod link;
pub(crate) mod stage;

mod document;

use aws_sdk_apigateway::types::{Op, PatchOperation, RestApi};
use lks_provision::stack::PREFIX;

use crate::aws::Site;
use crate::fault::{self, Done};
use crate::given::Given;
use crate::pages::all;

/// The APIs that can be ours, by their name.
async fn candidates(site: Site<'_>) -> Done<Vec<RestApi>> {
    let apis = all!(site.clients.apigateway.get_rest_apis().limit(500))?;
    Ok(apis.into_iter().filter(|api| api.name().is_some_and(|name| name.starts_with(PREFIX))).collect())
}

fn replace(path: impl Into<String>, value: impl Into<String>) -> PatchOperation {
    PatchOperation::builder().op(Op::Replace).path(path).value(value).build()
}

/// Sets tags of what is at this path, if the change has any.
async fn retag(site: Site<'_>, path: &str, change: Given<'_>) -> Done<()> {
    let tags = change.tags();
    if !tags.is_empty() {
        let arn = format!("arn:aws:apigateway:{}::{path}", site.region);
        let asked = site.clients.apigateway.tag_resource().resource_arn(arn);
        asked.set_tags(Some(tags.into_iter().collect())).send().await.map_err(fault::of)?;
    }
    Ok(())
}
