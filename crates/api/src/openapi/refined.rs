//! What the derived document cannot say: finer bounds of bodies, parameters and events, so that a
//! request that is valid by the document is not refused with 400.

use serde_json::{Value, json};
use utoipa::openapi::OpenApi;

/// The document as it is answered.
pub fn refined(document: &OpenApi) -> Value {
    let mut document = serde_json::to_value(document).unwrap_or_default();
    document["components"]["schemas"]["ServerSentEvent"] = server_sent_event();
    for (pointer, schema) in replacements() {
        if let Some(place) = document.pointer_mut(&pointer) {
            merge(place, schema);
        }
    }
    document
}

fn replacements() -> Vec<(String, Value)> {
    let schema = |name: &str| format!("/components/schemas/{name}");
    // Beyond these a number is infinite as a 32-bit float.
    let number = json!({"minimum": f32::MIN, "maximum": f32::MAX});
    let not_blank = json!({"pattern": r"\S"});
    let turn = "/paths/~1conversations~1{uid}~1{id}~1turns";
    let events = format!("{turn}~1{{turn}}~1events/get");
    let stream = "responses/200/content/text~1event-stream/schema";
    let region = |id: &str, method: &str| format!("/paths/~1{id}~1{{path}}/{method}/parameters/0/schema");
    let mut all = vec![
        (schema("NewConversation/properties/embedding/items"), number.clone()),
        (schema("ConversationPatch/properties/embedding/items"), number),
        (schema("ConversationPatch"), json!({"anyOf": some_field(&["title", "conversation", "embedding"])})),
        (schema("TurnRequest/properties/content"), not_blank.clone()),
        (schema("TurnRequest/properties/model"), not_blank),
        (schema("CorrectionRequest/properties/model"), json!({"pattern": "^practice-rules(:latest)?$"})),
        (format!("{events}/parameters/4/schema"), json!({"type": "integer"})),
        (format!("{events}/{stream}"), json!({"$ref": "#/components/schemas/ServerSentEvent"})),
        (format!("{turn}/post/{stream}"), json!({"$ref": "#/components/schemas/ServerSentEvent"})),
    ];
    for id in ["us-east-1", "us-west-2"] {
        for method in ["get", "post"] {
            // Signs that need no thought about encoding; others that are harmless are taken too.
            all.push((region(id, method), json!({"pattern": "^[A-Za-z0-9_:-]+$"})));
        }
    }
    all
}

/// At least one of the fields, with a value.
fn some_field(names: &[&str]) -> Vec<Value> {
    names
        .iter()
        .map(|name| json!({"required": [name], "properties": {(*name): {"not": {"type": "null"}}}}))
        .collect()
}

/// One event of a stream, as clients see it once its lines are read.
fn server_sent_event() -> Value {
    json!({
        "type": "object",
        "description": "One server-sent event.",
        "required": ["id", "event", "data"],
        "properties": {
            "id": {"type": "string", "pattern": "^[0-9]+$", "description": "The event's number in its turn."},
            "event": {"type": "string", "description": "The event's name, as `type` in its data."},
            "data": {
                "type": "string",
                "description": "The event as JSON.",
                "contentMediaType": "application/json",
                "contentSchema": {"$ref": "#/components/schemas/ChatEvent"},
            },
        },
    })
}

fn merge(place: &mut Value, finer: Value) {
    if let (Some(place), Value::Object(finer)) = (place.as_object_mut(), finer) {
        place.extend(finer);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::router::document;

    #[test]
    fn every_refinement_has_its_place_in_the_document() {
        let document = serde_json::to_value(document()).expect("JSON");
        for (pointer, _) in replacements() {
            assert!(document.pointer(&pointer).is_some_and(Value::is_object), "{pointer}");
        }
        let header =
            &document["paths"]["/conversations/{uid}/{id}/turns/{turn}/events"]["get"]["parameters"][4];
        assert_eq!(header["name"], "Last-Event-ID");
    }
}
