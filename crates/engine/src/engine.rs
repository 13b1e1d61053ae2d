//! The handle that callers have: sends work to the thread that holds the model and waits for answers.

pub(crate) mod backend;
mod host;

use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant, SystemTime};

use crate::error::EngineError;
use crate::facts::Facts;
use crate::generation::{Finished, Generation, Turn};
use crate::job::{Event, Job, Work, Writing};
use crate::room::{Gap, Room, TokenScore};
use crate::settings::EngineSettings;

/// A model in one file. Cheap to clone; clones are the same model, and it is in memory at most once.
///
/// It is loaded when it is first used and goes when nobody has used it for a while. The thread ends
/// with the last clone.
#[derive(Clone)]
pub struct Engine(Arc<Parts>);

struct Parts {
    file: PathBuf,
    facts: Arc<Facts>,
    jobs: Sender<Job>,
    residence: Arc<Mutex<Option<Residence>>>,
}

/// A model that is in memory.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Residence {
    /// Bytes of its numbers, and of keys and values kept for the next request.
    pub bytes: u64,
    /// Tokens there is room for.
    pub context: usize,
    /// When it goes, if nobody uses it; none: never.
    pub until: Option<SystemTime>,
}

impl Engine {
    /// Checks a file, all of it, and makes ready to load it; takes as long as reading the file.
    ///
    /// # Errors
    /// [`EngineError`], with the reason why the file is none that can be used.
    pub fn open(file: &Path, settings: EngineSettings) -> Result<Self, EngineError> {
        let facts = Arc::new(Facts::of(file)?);
        if let Some(expected) = settings.digest.as_ref().filter(|digest| **digest != facts.digest) {
            return Err(EngineError::WrongDigest {
                file: file.to_owned(),
                expected: expected.clone(),
                found: facts.digest.clone(),
            });
        }
        let residence = Arc::new(Mutex::new(None));
        let (jobs, work) = channel();
        let house = host::House::new(file, settings, &facts, &residence)?;
        host::start(house, work)?;
        Ok(Self(Arc::new(Parts { file: file.to_owned(), facts, jobs, residence })))
    }

    /// What is known about the model without loading it.
    pub fn facts(&self) -> &Facts {
        &self.0.facts
    }

    /// The file.
    pub fn file(&self) -> &Path {
        &self.0.file
    }

    /// Whether it is in memory, and until when.
    pub fn residence(&self) -> Option<Residence> {
        *self.0.residence.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Loads the model, if it is not there, and keeps it for so long; none: as it is set.
    ///
    /// # Errors
    /// [`EngineError`] if it cannot be loaded.
    pub fn load(&self, keep: Option<Duration>) -> Result<(), EngineError> {
        self.ask(keep, |_| Ok(()))
    }

    /// Gives the memory back once the replies being written are done.
    pub fn rest(&self) {
        let _ = self.0.jobs.send(Job { keep: None, work: Work::Rest });
    }

    /// How many tokens a text has.
    ///
    /// # Errors
    /// [`EngineError`] if the model cannot be loaded.
    pub fn count(&self, text: &str) -> Result<usize, EngineError> {
        let text = text.to_owned();
        self.ask(None, move |room| Ok(room.count(&text)))
    }

    /// A conversation as the prompt of the next reply, by the file's own chat template. What looks like
    /// a mark of the template inside a message is taken out: nobody ends his turn by writing so.
    ///
    /// # Errors
    /// [`EngineError::NoChatTemplate`] if the file has none, or one that is not known here.
    pub fn prompt(&self, messages: &[Turn]) -> Result<String, EngineError> {
        let messages = messages.to_vec();
        self.ask(None, move |room| room.prompt(&messages))
    }

    /// Writes a reply into `out`, piece by piece, and stops as soon as `out` breaks. `out` is called
    /// with an empty text while the prompt is read, so that it can break there too.
    ///
    /// # Errors
    /// [`EngineError`] if there is no model, no room for the prompt, or no such form of a reply.
    pub fn generate(
        &self,
        request: &Generation,
        out: &mut dyn FnMut(&str) -> ControlFlow<()>,
    ) -> Result<Finished, EngineError> {
        let (events, happened) = channel();
        let enough = Arc::new(AtomicBool::new(false));
        let writing = Box::new(Writing {
            generation: request.clone(),
            asked: Instant::now(),
            events,
            enough: Arc::clone(&enough),
        });
        self.send(Job { keep: request.keep_alive, work: Work::Write(writing) })?;
        loop {
            match happened.recv().map_err(|_| stopped())? {
                Event::Text(text) => {
                    if !enough.load(Ordering::Relaxed) && out(&text).is_break() {
                        enough.store(true, Ordering::Release);
                    }
                }
                Event::End(result) => return result,
            }
        }
    }

    /// How likely each token of each text is, given what stands before it in its text. All texts are
    /// computed together, and what they have in common is computed once. The first token is scored too.
    ///
    /// The same list gives the same numbers; the same text in another list may differ by some hundredths.
    ///
    /// # Errors
    /// [`EngineError::TooLong`] for a text of more than a thousand tokens.
    pub fn score(&self, texts: &[&str]) -> Result<Vec<Vec<TokenScore>>, EngineError> {
        let texts: Vec<String> = texts.iter().map(|text| (*text).to_owned()).collect();
        self.ask(None, move |room| room.score(&texts))
    }

    /// Where the model is surprised: for each token, how much likelier (in nats) another one would be.
    ///
    /// # Errors
    /// [`EngineError::TooLong`] for a text of more than a thousand tokens.
    pub fn first_gaps(&self, text: &str) -> Result<Vec<Gap>, EngineError> {
        let text = text.to_owned();
        self.ask(None, move |room| room.gaps(&text))
    }

    /// How likely (natural logarithm) the text goes on with the first token of each of these words behind
    /// so many of its bytes; none where no token of the text ends there. Costs one look at the text,
    /// however many are asked for.
    ///
    /// # Errors
    /// [`EngineError::TooLong`] for a text of more than a thousand tokens.
    pub fn openings(&self, text: &str, openings: &[(usize, &str)]) -> Result<Vec<Option<f32>>, EngineError> {
        let text = text.to_owned();
        let openings: Vec<(usize, String)> =
            openings.iter().map(|(at, words)| (*at, (*words).to_owned())).collect();
        self.ask(None, move |room| room.openings(&text, &openings))
    }

    fn ask<T: Send + 'static>(
        &self,
        keep: Option<Duration>,
        question: impl FnOnce(&mut Room<'_>) -> Result<T, EngineError> + Send + 'static,
    ) -> Result<T, EngineError> {
        let (answer, answered) = channel();
        let ask = move |room: Result<&mut Room<'_>, EngineError>| {
            let _ = answer.send(room.and_then(question));
        };
        self.send(Job { keep, work: Work::Ask(Box::new(ask)) })?;
        answered.recv().map_err(|_| stopped())?
    }

    fn send(&self, job: Job) -> Result<(), EngineError> {
        self.0.jobs.send(job).map_err(|_| stopped())
    }
}

impl std::fmt::Debug for Engine {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Engine").field("digest", &self.0.facts.digest).finish_non_exhaustive()
    }
}

fn stopped() -> EngineError {
    EngineError::Failed("it stopped unexpectedly".to_owned())
}
