//! One property: its form and what a change of it means.

use serde_json::Value;

/// What a value looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// A text.
    Text,
    /// A number.
    Number,
    /// true or false.
    Boolean,
    /// A list whose order matters.
    List,
    /// A list whose order does not matter.
    Set,
    /// An object, or a list or text holding one.
    Object,
    /// Tags; tags that nobody asked for are left alone.
    Tags,
    /// An OpenAPI document; compared by what API Gateway keeps of it.
    Document,
}

impl Form {
    /// Whether the value has this form. References (objects) fit everywhere.
    pub fn fits(self, value: &Value) -> bool {
        value.is_object()
            || match self {
                Self::Text => value.is_string(),
                Self::Number => value.is_number(),
                Self::Boolean => value.is_boolean(),
                Self::List | Self::Set | Self::Tags => value.is_array(),
                Self::Object | Self::Document => value.is_array() || value.is_string(),
            }
    }
}

impl std::fmt::Display for Form {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Text => "a text",
            Self::Number => "a number",
            Self::Boolean => "true or false",
            Self::List | Self::Set => "a list",
            Self::Object | Self::Document => "an object",
            Self::Tags => "a list of {\"Key\", \"Value\"}",
        })
    }
}

/// What it takes to change a property.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    /// A call.
    Update,
    /// A call, and it cannot be given on creation: a call of its own follows that.
    Afterwards,
    /// A new resource.
    Replace,
    /// It is given on creation or with an update and cannot be read back.
    Unread,
}

/// One property of a kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Property {
    /// CloudFormation's name.
    pub name: &'static str,
    /// What it looks like.
    pub form: Form,
    /// What a change takes.
    pub change: Change,
    /// Whether a creation must give it.
    pub required: bool,
}

impl Property {
    /// Reads `Name`, then `:` and a letter for the form (`s` text, `n` number, `b` boolean, `l`
    /// list, `e` set, `o` object, `t` tags, `d` API document; none: text), then marks: `*` required, `!` forces
    /// replacement, `+` set afterwards, `?` not read back.
    pub(super) fn read(text: &'static str) -> Self {
        let bare = text.trim_end_matches(['*', '!', '+', '?']);
        let marks = &text[bare.len()..];
        let (name, form) = bare.split_once(':').unwrap_or((bare, "s"));
        Self { name, form: form_of(form), change: change_of(marks), required: marks.contains('*') }
    }
}

fn form_of(letter: &str) -> Form {
    match letter {
        "n" => Form::Number,
        "b" => Form::Boolean,
        "l" => Form::List,
        "e" => Form::Set,
        "o" => Form::Object,
        "t" => Form::Tags,
        "d" => Form::Document,
        _ => Form::Text,
    }
}

fn change_of(marks: &str) -> Change {
    if marks.contains('!') {
        Change::Replace
    } else if marks.contains('+') {
        Change::Afterwards
    } else if marks.contains('?') {
        Change::Unread
    } else {
        Change::Update
    }
}
