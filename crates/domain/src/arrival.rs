//! Whether Sofya's own language model is on this machine, and how far it has come.

use serde::{Deserialize, Serialize};

/// What `GET /model.json` answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Arrival {
    /// The model, e.g. `smollm2:135m`.
    pub model: String,
    /// How far it is.
    pub state: ArrivalState,
    /// How much of it is here, from 0 to 100; never falls while it is being fetched.
    pub percent: u8,
    /// One sentence for whoever runs the machine; empty where there is nothing to say.
    #[serde(default)]
    pub sentence: String,
}

/// How far a model is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ArrivalState {
    /// Nobody wants it, or this program was built without.
    Off,
    /// It is being fetched.
    Coming,
    /// It is being looked at.
    Opening,
    /// It answers.
    Here,
    /// It cannot be had; everything works by rules.
    Failed,
}
