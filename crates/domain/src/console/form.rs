//! The stack's specification as a form: what can be chosen, within which limits, at what cost.
//!
//! A choice is named by its path in the stack file (`workers.instance_type`), so that form, file
//! and refusals speak of the same thing.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::Words;
use super::cost::Cost;
use crate::timestamp::Timestamp;

/// The answer of `GET` and `PUT /admin/api/stack`, and of `POST /admin/api/stack/check`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct StackForm {
    /// Groups of choices, in order.
    pub groups: Vec<ChoiceGroup>,
    /// What is wrong; empty when the stack can be built.
    pub problems: Vec<FieldProblem>,
    /// What the stack would cost; none as long as something is wrong.
    pub cost: Option<Cost>,
    /// How many resources it has; none as long as something is wrong.
    pub resources: Option<usize>,
    /// The same as a stack file (TOML), for `lks plan --stack FILE`.
    pub file: String,
    /// When it was last saved; none: it is the stack as specified.
    pub saved_at: Option<Timestamp>,
}

/// Choices that belong together.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ChoiceGroup {
    /// `names`, `workers`, `nat`, …
    pub id: String,
    /// Heading.
    pub title: Words,
    /// The choices.
    pub choices: Vec<Choice>,
}

/// One choice.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Choice {
    /// Path in the stack file.
    pub field: String,
    /// What it is called.
    pub label: Words,
    /// What it means, and its limits.
    pub help: Words,
    /// How it is chosen.
    pub input: Input,
    /// What is chosen; null: nothing.
    pub value: Value,
    /// What the specification has.
    pub default: Value,
}

/// How a choice is made.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "input", rename_all = "snake_case")]
pub enum Input {
    /// A text.
    Text {
        /// Longest text, in characters.
        max_chars: usize,
        /// Whether it may be left empty (null).
        optional: bool,
    },
    /// A whole number.
    Number {
        /// Smallest.
        min: u32,
        /// Largest.
        max: u32,
        /// Of what (`GB`, `days`).
        unit: String,
        /// USD an hour that one more costs, all of the stack's together.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        hourly_usd_each: Option<f64>,
    },
    /// One of these.
    One {
        /// Values with what they cost.
        options: Vec<ChoiceOption>,
    },
    /// Any of these.
    Several {
        /// Values with what they cost.
        options: Vec<ChoiceOption>,
    },
    /// A list of texts.
    List {
        /// Longest text, in characters.
        max_chars: usize,
    },
}

/// A value that can be chosen.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ChoiceOption {
    /// As it is sent.
    pub value: Value,
    /// As it is shown.
    pub label: String,
    /// USD an hour that the whole stack would cost with it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stack_hourly_usd: Option<f64>,
}

/// What is wrong with a choice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldProblem {
    /// Which one; empty where it is a matter of the whole.
    pub field: String,
    /// What to do about it.
    pub message: String,
}

/// The body of `PUT /admin/api/stack` and `POST /admin/api/stack/check`: what is chosen, by path;
/// what is left out is as specified.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct StackChoices {
    /// Values by path.
    pub values: BTreeMap<String, Value>,
}
