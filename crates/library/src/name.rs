//! Names of models as Ollama reads them: `[HOST/][NAMESPACE/]MODEL[:TAG]`.

use std::fmt;
use std::path::PathBuf;
use std::str::FromStr;

use crate::error::LibraryError;

const HOST: &str = "registry.ollama.ai";
const NAMESPACE: &str = "library";
const TAG: &str = "latest";

/// The name of a model, complete. Each part can be the name of a file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ModelName {
    /// The registry it comes from.
    pub host: String,
    /// Whose it is there.
    pub namespace: String,
    /// What it is called.
    pub model: String,
    /// Which of its versions.
    pub tag: String,
}

impl ModelName {
    /// A name in the usual registry, made from any text: what cannot stand in a name becomes `-`.
    pub fn made_of(model: &str, tag: &str) -> Self {
        let part = |text: &str, otherwise: &str| {
            let kept =
                |c: char| if c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-') { c } else { '-' };
            let text: String = text.to_ascii_lowercase().chars().map(kept).take(80).collect();
            let text = text.trim_matches(['-', '.']).to_owned();
            if text.is_empty() { otherwise.to_owned() } else { text }
        };
        let (host, namespace) = (HOST.to_owned(), NAMESPACE.to_owned());
        Self { host, namespace, model: part(model, "model"), tag: part(tag, TAG) }
    }

    /// Whether it names a registry of its own.
    pub fn has_own_host(&self) -> bool {
        self.host != HOST
    }

    /// Where its manifest lies, below the folder of manifests. A colon is none of a file's name on
    /// every system.
    pub(crate) fn path(&self) -> PathBuf {
        [&self.host.replace(':', "%3A"), &self.namespace, &self.model, &self.tag].iter().collect()
    }

    /// The name whose manifest lies there.
    pub(crate) fn from_path(parts: &[&str]) -> Option<Self> {
        let [host, namespace, model, tag] = parts else { return None };
        format!("{}/{namespace}/{model}:{tag}", host.replace("%3A", ":")).parse().ok()
    }
}

impl FromStr for ModelName {
    type Err = LibraryError;

    fn from_str(text: &str) -> Result<Self, LibraryError> {
        let (path, tag) = match text.rsplit_once(':') {
            Some((path, tag)) if !tag.contains('/') => (path, tag),
            _ => (text, TAG),
        };
        let parts: Vec<&str> = path.split('/').collect();
        let (host, namespace, model) = match parts.as_slice() {
            [model] => (HOST, NAMESPACE, *model),
            [namespace, model] => (HOST, *namespace, *model),
            [host, namespace, model] => (*host, *namespace, *model),
            _ => return Err(LibraryError::Name(text.to_owned())),
        };
        let valid = [namespace, model, tag].iter().all(|part| is_part(part, false)) && is_part(host, true);
        if !valid {
            return Err(LibraryError::Name(text.to_owned()));
        }
        let own = str::to_owned;
        Ok(Self { host: own(host), namespace: own(namespace), model: own(model), tag: own(tag) })
    }
}

/// As short as it can be and still be read back.
impl fmt::Display for ModelName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.host != HOST {
            write!(f, "{}/", self.host)?;
        }
        if self.host != HOST || self.namespace != NAMESPACE {
            write!(f, "{}/", self.namespace)?;
        }
        write!(f, "{}:{}", self.model, self.tag)
    }
}

fn is_part(part: &str, host: bool) -> bool {
    (1..=80).contains(&part.len())
        && part.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '_')
        && part
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.') || (host && c == ':'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read_and_shown_as_short_as_they_can_be() {
        for (text, shown) in [
            ("smollm2", "smollm2:latest"),
            ("smollm2:135m", "smollm2:135m"),
            ("library/smollm2", "smollm2:latest"),
            ("registry.ollama.ai/library/smollm2:x", "smollm2:x"),
            ("someone/model", "someone/model:latest"),
            ("localhost:5000/team/model:1.5-q4_K_M", "localhost:5000/team/model:1.5-q4_K_M"),
        ] {
            let name: ModelName = text.parse().unwrap();
            assert_eq!(name.to_string(), shown);
            let path = name.path();
            let parts: Vec<&str> = path.iter().filter_map(|part| part.to_str()).collect();
            assert_eq!(ModelName::from_path(&parts), Some(name));
        }
    }

    #[test]
    fn what_would_leave_the_folder_is_no_name() {
        for bad in
            ["", "..", "../x", "a/../b", "/etc/x", "a:..", ":x", "a//b", "a/b/c/d", "x:y/z:..", "a\\b", "é"]
        {
            assert!(bad.parse::<ModelName>().is_err(), "{bad}");
        }
    }

    #[test]
    fn any_text_makes_a_name() {
        assert_eq!(
            ModelName::made_of("SmolLM2 Instruct", "135M-Q4_1").to_string(),
            "smollm2-instruct:135m-q4_1"
        );
        assert_eq!(ModelName::made_of("../..", "").to_string(), "model:latest");
    }
}
