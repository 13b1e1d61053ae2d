//! Recognises the JSON schemas that rules can fill honestly. What is not recognised whole is refused:
//! an answer that fits a schema by accident would be a lie.

use lks_domain::scores::Scores;
use serde_json::{Map, Value};

/// A form that can be filled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Shape {
    /// Property name and which of [`Scores::NAMES`] it means, in the order to write them.
    Scores(Vec<(String, usize)>),
    /// `corrected` and `edits`; the fields of an edit, if the schema names them.
    Corrections(Option<Vec<String>>),
    /// `title`.
    Title,
    /// One string under this name.
    Text(String),
}

/// Names of the one string of a plain answer.
const TEXT_NAMES: [&str; 6] = ["answer", "reply", "response", "text", "message", "content"];
/// Fields of an edit of a correction.
const EDIT_FIELDS: [&str; 8] =
    ["start", "end", "original", "replacement", "category", "severity", "explanation", "source"];
/// Keywords that limit a value in ways that are not checked here.
const LIMITING: [&str; 16] = [
    "allOf",
    "anyOf",
    "const",
    "else",
    "enum",
    "exclusiveMaximum",
    "exclusiveMinimum",
    "format",
    "if",
    "maxItems",
    "maxLength",
    "minItems",
    "minLength",
    "multipleOf",
    "oneOf",
    "pattern",
];

impl Shape {
    /// All nine scores under their own names.
    pub(crate) fn all_scores() -> Self {
        Self::Scores(Scores::NAMES.iter().enumerate().map(|(at, name)| ((*name).to_owned(), at)).collect())
    }

    /// The form that a schema asks for, if it is a known one.
    pub(crate) fn of(schema: &Value) -> Option<Self> {
        let properties = object(schema)?;
        scores(properties).or_else(|| corrections(schema, properties)).or_else(|| single_text(properties))
    }
}

/// The properties of a plain object, if all that it requires is among them.
fn object(schema: &Value) -> Option<&Map<String, Value>> {
    let properties = schema.get("properties")?.as_object()?;
    let required = schema.get("required").and_then(Value::as_array);
    let met = required.is_none_or(|names| {
        names.iter().all(|name| name.as_str().is_some_and(|name| properties.contains_key(name)))
    });
    (is(schema, &["object"]) && unlimited(schema) && met && !properties.is_empty()).then_some(properties)
}

fn scores(properties: &Map<String, Value>) -> Option<Shape> {
    let aspect = |(name, schema): (&String, &Value)| {
        let at = Scores::NAMES.iter().position(|known| plain(known) == plain(name))?;
        whole_percent(schema).then(|| (name.clone(), at))
    };
    let mut aspects: Vec<_> = properties.iter().map(aspect).collect::<Option<_>>()?;
    if aspects.len() == Scores::NAMES.len() {
        aspects.sort_by_key(|(_, at)| *at);
    }
    Some(Shape::Scores(aspects))
}

/// `Written Fluency`, `written_fluency` and `writtenFluency` are the same name.
fn plain(name: &str) -> String {
    name.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect()
}

/// A number that may be anything from 0 to 100.
fn whole_percent(schema: &Value) -> bool {
    let bound = |key: &str, otherwise: f64| schema.get(key).and_then(Value::as_f64).unwrap_or(otherwise);
    is(schema, &["integer", "number"])
        && unlimited(schema)
        && bound("minimum", 0.0) <= 0.0
        && bound("maximum", 100.0) >= 100.0
}

fn corrections(root: &Value, properties: &Map<String, Value>) -> Option<Shape> {
    let only = properties.keys().all(|name| name == "corrected" || name == "edits");
    let edits = properties.get("edits")?;
    let corrected = properties.get("corrected")?;
    if !only || !text(corrected) || !is(edits, &["array"]) || !unlimited(edits) {
        return None;
    }
    match edits.get("items").map(|items| resolve(root, items)) {
        None => Some(Shape::Corrections(None)),
        Some(items) => edit_fields(items?).map(|fields| Shape::Corrections(Some(fields))),
    }
}

