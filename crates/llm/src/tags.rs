//! `/api/tags` of a region: the models of all its workers, each name once.

use std::collections::HashSet;
use std::sync::Arc;

use axum::body::Body;
use futures::future::join_all;
use http::{HeaderValue, Response, header};
use lks_domain::ollama::{ModelTag, tagged};
use lks_domain::region::Region;
use serde_json::json;

use crate::error::LlmError;
use crate::inventory::Listed;
use crate::regions::Regions;
use crate::worker::Worker;

impl Regions {
    /// The models of the region as they are known now, each name once: that of a server of its own
    /// before a built-in one.
    pub fn models(&self, region: Region) -> Vec<ModelTag> {
        self.listed(region).into_iter().map(|listed| listed.tag).collect()
    }

    /// Asks the workers that answer and gives their lists as one.
    pub(crate) async fn tags(&self, region: Region) -> Result<Response<Body>, LlmError> {
        let workers = self.workers(region);
        let asked: Vec<_> = workers.iter().filter(|worker| worker.health.usable()).collect();
        let asked = if asked.is_empty() { workers.iter().collect() } else { asked };
        let answers = join_all(asked.into_iter().map(|worker| worker.probe(*self.timing()))).await;
        if !answers.contains(&true) {
            return Err(LlmError::Unreachable(region));
        }
        let models: Vec<_> = self.listed(region).into_iter().map(|listed| listed.raw).collect();
        let mut answer = Response::new(Body::from(json!({ "models": models }).to_string()));
        let json = HeaderValue::from_static("application/json; charset=utf-8");
        answer.headers_mut().insert(header::CONTENT_TYPE, json);
        Ok(answer)
    }

    fn listed(&self, region: Region) -> Vec<Listed> {
        let mut workers: Vec<&Arc<Worker>> =
            self.workers(region).iter().filter(|worker| worker.health.usable()).collect();
        workers.sort_by_key(|worker| !worker.explicit);
        let mut names = HashSet::new();
        let all = workers.into_iter().flat_map(|worker| worker.inventory.models().to_vec());
        all.filter(|listed| names.insert(tagged(&listed.tag.name))).collect()
    }
}
