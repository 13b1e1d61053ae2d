//! The models that a worker said it has.

use std::sync::{Arc, PoisonError, RwLock};

use lks_domain::ollama::{ModelTag, tagged};
use serde_json::Value;

/// One model, as the worker wrote it and as far as we understand it.
#[derive(Debug, Clone)]
pub struct Listed {
    /// Untouched, for `/api/tags`.
    pub raw: Value,
    /// The part that routing needs.
    pub tag: ModelTag,
}

/// What a worker listed last.
#[derive(Debug, Default)]
pub struct Inventory(RwLock<Arc<Vec<Listed>>>);

impl Inventory {
    /// Takes the answer of `/api/tags`; false if it is none.
    pub fn learn(&self, answer: &[u8]) -> bool {
        let Some(models) = read(answer) else { return false };
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(models);
        true
    }

    /// What it listed last.
    pub fn models(&self) -> Arc<Vec<Listed>> {
        self.0.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Whether it has the model of this name; a name without a tag means `:latest`.
    pub fn has(&self, model: &str) -> bool {
        let name = tagged(model);
        self.models().iter().any(|listed| tagged(&listed.tag.name) == name)
    }
}

fn read(answer: &[u8]) -> Option<Vec<Listed>> {
    let mut answer: Value = serde_json::from_slice(answer).ok()?;
    let Value::Array(models) = answer.get_mut("models")?.take() else { return None };
    Some(models.into_iter().filter_map(listed).collect())
}

fn listed(raw: Value) -> Option<Listed> {
    let tag = serde_json::from_value(raw.clone()).ok()?;
    Some(Listed { raw, tag })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_without_a_list_changes_nothing() {
        let inventory = Inventory::default();
        assert!(inventory.learn(br#"{"models":[{"name":"llama3:latest","new_key":1},{"bad":2}]}"#));
        for bad in ["", "[]", "{}", r#"{"models":null}"#, "<html>"] {
            assert!(!inventory.learn(bad.as_bytes()), "{bad}");
        }
        assert!(inventory.has("llama3") && inventory.has("llama3:latest") && !inventory.has("llama3:8b"));
        assert_eq!(inventory.models()[0].raw["new_key"], 1);
    }
}
