//! The regions: their models, their live state, their chat.

use lks_domain::arrival::Arrival;
use lks_domain::live::RegionStatus;
use lks_domain::ollama::{ChatRequest, Tags};
use lks_domain::region::Region;

use serde_json::{Value, json};

use super::problem::Problem;
use super::{Api, Data};
use crate::browser::{self, Incoming};

impl Api {
    /// What a region's workers have, and how long the answer took, in milliseconds.
    pub async fn tags(&self, region: Region) -> Result<(Tags, i64), Problem> {
        let started = browser::now_ms();
        let tags = self.json("GET", format!("/{region}/tags"), None).await?;
        Ok((tags, browser::now_ms() - started))
    }

    /// The server's own view of all regions; only `lks serve` has it.
    pub async fn region_statuses(&self) -> Result<Vec<RegionStatus>, Problem> {
        if !self.has_service().await? {
            return Err(Problem::NotFound);
        }
        Ok(self.json::<Data<Vec<RegionStatus>>>("GET", "/regions".to_owned(), None).await?.data)
    }

    /// How far Sofya's own language model is; only `lks serve` knows.
    pub async fn model_arrival(&self) -> Result<Arrival, Problem> {
        if !self.has_service().await? {
            return Err(Problem::NotFound);
        }
        self.json("GET", "/model.json".to_owned(), None).await
    }

    /// The vector of a text, as a region's worker makes it.
    pub async fn embed(&self, region: Region, model: &str, text: &str) -> Result<Vec<f32>, Problem> {
        let body = json!({ "model": model, "input": text });
        let mut answer: Embedded = self.json("POST", format!("/{region}/embed"), Some(body)).await?;
        answer.embeddings.pop().ok_or(Problem::Garbled)
    }

    /// Asks a region's scoring worker something; its whole answer.
    pub async fn generate(&self, region: Region, model: &str, prompt: &str) -> Result<String, Problem> {
        let body = json!({ "model": model, "prompt": prompt, "stream": false });
        let answer: Value = self.json("POST", format!("/{region}/generate"), Some(body)).await?;
        answer.get("response").and_then(Value::as_str).map(ToOwned::to_owned).ok_or(Problem::Garbled)
    }

    /// Opens a region's NDJSON chat stream.
    pub async fn chat(&self, region: Region, request: &ChatRequest) -> Result<Incoming, Problem> {
        let body = serde_json::to_value(request).map_err(|_| Problem::Garbled)?;
        self.stream("POST", format!("/{region}/chat"), Some(body)).await
    }
}

/// A worker's answer to `embed`.
#[derive(serde::Deserialize)]
struct Embedded {
    embeddings: Vec<Vec<f32>>,
}
