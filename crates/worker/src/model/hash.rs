//! `hash-768`: vectors without a neural model, by feature hashing. Lexical only.

use std::ops::ControlFlow;

use serde_json::json;

use super::{Capability, Card, Model, ModelError, Task, Usage};
use crate::hashing;

/// The built-in embedding model.
pub struct Hash768 {
    card: Card,
}

impl Default for Hash768 {
    fn default() -> Self {
        Self { card: card() }
    }
}

impl Model for Hash768 {
    fn card(&self) -> &Card {
        &self.card
    }

    fn complete(
        &self,
        _: &Task,
        _: &mut dyn FnMut(&str) -> ControlFlow<()>,
    ) -> Result<Option<Usage>, ModelError> {
        Err(ModelError::Refused("this model makes vectors, not text".to_owned()))
    }

    fn embed(&self, text: &str) -> Result<Vec<f32>, ModelError> {
        Ok(hashing::vector(text))
    }
}

fn card() -> Card {
    let manifest = json!({
        "name": "hash-768",
        "version": hashing::VERSION,
        "kind": "feature hashing of words, pairs of words and parts of words; no learnt weights",
        "dimensions": hashing::DIMENSIONS,
    })
    .to_string();
    Card {
        name: "hash-768:latest".to_owned(),
        family: "hash".to_owned(),
        format: "built-in".to_owned(),
        parameter_size: "0".to_owned(),
        quantization_level: "none".to_owned(),
        capabilities: vec![Capability::Embedding],
        size: manifest.len() as u64,
        manifest,
        modified_at: "2026-11-23T00:00:00Z".to_owned(),
        license: "MIT OR Apache-2.0".to_owned(),
        template: String::new(),
        info: vec![
            ("general.architecture".to_owned(), json!("hash")),
            ("general.basename".to_owned(), json!("hash-768")),
            ("general.parameter_count".to_owned(), json!(0)),
            ("hash.embedding_length".to_owned(), json!(hashing::DIMENSIONS)),
        ],
        instant: true,
    }
}
