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
use crate::openapi::Refusals;
use crate::state::ApiState;

/// The rules alone, without a model as judge.
const RULES: &str = "practice-rules";
/// Texts that may wait for their turn.
const WAITING: usize = 64;

/// The tutor off the async threads: it computes, for milliseconds or for seconds.
#[derive(Clone)]
pub struct Corrector {
    tutor: Tutor,
    waiting: Arc<Semaphore>,
    working: Arc<Semaphore>,
}

impl Corrector {
    /// As many texts at once as there are processors.
    pub fn new(tutor: Tutor) -> Self {
        let at_once = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
        let waiting = Arc::new(Semaphore::new(WAITING));
        Self { tutor, waiting, working: Arc::new(Semaphore::new(at_once)) }
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
        let turn = self.working.clone().acquire_owned().await.map_err(|_| busy())?;
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

fn busy() -> ApiError {
    ApiError::unavailable("Too many texts are waiting. Try again in a moment", Duration::from_secs(2))
}

/// Corrects a text.
///
/// Offsets count Unicode code points of the text as sent; edits are in order and never overlap.
/// No edits do not mean that the text is right.
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
    known_judge(request.model.as_deref())?;
    api.rates().work(&learner.sub)?;
    let _place = api.corrector().place()?;
    Ok(Json(api.corrector().correct(request.text, request.language).await?))
}

fn known_judge(model: Option<&str>) -> Result<(), ApiError> {
    match model {
        None | Some(RULES | "practice-rules:latest") => Ok(()),
        Some(_) => Err(ApiError::bad_input(
            "No such model for corrections; leave 'model' out or use 'practice-rules'",
        )),
    }
}
