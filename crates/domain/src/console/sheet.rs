//! The jury's sheet: every requirement with how it stands, the evidence, and how to mend it.

use serde::{Deserialize, Serialize};

use crate::timestamp::Timestamp;

/// The body of `POST /admin/api/verify`.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct VerifyRequest {
    /// Only this group of requirements; the others keep what they were.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group: Option<String>,
}

/// A sheet: `GET /admin/api/verify` (the last one) and `GET /admin/api/verify/{id}`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sheet {
    /// The line of the history.
    #[serde(flatten)]
    pub summary: SheetSummary,
    /// The groups, in order.
    pub groups: Vec<SheetGroup>,
}

/// A sheet in the history: `GET /admin/api/verify/history`, newest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SheetSummary {
    /// Its id.
    pub id: String,
    /// When it was looked.
    pub at: Timestamp,
    /// Who asked: an address.
    pub by: String,
    /// The stack's name.
    pub stack: String,
    /// Twelve digits.
    pub account: String,
    /// Whether the account is a simulation.
    pub simulated: bool,
    /// The sum.
    pub points: Points,
    /// Requirements that are met.
    pub passed: usize,
    /// Requirements that are not met.
    pub failed: usize,
    /// Requirements that could not be checked.
    pub unknown: usize,
    /// The group that was looked at, if not all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group: Option<String>,
}

/// Points got and points there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Points {
    /// Of what passed.
    pub got: u32,
    /// Of everything.
    pub of: u32,
}

/// Requirements of a group.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SheetGroup {
    /// `network`, `nat`, `storage`, …
    pub id: String,
    /// The sum.
    pub points: Points,
    /// The requirements, in order.
    pub checks: Vec<Check>,
}

/// How a requirement stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum CheckState {
    /// It is met.
    Pass,
    /// It is not met.
    Fail,
    /// It was left out, or could not be checked.
    Unknown,
}

/// One requirement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Check {
    /// Group and name, for good: `network.vpc-a`.
    pub id: String,
    /// The requirement, in a sentence; English, as evidence and remedy are.
    pub requirement: String,
    /// How it stands.
    pub state: CheckState,
    /// What was seen, as the account says it.
    pub evidence: String,
    /// What to do where it is not met.
    pub remedy: String,
    /// What it is worth.
    pub points: u32,
}
