//! llama.cpp itself: started once in a process, quiet, and never asked to load two things at once.

use std::path::Path;
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};

use llama_cpp_2::llama_backend::LlamaBackend;
use llama_cpp_2::model::LlamaModel;
use llama_cpp_2::model::params::LlamaModelParams;

use crate::error::EngineError;

/// The library, started.
pub(super) fn backend() -> Result<&'static LlamaBackend, EngineError> {
    static BACKEND: OnceLock<Result<LlamaBackend, String>> = OnceLock::new();
    let started = BACKEND.get_or_init(|| {
        if let Some(lacking) = lacking() {
            return Err(format!("this processor lacks {lacking}, which the library is built for"));
        }
        let mut backend = LlamaBackend::init().map_err(|error| error.to_string())?;
        backend.void_logs();
        Ok(backend)
    });
    started.as_ref().map_err(|reason| EngineError::Failed(reason.clone()))
}

/// What the library is built for and this processor does not have: it would end the process.
fn lacking() -> Option<&'static str> {
    #[cfg(target_arch = "x86_64")]
    {
        let here = [
            ("AVX2", std::arch::is_x86_feature_detected!("avx2")),
            ("FMA", std::arch::is_x86_feature_detected!("fma")),
            ("F16C", std::arch::is_x86_feature_detected!("f16c")),
            ("BMI2", std::arch::is_x86_feature_detected!("bmi2")),
        ];
        here.into_iter().find(|(_, here)| !here).map(|(name, _)| name)
    }
    #[cfg(not(target_arch = "x86_64"))]
    None
}

/// Held while a model or a context is made: the library writes to what it shares then.
pub(crate) fn alone() -> MutexGuard<'static, ()> {
    static ALONE: Mutex<()> = Mutex::new(());
    ALONE.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Reads the whole file into memory. It is not mapped: a file that is cut short while it is mapped
/// ends the process.
pub(super) fn load(file: &Path) -> Result<LlamaModel, EngineError> {
    let backend = backend()?;
    let _alone = alone();
    let params = LlamaModelParams::default().with_use_mmap(false).with_n_gpu_layers(0);
    LlamaModel::load_from_file(backend, file, &params).map_err(|error| {
        EngineError::Unusable(file.to_owned(), format!("llama.cpp cannot load it ({error})"))
    })
}
