//! Fills a known form from what the tutor really finds in the conversation or text of a task.

use lks_domain::correction::{Corrections, Language};
use lks_domain::prompt;
use lks_tutor::Tutor;
use serde_json::{Map, Value, json};

use super::schema::Shape;
use crate::model::Task;
use crate::transcript;

/// The filled form, as the text of one JSON object.
pub(crate) fn fill(tutor: &Tutor, shape: &Shape, task: &Task) -> String {
    let object = match shape {
        Shape::Scores(aspects) => scores(tutor, aspects, task),
        Shape::Corrections(fields) => {
            let text = transcript::quoted_text(task.last());
            corrections(&tutor.correct(text, language(task)), fields.as_deref())
        }
        Shape::Title => json!({ "title": title(task) }),
        Shape::Text(name) => json!({ name: tutor.reply(&task.messages, task.options.seed) }),
    };
    object.to_string()
}

fn scores(tutor: &Tutor, aspects: &[(String, usize)], task: &Task) -> Value {
    let values = tutor.scores(&transcript::conversation(&task.messages)).values();
    let filled =
        aspects.iter().map(|(name, at)| (name.clone(), json!(values.get(*at).copied().unwrap_or(0))));
    Value::Object(filled.collect())
}

fn corrections(found: &Corrections, fields: Option<&[String]>) -> Value {
    let mut value = json!(found);
    if let (Some(fields), Some(edits)) = (fields, value.get_mut("edits").and_then(Value::as_array_mut)) {
        for edit in edits.iter_mut().filter_map(Value::as_object_mut) {
            *edit = only(edit, fields);
        }
    }
    value
}

fn only(edit: &Map<String, Value>, fields: &[String]) -> Map<String, Value> {
    let chosen = fields.iter().filter_map(|field| Some((field.clone(), edit.get(field)?.clone())));
    chosen.collect()
}

/// Explanations are in English unless the request speaks of Indonesian ones.
fn language(task: &Task) -> Language {
    let asks = |text: &str| text.contains("Indonesia");
    if task.messages.iter().any(|message| message.role == "system" && asks(&message.content))
        || asks(transcript::instruction(task.last()))
    {
        Language::Id
    } else {
        Language::En
    }
}

/// A title for the conversation: what the learner said first.
fn title(task: &Task) -> String {
    let conversation = transcript::conversation(&task.messages);
    let first = conversation.iter().find(|message| message.role == "user");
    prompt::title(first.map_or("", |message| message.content.as_str()))
}
