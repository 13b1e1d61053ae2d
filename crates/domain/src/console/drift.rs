//! What is not as it was built, and what an admin decided about it.

use serde::{Deserialize, Serialize};

use super::plan::FieldChange;
use crate::region::Region;
use crate::timestamp::Timestamp;

/// The answer of `GET /admin/api/drift`: what was found when it was last looked.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DriftView {
    /// When.
    pub at: Timestamp,
    /// Whether the account is a simulation.
    pub simulated: bool,
    /// Fields that somebody changed.
    pub changed: Vec<Drifted>,
    /// Resources of ours that somebody removed.
    pub missing: Vec<Missing>,
    /// Resources of others where ours are.
    pub foreign: Vec<Foreign>,
    /// What was decided before.
    pub choices: Vec<DriftDecision>,
}

/// A resource of ours with fields that differ.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Drifted {
    /// `region/kind/name`
    pub key: String,
    /// CloudFormation's type name.
    pub kind: String,
    /// Its name.
    pub name: String,
    /// Where.
    pub region: Region,
    /// Its physical id.
    pub id: String,
    /// Before: what is there; after: what is specified.
    pub fields: Vec<FieldChange>,
}

/// A resource of ours that is gone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Missing {
    /// `region/kind/name`
    pub key: String,
    /// The physical id it had.
    pub id: String,
}

/// A resource that is not ours where ours are.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Foreign {
    /// CloudFormation's type name.
    pub kind: String,
    /// Its name.
    pub name: String,
    /// Where.
    pub region: Region,
    /// Its physical id.
    pub id: String,
    /// What makes it foreign.
    pub reason: String,
}

/// What can be done about a field. To revert is to plan and apply: the plan sets the field as
/// specified, unless it was accepted or is ignored.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum DriftChoice {
    /// Keep it as it is now; another change is drift again.
    Accept,
    /// Let it be whatever it is.
    Ignore,
    /// Take back what was decided before: the next apply sets it as specified.
    Revert,
}

/// The body of `POST /admin/api/drift/choices`, and what was decided before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DriftDecision {
    /// `region/kind/name`
    pub key: String,
    /// Which field.
    pub field: String,
    /// What was decided.
    pub choice: DriftChoice,
}
