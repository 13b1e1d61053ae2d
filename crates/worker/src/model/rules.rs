//! `practice-rules`: the tutor's practice partner as a model. It talks by rules, and fills the forms
//! it knows from what the tutor really found.

use std::ops::ControlFlow;
use std::time::Duration;

use lks_domain::{limits, prompt};
use lks_tutor::Tutor;
use serde_json::json;

use super::{Capability, Card, Format, Model, ModelError, Task, Usage};
use crate::format::fill;
use crate::format::schema::Shape;
use crate::tokens;

/// The built-in chat model.
pub struct PracticeRules {
    tutor: Tutor,
    card: Card,
}

impl PracticeRules {
    /// The model that speaks from this tutor.
    pub fn new(tutor: Tutor) -> Self {
        Self { tutor, card: card() }
    }

    fn reply(&self, task: &Task) -> Result<String, ModelError> {
        Ok(match shape(task)? {
            Some(shape) => fill::fill(&self.tutor, &shape, task),
            None => self.tutor.reply(&task.messages, task.options.seed),
        })
    }
}

impl Model for PracticeRules {
    fn card(&self) -> &Card {
        &self.card
    }

    fn warm_up(&self, _: Duration) -> Result<(), ModelError> {
        self.tutor.warm_up();
        Ok(())
    }

    fn check(&self, task: &Task) -> Result<(), ModelError> {
        let long = || task.last().chars().count() > limits::CORRECTION_CHARS;
        match shape(task)? {
            Some(Shape::Corrections(_)) if long() => Err(ModelError::Refused(format!(
                "the text to correct is longer than {} characters; send it in parts",
                limits::CORRECTION_CHARS
            ))),
            _ => Ok(()),
        }
    }

    fn complete(
        &self,
        task: &Task,
        out: &mut dyn FnMut(&str) -> ControlFlow<()>,
    ) -> Result<Option<Usage>, ModelError> {
        let reply = self.reply(task)?;
        for piece in tokens::pieces(&reply) {
            if out(piece).is_break() {
                break;
            }
        }
        Ok(None)
    }
}

/// The form of the reply; none: plain talk.
fn shape(task: &Task) -> Result<Option<Shape>, ModelError> {
    let asks_for_scores = || prompt::asks_for_scores(task.last());
    match &task.format {
        None if task.prompt && asks_for_scores() => Ok(Some(Shape::all_scores())),
        None => Ok(None),
        Some(Format::Json) if asks_for_scores() => Ok(Some(Shape::all_scores())),
        Some(Format::Json) => Ok(Some(Shape::Text("reply".to_owned()))),
        Some(Format::Schema(schema)) => Shape::of(schema).map(Some).ok_or_else(|| {
            ModelError::Refused(
                "practice-rules cannot fill this JSON schema. It fills: an object of integers named after \
                 the nine scores (\"Written Fluency\" to \"Overall Communication\"); an object with \
                 \"corrected\" and \"edits\"; an object with the string \"title\"; an object with one string \
                 named answer, reply, response, text, message or content. Use a language model for others"
                    .to_owned(),
            )
        }),
    }
}

fn card() -> Card {
    let manifest = json!({
        "name": "practice-rules",
        "version": 1,
        "kind": "a practice partner made of rules; not a neural model",
        "fills": ["scores", "corrections", "title", "text"],
    })
    .to_string();
    Card {
        name: "practice-rules:latest".to_owned(),
        family: "rules".to_owned(),
        format: "built-in".to_owned(),
        parameter_size: "0".to_owned(),
        quantization_level: "none".to_owned(),
        capabilities: vec![Capability::Completion],
        size: manifest.len() as u64,
        manifest,
        modified_at: "2026-11-23T00:00:00Z".to_owned(),
        license: "MIT OR Apache-2.0".to_owned(),
        template: String::new(),
        info: vec![
            ("general.architecture".to_owned(), json!("rules")),
            ("general.basename".to_owned(), json!("practice-rules")),
            ("general.parameter_count".to_owned(), json!(0)),
        ],
        instant: true,
    }
}
