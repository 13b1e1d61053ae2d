//! Grammars for replies that must have a form.

use llama_cpp_2::json_schema_to_grammar;
use llama_cpp_2::model::LlamaModel;
use llama_cpp_2::sampling::LlamaSampler;

use crate::error::EngineError;
use crate::generation::Constraint;

/// One JSON object. White space between values is short, or a model would write nothing else.
const JSON: &str = r#"
root     ::= object
object   ::= "{" gap ( member ( gap "," gap member )* )? gap "}"
member   ::= string gap ":" gap value
array    ::= "[" gap ( value ( gap "," gap value )* )? gap "]"
value    ::= object | array | string | number | "true" | "false" | "null"
string   ::= "\"" ( plain | escaped )* "\""
plain    ::= [^"\\\x00-\x1F\x7F]
escaped  ::= "\\" ( ["\\/bfnrt] | "u" [0-9a-fA-F]{4} )
number   ::= "-"? ( "0" | [1-9] [0-9]{0,14} ) ( "." [0-9]{1,14} )? ( [eE] [-+]? [0-9]{1,3} )?
gap      ::= ( " " | "\n" [ \t]{0,16} )?
"#;

/// A sampler that allows only what has the form; none: everything is allowed.
pub(super) fn grammar(
    model: &LlamaModel,
    constraint: &Constraint,
) -> Result<Option<LlamaSampler>, EngineError> {
    let refused = |reason: &dyn std::fmt::Display| EngineError::Constraint(reason.to_string());
    let text = match constraint {
        Constraint::None => return Ok(None),
        Constraint::Json => JSON.to_owned(),
        Constraint::Grammar(text) => text.clone(),
        Constraint::Schema(schema) => json_schema_to_grammar(&schema.to_string())
            .map_err(|_| refused(&"this JSON schema cannot be turned into a grammar"))?,
    };
    LlamaSampler::grammar(model, &text, "root").map(Some).map_err(|error| refused(&error))
}
