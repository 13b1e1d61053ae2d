//! `lks models`: the models on this machine, from the command line.

use std::io::{IsTerminal, Write};
use std::path::Path;

use lks_library::{Book, Library, LibraryError, ModelName, PINNED, Progress, Source, fetch_pinned, pull};

use crate::cli::{ModelsAction, ModelsOptions};
use crate::config::{Config, ConfigError};

/// What is written on the terminal if a command fails.
#[derive(Debug, thiserror::Error)]
pub enum ModelsError {
    /// The settings cannot be used.
    #[error(transparent)]
    Config(#[from] ConfigError),
    /// The model cannot be had.
    #[error(transparent)]
    Library(#[from] LibraryError),
    /// The file does not work.
    #[cfg(feature = "model")]
    #[error(transparent)]
    Engine(#[from] lks_engine::EngineError),
    /// This program cannot look at models.
    #[error("this program was built without language models (./run --no-model)")]
    Without,
    /// The network or the terminal cannot be used.
    #[error(transparent)]
    Io(#[from] std::io::Error),
}

/// Does it.
///
/// # Errors
/// [`ModelsError`], a sentence.
pub fn run(options: ModelsOptions) -> Result<(), ModelsError> {
    if let ModelsAction::Check { file } = &options.action {
        return check(file);
    }
    let config = Config::load(*options.settings)?;
    let library = Library::new(config.data_dir.join("models"));
    match options.action {
        ModelsAction::Ls => list(&library),
        ModelsAction::Get { name } => get(&config, &library, name.as_deref().unwrap_or(PINNED.name)),
        ModelsAction::Rm { name } => {
            library.remove(&name.parse()?)?;
            say(&format!("removed {name}"))
        }
        ModelsAction::Import { file, name } => import(&library, &file, name.as_deref()),
        ModelsAction::Check { .. } => Ok(()),
    }
}

fn say(line: &str) -> Result<(), ModelsError> {
    Ok(writeln!(std::io::stdout(), "{line}")?)
}

fn list(library: &Library) -> Result<(), ModelsError> {
    let books = library.books();
    if books.is_empty() {
        return say("no models here; `lks models get` fetches Sofya's own");
    }
    say(&format!("{:<32} {:>9}  FILE", "NAME", "SIZE"))?;
    for book in books {
        let name =
            book.name.as_ref().map_or_else(|| "(by what the file says)".to_owned(), ToString::to_string);
        say(&format!("{name:<32} {:>6} MB  {}", book.size / 1_000_000, book.file.display()))?;
    }
    Ok(())
}

fn get(config: &Config, library: &Library, name: &str) -> Result<(), ModelsError> {
    let name: ModelName = name.parse()?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let mut bar = Bar { terminal: std::io::stderr().is_terminal(), told: 0 };
    let mut watcher = |progress| bar.show(&progress);
    let book = runtime.block_on(async {
        let source = Source::new()?;
        if name.to_string() == PINNED.name {
            fetch_pinned(library, &source, &config.model.index, &mut watcher).await
        } else {
            pull(library, &source, &config.model.registry, &name, &mut watcher).await
        }
    })?;
    finish(library, &book)
}

fn import(library: &Library, file: &Path, name: Option<&str>) -> Result<(), ModelsError> {
    let name = match name {
        Some(name) => name.parse()?,
        None => name_of_file(file)?,
    };
    let book = library.import(file, &name)?;
    finish(library, &book)
}

/// What does not work does not stay.
fn finish(library: &Library, book: &Book) -> Result<(), ModelsError> {
    let Some(name) = &book.name else { return Ok(()) };
    match check(&book.file) {
        Ok(()) | Err(ModelsError::Without) => say(&format!("{name} is here")),
        Err(error) => {
            library.remove(name)?;
            Err(error)
        }
    }
}

/// Progress on one line of a terminal, or every ten percent in a log.
struct Bar {
    terminal: bool,
    told: u64,
}

impl Bar {
    fn show(&mut self, progress: &Progress) {
        let Progress::Fetching { completed, total, .. } = progress else { return };
        let percent = completed * 100 / (*total).max(1);
        let (done, all) = (completed / 1_000_000, total / 1_000_000);
        let due = percent / 10 != self.told / 10 || (self.terminal && percent != self.told);
        if due {
            let (begin, end) =
                if self.terminal { ("\r", if percent == 100 { "\n" } else { "" }) } else { ("", "\n") };
            eprint!("{begin}{percent:>3} %  {done} of {all} MB{end}");
        }
        self.told = percent;
    }
}

#[cfg(feature = "model")]
fn name_of_file(file: &Path) -> Result<ModelName, ModelsError> {
    Ok(name_from(&lks_engine::Facts::of(file)?, file))
}

#[cfg(not(feature = "model"))]
fn name_of_file(file: &Path) -> Result<ModelName, ModelsError> {
    Ok(ModelName::made_of(&file.file_stem().unwrap_or_default().to_string_lossy(), ""))
}

/// The name of a file that came without one: what it is based on, its size and how it is stored.
#[cfg(feature = "model")]
pub(super) fn name_from(facts: &lks_engine::Facts, file: &Path) -> ModelName {
    if facts.digest == PINNED.digest {
        return ModelName::made_of("smollm2", "135m");
    }
    match (&facts.basename, &facts.size_label) {
        (Some(base), Some(size)) => ModelName::made_of(base, &format!("{size}-{}", facts.quantisation)),
        _ => ModelName::made_of(&file.file_stem().unwrap_or_default().to_string_lossy(), ""),
    }
}

/// Loads a file, lets it write and score; whatever that does to the process is this process's end.
#[cfg(feature = "model")]
fn check(file: &Path) -> Result<(), ModelsError> {
    use std::ops::ControlFlow;

    use lks_engine::{Engine, EngineError, EngineSettings, Generation, Turn};

    let engine = Engine::open(file, EngineSettings::default())?;
    let prompt = match engine.prompt(&[Turn::new("user", "Hello! 😀 Apa kabar?")]) {
        Err(EngineError::NoChatTemplate) => "Hello! 😀 Apa kabar?".to_owned(),
        prompt => prompt?,
    };
    let mut request = Generation::new(prompt);
    request.max_tokens = Some(4);
    engine.generate(&request, &mut |_| ControlFlow::Continue(()))?;
    engine.score(&["Hello there.", "Hello their."])?;
    Ok(())
}

#[cfg(not(feature = "model"))]
fn check(_: &Path) -> Result<(), ModelsError> {
    Err(ModelsError::Without)
}
