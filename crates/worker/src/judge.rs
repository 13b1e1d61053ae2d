//! A GGUF model as the judge of corrections: what the tutor asks, put to the engine.

use std::path::Path;

use lks_engine::{Engine, EngineError, EngineSettings};
use lks_tutor::judge::{LanguageModel, Opening, TokenScore, Unavailable};

/// A model that judges, under its name.
#[derive(Clone)]
pub struct EngineJudge {
    name: String,
    engine: Engine,
}

impl EngineJudge {
    /// The judge that this model is.
    pub fn new(name: impl Into<String>, engine: Engine) -> Self {
        Self { name: name.into(), engine }
    }

    /// The model of a file.
    ///
    /// # Errors
    /// [`EngineError`] if the file is none that can be used.
    pub fn open(name: impl Into<String>, file: &Path) -> Result<Self, EngineError> {
        Ok(Self::new(name, Engine::open(file, EngineSettings::default())?))
    }
}

impl LanguageModel for EngineJudge {
    fn name(&self) -> &str {
        &self.name
    }

    fn openings(&self, text: &str, openings: &[Opening<'_>]) -> Result<Vec<f32>, Unavailable> {
        let asked: Vec<(usize, &str)> = openings.iter().map(|opening| (opening.at, opening.words)).collect();
        let found = self.engine.openings(text, &asked).map_err(|error| unavailable(&error))?;
        Ok(found.into_iter().map(Option::unwrap_or_default).collect())
    }

    fn score(&self, variants: &[&str]) -> Result<Vec<Vec<TokenScore>>, Unavailable> {
        let scored = self.engine.score(variants).map_err(|error| unavailable(&error))?;
        let token = |token: lks_engine::TokenScore| TokenScore {
            start: token.start,
            end: token.end,
            log_probability: token.log_probability,
        };
        Ok(scored.into_iter().map(|tokens| tokens.into_iter().map(token).collect()).collect())
    }
}

fn unavailable(error: &EngineError) -> Unavailable {
    Unavailable(error.to_string())
}
