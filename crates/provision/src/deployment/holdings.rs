//! The journal in short, for people.

use lks_domain::timestamp::Timestamp;
use serde::{Deserialize, Serialize};

use super::Verb;
use crate::cloud::Address;
use crate::journal::{Choice, Ledger};
use crate::resource::ResourceKey;

/// What the journal says.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Holdings {
    /// What is ours.
    pub owned: Vec<Owned>,
    /// How many calls there are of which nobody knows yet whether they took effect.
    pub in_doubt: usize,
    /// What was decided about drift.
    pub choices: Vec<Choice>,
    /// What the run was for that began and did not end.
    pub open_run: Option<Verb>,
    /// When the account was last written to.
    pub last_at: Option<Timestamp>,
}

/// A resource of ours.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Owned {
    /// Its key in the specification.
    pub key: ResourceKey,
    /// Which it is.
    #[serde(flatten)]
    pub address: Address,
}

impl Holdings {
    pub(super) fn of(ledger: &Ledger) -> Self {
        let owned =
            |(key, address): (&ResourceKey, &Address)| Owned { key: key.clone(), address: address.clone() };
        Self {
            owned: ledger.owned.iter().map(owned).collect(),
            in_doubt: ledger.in_doubt.len(),
            choices: ledger.choices.clone(),
            open_run: ledger.open_run.as_ref().map(|(verb, _)| *verb),
            last_at: ledger.last_at,
        }
    }
}
