//! What the admin console and its server say to each other, under `/admin/api` (docs/CONSOLE.md).
//!
//! Answers come as `{"status":"success","data":…}`, refusals as [`Refusal`]. Whatever
//! a person reads comes in both languages where this program wrote it, and as it was said where a
//! cloud, a rule of the policy or a requirement of the sheet said it.

pub mod account;
pub mod audit;
pub mod class;
pub mod cost;
pub mod drift;
pub mod form;
pub mod job;
pub mod map;
pub mod models;
pub mod monitor;
pub mod overview;
pub mod plan;
pub mod role;
pub mod run;
pub mod sheet;
pub mod user;

use serde::{Deserialize, Serialize};

use crate::correction::Language;

/// A refusal: `error::ErrorBody` with a code, so that a page can say it in its own words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refusal {
    /// Always `error`.
    pub status: String,
    /// What it is, for good: `plan_stale`, `run_active`, `last_admin`, … (docs/CONSOLE.md).
    pub code: String,
    /// What went wrong and what to do next, in English.
    pub message: String,
}

/// A text in both languages of the interface.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Words {
    /// Bahasa Indonesia.
    pub id: String,
    /// English.
    pub en: String,
}

impl Words {
    /// The same thing said twice: in English and in Bahasa Indonesia.
    pub fn new(en: impl Into<String>, id: impl Into<String>) -> Self {
        Self { en: en.into(), id: id.into() }
    }

    /// The text in this language.
    pub fn in_language(&self, language: Language) -> &str {
        match language {
            Language::Id => &self.id,
            Language::En => &self.en,
        }
    }
}
