//! The models a worker has, by name. An alias is what `ollama cp` makes: another name, the same
//! model, the same digest.

use std::sync::{Arc, PoisonError, RwLock};

use lks_tutor::Tutor;
use sha2::{Digest, Sha256};

use crate::model::{Hash768, Model, PracticeRules};

/// Names that existing clients have fixed in them, and the model each of them gets here.
const ALIASES: [(&str, &str); 4] = [
    ("orca-mini:latest", "practice-rules:latest"),
    ("llama3:latest", "practice-rules:latest"),
    ("llama2:latest", "practice-rules:latest"),
    ("nomic-embed-text:latest", "hash-768:latest"),
];

/// A model under one of its names.
#[derive(Clone)]
pub(crate) struct Named {
    /// With tag.
    pub(crate) name: String,
    /// SHA-256 of the model's manifest, in hexadecimal digits.
    pub(crate) digest: String,
    pub(crate) model: Arc<dyn Model>,
}

impl Named {
    fn of(model: Arc<dyn Model>) -> Self {
        Self { name: model.card().name.clone(), digest: digest(&*model), model }
    }
}

/// Models that come and go while workers run. Cheap to clone; clones are the same models, so that
/// several workers can have them and each is in memory once.
#[derive(Clone, Default)]
pub struct Models(Arc<RwLock<Vec<Named>>>);

impl Models {
    /// One more model, under its own name; it takes the place of one that has this name already.
    pub fn put(&self, model: Arc<dyn Model>) {
        let new = Named::of(model);
        let mut models = self.0.write().unwrap_or_else(PoisonError::into_inner);
        models.retain(|named| !named.name.eq_ignore_ascii_case(&new.name));
        models.push(new);
    }

    /// Takes the model of this name away; replies being written are written to their end.
    pub fn take(&self, name: &str) {
        let mut models = self.0.write().unwrap_or_else(PoisonError::into_inner);
        models.retain(|named| !named.name.eq_ignore_ascii_case(name));
    }

    /// Their names.
    pub fn names(&self) -> Vec<String> {
        self.all().into_iter().map(|named| named.name).collect()
    }

    fn all(&self) -> Vec<Named> {
        self.0.read().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

/// All names of a worker.
pub(crate) struct Catalog {
    built_in: Vec<Named>,
    aliases: Vec<Named>,
    others: Models,
}

impl Catalog {
    pub(crate) fn new(tutor: Tutor, others: Models) -> Self {
        let built_in =
            vec![Named::of(Arc::new(PracticeRules::new(tutor))), Named::of(Arc::new(Hash768::default()))];
        let alias = |(alias, name): (&str, &str)| {
            let named = built_in.iter().find(|named| named.name == name)?;
            Some(Named { name: alias.to_owned(), ..named.clone() })
        };
        let aliases = ALIASES.into_iter().filter_map(alias).collect();
        Self { built_in, aliases, others }
    }

    /// Every model under each of its names, true names first.
    pub(crate) fn names(&self) -> Vec<Named> {
        let others = self.others.all();
        self.built_in.iter().cloned().chain(others).chain(self.aliases.iter().cloned()).collect()
    }

    /// Whether a model came after the program was made, so that it can go again.
    pub(crate) fn is_removable(&self, name: &str) -> bool {
        self.others.all().iter().any(|named| named.name == name)
    }

    /// The model of this name, as Ollama reads names: no tag means `latest`, case does not matter,
    /// its own registry's host and `library/` may stand before it.
    pub(crate) fn find(&self, name: &str) -> Option<Named> {
        let name = name.strip_prefix("registry.ollama.ai/").unwrap_or(name);
        let wanted = lks_domain::ollama::tagged(name.strip_prefix("library/").unwrap_or(name));
        self.names().into_iter().find(|named| named.name.eq_ignore_ascii_case(&wanted))
    }
}

/// SHA-256 of the manifest, computed from what is really there.
pub(crate) fn digest(model: &dyn Model) -> String {
    hex::encode(Sha256::digest(model.card().manifest.as_bytes()))
}

/// Whether a text can be a model's name: parts of at most 80 letters, digits, `_`, `-` and `.`,
/// with `/` between them and a tag behind `:`.
pub(crate) fn valid_name(name: &str) -> bool {
    let (path, tag) = match name.rsplit_once(':') {
        Some((path, tag)) if !tag.contains('/') => (path, tag),
        _ => (name, "latest"),
    };
    let parts: Vec<&str> = path.split('/').collect();
    parts.len() <= 3 && parts.iter().all(|part| valid_part(part)) && valid_part(tag)
}

fn valid_part(part: &str) -> bool {
    (1..=80).contains(&part.len())
        && part.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '_')
        && part.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.' | ':'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_alias_is_the_same_model_under_the_same_digest() {
        let catalog = Catalog::new(Tutor::new(), Models::default());
        let find = |name| catalog.find(name).map(|named| named.digest);
        assert_eq!(find("llama3"), find("practice-rules:latest"));
        assert_eq!(find("Nomic-Embed-Text"), find("library/hash-768"));
        assert_ne!(find("llama3"), find("hash-768"));
        assert!(find("llama3:8b").is_none() && find("").is_none());
        assert_eq!(catalog.names().len(), 6);
    }

    #[test]
    fn names_are_told_from_nonsense() {
        for good in ["llama3", "a/b:c", "host:5000/team/x:1.5-q4_K_M"] {
            assert!(valid_name(good), "{good}");
        }
        for bad in ["", "a b", "../x", "a//b", ":x", "a:", "a/b/c/d", "é"] {
            assert!(!valid_name(bad), "{bad}");
        }
    }
}
