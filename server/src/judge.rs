//! The language models of this process as judges of corrections.

use lks_api::Judges;

use crate::models::Models;

/// Sofya's own model, for as long as it is here.
#[cfg(feature = "model")]
pub fn judges(models: &Models) -> Judges {
    use std::sync::Arc;

    use lks_api::Judge;
    use lks_worker::EngineJudge;

    let (models, name) = (models.clone(), lks_library::PINNED.name);
    Judges::new(Arc::new(move || {
        let engine = models.engine(name);
        engine.map(|engine| Arc::new(EngineJudge::new(name, engine)) as Judge).into_iter().collect()
    }))
}

/// Without models the rules are alone.
#[cfg(not(feature = "model"))]
pub fn judges(_: &Models) -> Judges {
    Judges::default()
}
