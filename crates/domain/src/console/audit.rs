//! The audit log: who did what, when, on which plan. Append-only; each entry seals the one before.

use serde::{Deserialize, Serialize};

use crate::timestamp::Timestamp;

/// The answer of `GET /admin/api/audit?before=…&limit=…&search=…`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditPage {
    /// Newest first.
    pub entries: Vec<AuditEntry>,
    /// `before` of the next page; none: this was the last one.
    pub next: Option<u64>,
    /// Whether the log is as it was written.
    pub chain: Chain,
}

/// Whether every entry seals the one before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Chain {
    /// How many entries there are.
    pub entries: u64,
    /// Number of the first entry that is not as it was written; none: all are.
    pub broken_at: Option<u64>,
    /// Hash of the last entry: who writes it down elsewhere can tell later that none was cut off.
    pub head: String,
}

/// One entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditEntry {
    /// Counted from 1 without gaps.
    pub seq: u64,
    /// When.
    pub at: Timestamp,
    /// Who: an address; empty for what the server did by itself.
    pub who: String,
    /// What, for good: `run.apply`, `user.disable`, …
    pub what: String,
    /// Of what: a run, an account, a class; may be empty.
    pub subject: String,
    /// More about it, in a sentence; never a secret; may be empty.
    pub detail: String,
    /// Digest of the plan; may be empty.
    pub plan: String,
    /// Hash of the entry before (hexadecimal SHA-256); of the first one 64 noughts.
    pub previous: String,
    /// SHA-256 over `previous` and this entry, hexadecimal.
    pub hash: String,
}

impl AuditEntry {
    /// What is hashed: a JSON array of everything but the hash itself, so that no two entries have
    /// the same text.
    pub fn sealed_text(&self) -> String {
        serde_json::json!([
            self.previous,
            self.seq,
            self.at,
            self.who,
            self.what,
            self.subject,
            self.detail,
            self.plan
        ])
        .to_string()
    }
}
