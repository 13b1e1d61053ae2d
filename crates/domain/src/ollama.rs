//! The worker API's wire types, as far as both its client and its server need them
//! (Ollama's API, `docs/api.md` of that project).

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// The model that makes vectors where nobody chose another.
pub const EMBEDDING_MODEL: &str = "nomic-embed-text";

/// A message of a chat.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct ChatMessage {
    /// `system`, `user`, `assistant` or `tool`.
    pub role: String,
    /// The text.
    #[serde(default)]
    pub content: String,
    /// Images, tool calls and the like.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

impl ChatMessage {
    /// A plain message.
    pub fn new(role: &str, content: impl Into<String>) -> Self {
        Self { role: role.to_owned(), content: content.into(), extra: Map::new() }
    }
}

/// The body of `POST /api/chat`.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct ChatRequest {
    /// Which model; a name without a tag means `:latest`.
    pub model: String,
    /// The conversation so far; empty: load the model only.
    #[serde(default)]
    pub messages: Vec<ChatMessage>,
    /// Stream (absent: yes).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stream: Option<bool>,
    /// `"json"` or a JSON schema.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub format: Option<Value>,
    /// `temperature`, `seed`, `stop`, `num_predict`, …
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub options: Option<Map<String, Value>>,
    /// How long the model stays loaded.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub keep_alive: Option<Value>,
    /// Whatever else a client sent.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

/// One line of the answer of `POST /api/chat`.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct ChatChunk {
    /// The model as it was asked for.
    #[serde(default)]
    pub model: String,
    /// RFC 3339.
    #[serde(default)]
    pub created_at: String,
    /// More of the reply.
    #[serde(default)]
    pub message: ChatMessage,
    /// Whether this is the last line.
    #[serde(default)]
    pub done: bool,
    /// Set where a stream breaks off.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
    /// `done_reason` and the statistics, on the last line.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

/// The answer of `GET /api/tags`.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Tags {
    /// The models at hand.
    #[serde(default)]
    pub models: Vec<ModelTag>,
}

/// One model of [`Tags`].
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct ModelTag {
    /// Name with tag.
    pub name: String,
    /// The same.
    #[serde(default)]
    pub model: String,
    /// RFC 3339.
    #[serde(default)]
    pub modified_at: String,
    /// Bytes.
    #[serde(default)]
    pub size: u64,
    /// SHA-256 of the manifest; models with the same digest are the same under two names.
    #[serde(default)]
    pub digest: String,
    /// Family, format, parameter size, quantisation.
    #[serde(default)]
    pub details: Map<String, Value>,
}

/// `details.family` of models that only make vectors; `hash` is the built-in one.
const VECTOR_FAMILIES: [&str; 5] = ["bert", "nomic-bert", "nomic-bert-moe", "xlm-roberta", "hash"];

impl ModelTag {
    /// `details.family`; `rules` and `hash` for the built-in models.
    pub fn family(&self) -> &str {
        self.details.get("family").and_then(Value::as_str).unwrap_or_default()
    }

    /// Whether it makes vectors and cannot chat, by its family or its name.
    pub fn makes_vectors(&self) -> bool {
        VECTOR_FAMILIES.contains(&self.family()) || self.name.contains("embed")
    }

    /// `details.parameter_size` ("134.52M", "3B") as a number, where it is one.
    pub fn parameters(&self) -> Option<u64> {
        let size = self.details.get("parameter_size").and_then(Value::as_str)?.trim();
        let digits = size.trim_end_matches(|c: char| c.is_ascii_alphabetic());
        let unit = match size[digits.len()..].to_ascii_uppercase().as_str() {
            "" => 1.0,
            "K" => 1e3,
            "M" => 1e6,
            "B" => 1e9,
            _ => return None,
        };
        let number =
            digits.parse::<f64>().ok().filter(|number| (0.0..1e6).contains(number) || unit == 1.0)?;
        // Sizes are rounded by whoever wrote them; a whole number is all there is to know.
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        Some((number.max(0.0) * unit) as u64)
    }
}

/// A model name with its tag: `llama3` means `llama3:latest`.
pub fn tagged(name: &str) -> String {
    if name.rsplit('/').next().is_some_and(|last| last.contains(':')) {
        name.to_owned()
    } else {
        format!("{name}:latest")
    }
}

/// Cuts a byte stream into NDJSON lines, whatever the pieces it arrives in.
#[derive(Debug, Default)]
pub struct Lines {
    rest: Vec<u8>,
}

impl Lines {
    /// Takes a piece and gives the lines that are whole now, without their ends; blank ones left out.
    pub fn push(&mut self, piece: &[u8]) -> Vec<Vec<u8>> {
        self.rest.extend_from_slice(piece);
        let Some(end) = self.rest.iter().rposition(|byte| *byte == b'\n') else {
            return Vec::new();
        };
        let rest = self.rest.split_off(end + 1);
        let whole = std::mem::replace(&mut self.rest, rest);
        whole.split(|byte| *byte == b'\n').filter_map(non_blank).collect()
    }

    /// What is left when the stream has ended: a last line without an end.
    pub fn finish(self) -> Option<Vec<u8>> {
        non_blank(&self.rest)
    }
}

fn non_blank(line: &[u8]) -> Option<Vec<u8>> {
    let line = line.trim_ascii();
    (!line.is_empty()).then(|| line.to_vec())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_come_out_whole_whatever_the_pieces() {
        let text = "{\"a\":\"é\"}\n\r\n{\"b\":2}\r\n{\"c\":3}";
        for size in 1..=text.len() {
            let mut lines = Lines::default();
            let mut got: Vec<_> = text.as_bytes().chunks(size).flat_map(|piece| lines.push(piece)).collect();
            got.extend(lines.finish());
            let got: Vec<_> = got.iter().map(|line| String::from_utf8_lossy(line).into_owned()).collect();
            assert_eq!(got, ["{\"a\":\"é\"}", "{\"b\":2}", "{\"c\":3}"], "pieces of {size}");
        }
    }

    #[test]
    fn a_name_without_a_tag_means_latest() {
        assert_eq!(tagged("llama3"), "llama3:latest");
        assert_eq!(tagged("smollm2:135m"), "smollm2:135m");
        assert_eq!(tagged("host:5000/team/x"), "host:5000/team/x:latest");
    }

    #[test]
    fn parameter_sizes_are_read_as_numbers() {
        let of = |size: &str| {
            let details =
                serde_json::from_value(serde_json::json!({ "parameter_size": size })).unwrap_or_default();
            ModelTag { details, ..ModelTag::default() }.parameters()
        };
        assert_eq!((of("134.5M"), of("3B"), of("0")), (Some(134_500_000), Some(3_000_000_000), Some(0)));
        assert_eq!((of("big"), of(""), of("8x7B")), (None, None, None));
    }
}
