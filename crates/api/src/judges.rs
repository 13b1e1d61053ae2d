//! The language models that can judge corrections. They come and go with the files of the machine;
//! nobody here knows what they run on.

use std::sync::Arc;

use lks_domain::ollama::tagged;
use lks_tutor::judge::LanguageModel;

/// A model that judges.
pub type Judge = Arc<dyn LanguageModel + Send + Sync>;

/// Says which models can judge now, the best first.
pub type JudgeSource = Arc<dyn Fn() -> Vec<Judge> + Send + Sync>;

/// Where the judges are; by default there are none, and the rules are alone.
#[derive(Clone, Default)]
pub struct Judges(Option<JudgeSource>);

impl Judges {
    /// Judges from this source.
    pub fn new(source: JudgeSource) -> Self {
        Self(Some(source))
    }

    /// The one that judges where none was asked for.
    pub fn best(&self) -> Option<Judge> {
        self.all().into_iter().next()
    }

    /// The one of this name; a name without a tag means `:latest`.
    pub fn named(&self, name: &str) -> Option<Judge> {
        self.all().into_iter().find(|judge| tagged(judge.name()).eq_ignore_ascii_case(&tagged(name)))
    }

    fn all(&self) -> Vec<Judge> {
        self.0.as_ref().map(|source| source()).unwrap_or_default()
    }
}

impl std::fmt::Debug for Judges {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Judges")
    }
}