fn edit_fields(items: &Value) -> Option<Vec<String>> {
    let fields = object(items)?;
    let known = fields.iter().all(|(name, schema)| {
        let kind = if matches!(name.as_str(), "start" | "end") { "integer" } else { "string" };
        EDIT_FIELDS.contains(&name.as_str()) && is(schema, &[kind, "number"]) && unlimited(schema)
    });
    known.then(|| fields.keys().cloned().collect())
}

fn single_text(properties: &Map<String, Value>) -> Option<Shape> {
    let (name, schema) = properties.iter().next().filter(|_| properties.len() == 1)?;
    match name.as_str() {
        "title" if text(schema) => Some(Shape::Title),
        name if TEXT_NAMES.contains(&name) && text(schema) => Some(Shape::Text(name.to_owned())),
        _ => None,
    }
}

fn text(schema: &Value) -> bool {
    is(schema, &["string"]) && unlimited(schema)
}

fn is(schema: &Value, kinds: &[&str]) -> bool {
    schema.get("type").and_then(Value::as_str).is_some_and(|kind| kinds.contains(&kind))
}

fn unlimited(schema: &Value) -> bool {
    schema.as_object().is_some_and(|keys| LIMITING.iter().all(|keyword| !keys.contains_key(*keyword)))
}

/// Follows a reference into the schema's own definitions, as pydantic and others write them.
fn resolve<'a>(root: &'a Value, schema: &'a Value) -> Option<&'a Value> {
    match schema.get("$ref").and_then(Value::as_str) {
        None => Some(schema),
        Some(reference) => root.pointer(reference.strip_prefix('#')?),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn object_of(properties: Value) -> Value {
        json!({"type": "object", "properties": properties})
    }

    #[test]
    fn the_nine_scores_are_known_in_any_order_and_spelling() {
        let mut properties: Map<String, Value> =
            Scores::NAMES.iter().rev().map(|name| ((*name).to_owned(), json!({"type": "integer"}))).collect();
        assert_eq!(Shape::of(&object_of(json!(properties))), Some(Shape::all_scores()));
        properties.insert("Age".to_owned(), json!({"type": "integer"}));
        assert_eq!(Shape::of(&object_of(json!(properties))), None);
        let one = object_of(json!({"digital_etiquette": {"type": "number", "minimum": 0, "maximum": 100}}));
        assert_eq!(Shape::of(&one), Some(Shape::Scores(vec![("digital_etiquette".to_owned(), 5)])));
        assert_eq!(Shape::of(&object_of(json!({"Grammar": {"type": "integer", "maximum": 10}}))), None);
    }

    #[test]
    fn corrections_are_known_also_behind_a_reference() {
        let schema = json!({
            "type": "object", "required": ["corrected", "edits"],
            "properties": {
                "corrected": {"type": "string"},
                "edits": {"type": "array", "items": {"$ref": "#/$defs/Edit"}},
            },
            "$defs": {"Edit": {"type": "object", "properties": {
                "start": {"type": "integer"}, "replacement": {"type": "string"},
            }}},
        });
        let fields = vec!["start".to_owned(), "replacement".to_owned()];
        assert_eq!(Shape::of(&schema), Some(Shape::Corrections(Some(fields))));
    }

    #[test]
    fn one_plain_string_is_known_and_a_limited_one_is_not() {
        let string = json!({"type": "string"});
        assert_eq!(Shape::of(&object_of(json!({"title": string}))), Some(Shape::Title));
        assert_eq!(Shape::of(&object_of(json!({"answer": string}))), Some(Shape::Text("answer".to_owned())));
        for unknown in [
            object_of(json!({"capital": string})),
            object_of(json!({"answer": string, "why": string})),
            object_of(json!({"answer": {"type": "string", "enum": ["yes", "no"]}})),
            object_of(json!({})),
            json!({"type": "object", "properties": {"answer": string}, "required": ["other"]}),
            json!({"type": "array"}),
            json!({}),
        ] {
            assert_eq!(Shape::of(&unknown), None, "{unknown}");
        }
    }
}
