//! One record: twelve digits of the SHA-256 of the rest, a space, JSON, a line's end. Never a secret.

use lks_domain::timestamp::Timestamp;
use serde::{Deserialize, Serialize};

use super::JournalError;
use crate::cloud::{Address, ErrorClass};
use crate::resource::{ResourceKey, digest};

/// What a run is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Verb {
    /// Build or change.
    Apply,
    /// Remove everything.
    Destroy,
}

/// A record of the journal.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "entry", rename_all = "snake_case")]
pub enum Entry {
    /// The journal begins; `nonce` goes into every token.
    Opened {
        /// Random, once for this journal.
        nonce: String,
    },
    /// A run begins.
    Began {
        /// What for.
        verb: Verb,
        /// The digest of the plan that was approved.
        plan: String,
        /// When.
        at: Timestamp,
    },
    /// A mutating call is about to be made.
    Intended(Intent),
    /// What came of it.
    Concluded {
        /// The number of the intent.
        intent: u64,
        /// What.
        outcome: Outcome,
        /// When; a call that is asked again takes effect long after its intent. Older journals do not say.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        at: Option<Timestamp>,
    },
    /// A resource that was there already is ours.
    Adopted {
        /// As what.
        key: ResourceKey,
        /// Which.
        address: Address,
    },
    /// A resource is not there any more, or not ours.
    Forgotten {
        /// Which.
        key: ResourceKey,
    },
    /// An admin decided about a field that drifted.
    Chose(Choice),
    /// A run has ended.
    Ended {
        /// How.
        how: String,
        /// When.
        at: Timestamp,
    },
}

/// A mutating call, before it is made.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Intent {
    /// Counted from 1.
    pub number: u64,
    /// What is to be done.
    pub operation: Operation,
    /// When.
    pub at: Timestamp,
}

/// What a mutating call does.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "operation", rename_all = "snake_case")]
pub enum Operation {
    /// Makes a resource.
    Create {
        /// As what.
        key: ResourceKey,
        /// The token, for services that take one.
        token: String,
    },
    /// Sets properties.
    Update {
        /// Of which.
        address: Address,
        /// Names of the properties.
        fields: Vec<String>,
    },
    /// Removes a resource.
    Delete {
        /// Which.
        address: Address,
    },
}

/// What came of an intent.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "outcome", rename_all = "snake_case")]
pub enum Outcome {
    /// The resource is there.
    Made(Address),
    /// The change or the removal is done.
    Done,
    /// Nothing was done.
    Failed {
        /// Why.
        class: ErrorClass,
        /// The cloud's code.
        code: String,
    },
}

/// What shall become of a field that is not as specified.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Choice {
    /// Of which resource.
    pub key: ResourceKey,
    /// Which field.
    pub field: String,
    /// Digest of the value that is accepted; `None`: whatever it is, it is ignored.
    pub accepted: Option<String>,
    /// The choice is taken back: the specification holds again.
    pub revoked: bool,
}

/// The record as bytes.
pub(super) fn write(entry: &Entry) -> Vec<u8> {
    let json = serde_json::to_string(entry).unwrap_or_default();
    format!("{} {json}\n", &digest(&json)[..12]).into_bytes()
}

fn read(line: &[u8]) -> Option<Entry> {
    let line = std::str::from_utf8(line).ok()?;
    let (sum, json) = line.split_once(' ')?;
    if digest(json)[..12] != *sum {
        return None;
    }
    serde_json::from_str(json).ok()
}

/// All whole records, and how many bytes they take. Only the last may be torn.
pub(super) fn read_all(bytes: &[u8]) -> Result<(Vec<Entry>, usize), JournalError> {
    let mut entries = Vec::new();
    let mut at = 0;
    while let Some(length) = bytes[at..].iter().position(|byte| *byte == b'\n') {
        let next = at + length + 1;
        match read(&bytes[at..at + length]) {
            Some(entry) => entries.push(entry),
            None if next == bytes.len() => return Ok((entries, at)),
            None => return Err(JournalError::Damaged(entries.len())),
        }
        at = next;
    }
    Ok((entries, at))
}
