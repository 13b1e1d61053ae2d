//! A plan as an admin reads and approves it.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::cost::Cost;
use super::map::Map;
use crate::region::Region;
use crate::timestamp::Timestamp;

/// The body of `POST /admin/api/plan`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct PlanRequest {
    /// Whether to plan the removal of the whole stack.
    #[serde(default)]
    pub removal: bool,
}

/// The answer of `GET /admin/api/plan`: the plan that was made last.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PlanView {
    /// Names the plan; what is approved is exactly the plan of this digest.
    pub digest: String,
    /// Whether it removes the stack.
    pub removal: bool,
    /// Tag of the stack.
    pub stack: String,
    /// Twelve digits.
    pub account: String,
    /// Whether the account is a simulation.
    pub simulated: bool,
    /// When it was made.
    pub made_at: Timestamp,
    /// By whom: an address.
    pub made_by: String,
    /// What is done, in an order in which it can be done.
    pub steps: Vec<PlanStep>,
    /// How many resources are as they shall be.
    pub unchanged: usize,
    /// One line: how many steps of each kind.
    pub summary: String,
    /// How long it usually takes, in seconds.
    pub seconds: u64,
    /// What the policy says.
    pub findings: Vec<Finding>,
    /// Why it cannot be carried out; empty if it can.
    pub blocked: Vec<String>,
    /// What everything costs once it stands; nothing after a removal.
    pub cost: Cost,
    /// USD an hour that the plan adds; below zero where it saves.
    pub change_hourly_usd: f64,
    /// What must be typed to approve it; none: nothing.
    pub confirmation: Option<Confirmation>,
    /// The stack as it will be (or, of a removal, as it is), with what is done.
    pub map: Map,
}

/// What must be typed, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Confirmation {
    /// Exactly this: the stack's name.
    pub text: String,
    /// What is deleted or replaced, and what is lost with it, one sentence each.
    pub because: Vec<String>,
}

/// What a step does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Action {
    /// Makes it.
    Create,
    /// Sets some of its properties.
    Change,
    /// Makes a new one in its place.
    Replace,
    /// Removes it.
    Delete,
    /// Takes over what is there already.
    Adopt,
    /// Cannot be done; nothing of the plan will be.
    Blocked,
}

impl Action {
    /// All actions, in the order plans are summed up in.
    pub const ALL: [Self; 6] =
        [Self::Create, Self::Change, Self::Replace, Self::Delete, Self::Adopt, Self::Blocked];

    /// The sign in front of a line.
    pub const fn sign(self) -> &'static str {
        match self {
            Self::Create => "+",
            Self::Change => "~",
            Self::Replace => "±",
            Self::Delete => "-",
            Self::Adopt => "=",
            Self::Blocked => "!",
        }
    }
}

/// One resource and what is done with it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PlanStep {
    /// `region/kind/name`; unique in the plan, the same in runs and on the map.
    pub key: String,
    /// What is done.
    pub action: Action,
    /// CloudFormation's type name.
    pub kind: String,
    /// Its name.
    pub name: String,
    /// Where.
    pub region: Region,
    /// The part of the stack.
    pub component: String,
    /// Why.
    pub reason: String,
    /// The physical id, if there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// Field by field.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub changes: Vec<FieldChange>,
    /// What is lost and cannot be made again; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub loses: String,
    /// How long it usually takes.
    pub seconds: u32,
    /// USD an hour that the step adds.
    pub hourly_usd: f64,
    /// Keys of the steps that must be done first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub needs: Vec<String>,
}

/// One property that is not as it shall be. Secrets are never shown.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FieldChange {
    /// CloudFormation's name.
    pub field: String,
    /// What it is; null: not set.
    pub before: Value,
    /// What it shall be.
    pub after: Value,
    /// Whether it takes a new resource.
    pub replaces: bool,
}

/// How bad a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// To be looked at; blocks nothing.
    Warning,
    /// Must not be; blocks the plan.
    Error,
}

/// One thing that must not be as it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// Which rule, for good: `exposure.open-ingress`.
    pub id: String,
    /// How bad it is.
    pub severity: Severity,
    /// The sentence of the specification that it breaks.
    pub requirement: String,
    /// Name of the resource; empty where it is a matter of the whole.
    pub resource: String,
    /// What is wrong, in this case.
    pub message: String,
}
