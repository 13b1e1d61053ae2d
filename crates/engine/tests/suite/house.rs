//! What the tests share: the tiny model, and the real one if `LKS_TEST_MODEL` names its file.

use std::ops::ControlFlow;
use std::path::PathBuf;

use lks_engine::{Engine, EngineSettings, Finished, Generation, Sampling, specimen};
use tempfile::TempDir;

/// A tiny model in a folder of its own.
pub struct Tiny {
    pub engine: Engine,
    pub file: PathBuf,
    _folder: TempDir,
}

impl Tiny {
    pub fn new() -> Self {
        Self::with(EngineSettings::default())
    }

    pub fn with(settings: EngineSettings) -> Self {
        let folder = tempfile::tempdir().expect("folder");
        let file = folder.path().join("tiny.gguf");
        specimen::write(&file).expect("written");
        let engine = Engine::open(&file, settings).expect("a model");
        Self { engine, file, _folder: folder }
    }
}

/// The real model. Without the variable the tests that need it pass without having looked: `./test`
/// fetches the file and sets it.
pub fn real() -> Option<Engine> {
    let file = PathBuf::from(std::env::var_os("LKS_TEST_MODEL")?);
    Some(Engine::open(&file, EngineSettings::default()).expect("the real model"))
}

/// A request for so many tokens, the likeliest ones.
pub fn likeliest(prompt: &str, most: usize) -> Generation {
    let mut request = Generation::new(prompt);
    request.sampling = Sampling { temperature: 0.0, ..Sampling::default() };
    request.max_tokens = Some(most);
    request
}

/// The whole reply.
pub fn reply(engine: &Engine, request: &Generation) -> (String, Finished) {
    let mut text = String::new();
    let finished = engine.generate(request, &mut |piece| {
        text.push_str(piece);
        ControlFlow::Continue(())
    });
    (text, finished.expect("a reply"))
}
