//! `POST /corrections`: what is wrong in a text, and why.

use std::sync::Arc;
use std::time::Duration;

use axum::Json;
use axum::extract::State;
use lks_domain::correction::{CorrectionRequest, Corrections, Language};
use lks_domain::scores::Scores;
use lks_tutor::Tutor;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::authentication::Learner;
use crate::body::Body;
use crate::error::ApiError;
use crate::judges::{Judge, Judges};
use crate::openapi::Refusals;
use crate::state::ApiState;

/// The rules alone, without a model as judge.
const RULES: &str = "practice-rules";
/// Texts that may wait for their turn.
const WAITING: usize = 64;
/// How long a judge may take: one that nobody asked for by name leaves the answer to the rules then.
const PATIENCE: Duration = Duration::from_secs(25);

/// The tutor off the async threads: it computes, for milliseconds or for seconds.
#[derive(Clone)]
pub struct Corrector {
    tutor: Tutor,
    judges: Judges,
    waiting: Arc<Semaphore>,
    working: Arc<Semaphore>,
    judging: Arc<Semaphore>,
}

impl Corrector {
    /// As many texts at once as there are processors.
    pub fn new(tutor: Tutor, judges: Judges) -> Self {
        let at_once = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
        let waiting = Arc::new(Semaphore::new(WAITING));
        let (working, judging) = (Arc::new(Semaphore::new(at_once)), Arc::new(Semaphore::new(1)));
        Self { tutor, judges, waiting, working, judging }
    }

    /// A place in the queue for a request; refused if too many are waiting already. Turns, whose
    /// number is bounded, need none.
    pub fn place(&self) -> Result<OwnedSemaphorePermit, ApiError> {
        self.waiting.clone().try_acquire_owned().map_err(|_| busy())
    }

    /// Corrects a text.
    pub async fn correct(&self, text: String, language: Language) -> Result<Corrections, ApiError> {
        self.run(move |tutor| tutor.correct(&text, language)).await
    }

    /// Corrects a text with the best judge at hand, if that is there and answers in time; none otherwise.
    pub async fn judged(&self, text: String, language: Language) -> Option<Corrections> {
        let judge = self.judges.best()?;
        self.judge(text, language, judge).await.ok()
    }

    /// Corrects a text with this judge; one text at a time, for a judge takes seconds of a processor.
    async fn judge(&self, text: String, language: Language, judge: Judge) -> Result<Corrections, ApiError> {
        let judging = self.work(&self.judging, move |tutor| tutor.judge(&text, language, &*judge));
        let judged = tokio::time::timeout(PATIENCE, judging).await.map_err(|_| overdue())??;
        judged.map_err(|error| {
            tracing::warn!(%error, "tutor.judge");
            overdue()
        })
    }

    /// Corrects a text as the request says: by the rules, by the model that it names, or by what is best.
    async fn answer(&self, request: CorrectionRequest) -> Result<Corrections, ApiError> {
        let (text, language) = (request.text, request.language);
        match request.model.as_deref() {
            Some(RULES | "practice-rules:latest") => self.correct(text, language).await,
            Some(name) => {
                let judge = self.judges.named(name).ok_or_else(|| unknown_judge(&self.judges))?;
                self.judge(text, language, judge).await
            }
            None => match self.judged(text.clone(), language).await {
                Some(judged) => Ok(judged),
                None => self.correct(text, language).await,
            },
        }
    }

    /// Scores a conversation.
    pub async fn scores(
        &self,
        conversation: Vec<lks_domain::conversation::Message>,
    ) -> Result<Scores, ApiError> {
        self.run(move |tutor| tutor.scores(&conversation)).await
    }

    async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Tutor) -> T + Send + 'static,
    ) -> Result<T, ApiError> {
        self.work(&self.working, work).await
    }

    async fn work<T: Send + 'static>(
        &self,
        places: &Arc<Semaphore>,
        work: impl FnOnce(&Tutor) -> T + Send + 'static,
    ) -> Result<T, ApiError> {
        let turn = places.clone().acquire_owned().await.map_err(|_| busy())?;
        let tutor = self.tutor;
        let work = tokio::task::spawn_blocking(move || {
            let _turn = turn;
            work(&tutor)
        });
        work.await.map_err(|error| {
            tracing::error!(%error, "tutor");
            ApiError::internal()
        })
    }
}

fn overdue() -> ApiError {
    let sentence = "The model cannot judge this text now. Try again, send less, or use 'practice-rules'";
    ApiError::unavailable(sentence, Duration::from_secs(5))
}

fn busy() -> ApiError {
    ApiError::unavailable("Too many texts are waiting. Try again in a moment", Duration::from_secs(2))
}

/// Corrects a text.
///
/// Offsets count Unicode code points of the text as sent; edits are in order and never overlap.
/// No edits do not mean that the text is right.
///
/// `model` says who judges: `practice-rules` the rules alone, in milliseconds; a language model of this
/// server (`smollm2:135m`) the rules and the model, in seconds; left out, the model if it is there and
/// answers in time, else the rules. Each edit's `source` tells who found it.
#[utoipa::path(
    post,
    path = "/corrections",
    operation_id = "createCorrections",
    tag = "corrections",
    request_body = CorrectionRequest,
    responses((status = 200, description = "What was found", body = Corrections), Refusals)
)]
#[tracing::instrument(name = "http.corrections.create", skip_all)]
pub async fn create(
    State(api): State<ApiState>,
    Learner(learner): Learner,
    Body(request): Body<CorrectionRequest>,
) -> Result<Json<Corrections>, ApiError> {
    request.validate()?;
    api.rates().work(&learner.sub)?;
    let _place = api.corrector().place()?;
    Ok(Json(api.corrector().answer(request).await?))
}

fn unknown_judge(judges: &Judges) -> ApiError {
    let others = judges.best().map(|judge| format!(", '{}'", judge.name())).unwrap_or_default();
    ApiError::bad_input(format!(
        "No such model for corrections; leave 'model' out or use 'practice-rules'{others}"
    ))
}
