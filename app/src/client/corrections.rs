//! `POST /corrections`.

use lks_domain::correction::{CorrectionRequest, Corrections};

use super::Api;
use super::problem::Problem;

impl Api {
    /// What is wrong in a text.
    pub async fn corrections(&self, request: &CorrectionRequest) -> Result<Corrections, Problem> {
        let body = serde_json::to_value(request).map_err(|_| Problem::Garbled)?;
        self.json("POST", "/corrections".to_owned(), Some(body)).await
    }
}
