//! A text's vector, from a model of a region.

use lks_domain::region::{Region, WorkerKind};
use serde::Deserialize;
use serde_json::json;

use crate::chat::{post, successful};
use crate::choice::Need;
use crate::error::LlmError;
use crate::regions::Regions;

/// Largest answer that is read, in bytes.
const ANSWER_BYTES: usize = 4 * 1024 * 1024;

#[derive(Deserialize)]
struct Answer {
    embeddings: Vec<Vec<f32>>,
}

impl Regions {
    /// The vector of a text. Vectors of different models must never be compared: it is up to the
    /// caller to ask for the same model always.
    ///
    /// # Errors
    /// Any [`LlmError`] but `Path` and `Method`.
    #[tracing::instrument(name = "llm.embed", skip_all, fields(%region, model))]
    pub async fn embed(&self, region: Region, model: &str, text: &str) -> Result<Vec<f32>, LlmError> {
        let need = Need { kind: WorkerKind::Llm, model: Some(model.to_owned()), brings: false };
        let request = post("/api/embed", &json!({ "model": model, "input": text }));
        let answer = self.dispatch(region, &need, request).await?;
        let answer = successful(region, model, answer).await?;
        let failed = |reason: &str| LlmError::Worker { region, reason: reason.to_owned() };
        let body =
            axum::body::to_bytes(answer.into_body(), ANSWER_BYTES).await.map_err(|_| failed("broke off"))?;
        let answer: Answer = serde_json::from_slice(&body).map_err(|_| failed("not embeddings"))?;
        answer.embeddings.into_iter().next().ok_or_else(|| failed("no embedding"))
    }
}
