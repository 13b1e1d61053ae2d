//! Which of a region's models a learner can choose: each once, under its true name.

use lks_domain::ollama::{EMBEDDING_MODEL, ModelTag, Tags};

/// Names that existing clients ask for; where a model has another name too, that one is shown.
const ALIASES: [&str; 4] = ["orca-mini", "llama3", "llama2", "nomic-embed-text"];

/// The true names of the models that can chat, in the order of the region.
pub fn chat_models(tags: &Tags) -> Vec<String> {
    different(tags)
        .filter(|model| !model.makes_vectors())
        .map(|model| true_name(model, &tags.models))
        .collect()
}

/// The true names of the models that make vectors; the one that is used unless another is chosen comes first.
pub fn embedding_models(tags: &Tags) -> Vec<String> {
    let usual = tags.models.iter().find(|model| short(&model.name) == EMBEDDING_MODEL);
    let usual = usual.map(|model| true_name(model, &tags.models));
    let embedders = different(tags).filter(|model| model.makes_vectors());
    let mut names: Vec<String> = embedders.map(|model| true_name(model, &tags.models)).collect();
    names.sort_by_key(|name| usual.as_ref() != Some(name));
    names
}

/// Each model once, whatever names it has.
fn different(tags: &Tags) -> impl Iterator<Item = &ModelTag> {
    tags.models.iter().enumerate().filter_map(|(at, model)| {
        let seen =
            !model.digest.is_empty() && tags.models[..at].iter().any(|other| other.digest == model.digest);
        (!seen).then_some(model)
    })
}

/// The model to use: the wished one if the region has it, else its first.
pub fn choose(wished: Option<&str>, models: &[String]) -> Option<String> {
    let found = models.iter().find(|name| Some(name.as_str()) == wished);
    found.or_else(|| models.first()).cloned()
}

fn true_name(model: &ModelTag, all: &[ModelTag]) -> String {
    if model.family() == "rules" {
        return "practice-rules".to_owned();
    }
    let same = all.iter().filter(|other| !model.digest.is_empty() && other.digest == model.digest);
    let names: Vec<String> = same.map(|other| short(&other.name).to_owned()).collect();
    let honest = names.iter().find(|name| !ALIASES.contains(&name.as_str()));
    honest.cloned().unwrap_or_else(|| short(&model.name).to_owned())
}

fn short(name: &str) -> &str {
    name.strip_suffix(":latest").unwrap_or(name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn tags(models: serde_json::Value) -> Tags {
        serde_json::from_value(json!({ "models": models })).unwrap()
    }

    fn model(name: &str, digest: &str, family: &str) -> serde_json::Value {
        json!({"name": name, "digest": digest, "details": {"family": family}})
    }

    #[test]
    fn the_built_in_models_appear_once_under_their_true_names_and_embedders_not_at_all() {
        let built_in = tags(json!([
            model("orca-mini:latest", "r", "rules"),
            model("llama3:latest", "r", "rules"),
            model("practice-rules:latest", "r", "rules"),
            model("nomic-embed-text:latest", "h", "hash"),
            model("smollm2:135m", "s", "llama"),
        ]));
        assert_eq!(chat_models(&built_in), ["practice-rules", "smollm2:135m"]);
    }

    #[test]
    fn the_usual_embedder_comes_first_and_no_chat_model_is_among_them() {
        let region = tags(json!([
            model("smollm2:135m", "s", "llama"),
            model("mxbai-embed-large:latest", "m", "bert"),
            model("hash-768:latest", "h", "hash"),
            model("nomic-embed-text:latest", "h", "hash"),
        ]));
        assert_eq!(embedding_models(&region), ["hash-768", "mxbai-embed-large"]);
        assert_eq!(embedding_models(&tags(json!([]))), [""; 0]);
    }

    #[test]
    fn a_real_model_under_an_old_name_keeps_it_unless_it_has_a_better_one() {
        let real = tags(json!([
            model("llama3:latest", "a", "llama"),
            model("nomic-embed-text:latest", "n", "nomic-bert")
        ]));
        assert_eq!(chat_models(&real), ["llama3"]);
        let twice = tags(json!([model("llama3:latest", "a", "llama"), model("llama3:8b", "a", "llama")]));
        assert_eq!(chat_models(&twice), ["llama3:8b"]);
    }

    #[test]
    fn models_without_a_digest_are_different_models() {
        let bare = tags(json!([model("a", "", ""), model("b", "", "")]));
        assert_eq!(chat_models(&bare), ["a", "b"]);
    }

    #[test]
    fn a_wished_model_is_used_where_the_region_has_it() {
        let models = vec!["a".to_owned(), "b".to_owned()];
        assert_eq!(choose(Some("b"), &models).as_deref(), Some("b"));
        assert_eq!(choose(Some("x"), &models).as_deref(), Some("a"));
        assert_eq!(choose(None, &[]), None);
    }
}
