//! Accounts as an admin sees them.

use serde::{Deserialize, Serialize};

use crate::identity::UserId;
use crate::timestamp::Timestamp;

/// The answer of `GET /admin/api/users?search=…&after=…&limit=…`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UserPage {
    /// In order of address.
    pub users: Vec<Account>,
    /// `after` of the next page; none: this was the last one.
    pub next: Option<String>,
    /// How many accounts the search finds in all.
    pub total: u64,
}

/// An account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Account {
    /// `sub`
    pub id: UserId,
    /// The address.
    pub email: String,
    /// Display name.
    pub name: String,
    /// Whether it may sign in.
    pub confirmed: bool,
    /// Whether a code sent to the address has come back.
    pub email_verified: bool,
    /// False when an admin has locked it.
    pub enabled: bool,
    /// Its groups.
    pub groups: Vec<String>,
    /// When it signed up.
    pub created_at: Timestamp,
    /// When it last sent a message; none: never.
    pub active_at: Option<Timestamp>,
    /// How many conversations it has.
    pub conversations: u64,
}

/// The body of `PUT /admin/api/users/{id}/groups`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Groups {
    /// All groups it shall be in.
    pub groups: Vec<String>,
}

/// The answer of `POST /admin/api/users/{id}/reset`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Delivery {
    /// The code goes out by mail.
    Mailed,
    /// There is no mail server: read the code in the outbox (`GET /admin/api/outbox`) and pass it on.
    Held,
}

/// A message of the outbox.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OutboxMail {
    /// Unique.
    pub id: String,
    /// The address.
    pub recipient: String,
    /// What the code is for: `reset-password` or `confirm-sign-up`.
    pub purpose: String,
    /// The code; empty once it is sent or has ended, and for viewers.
    pub code: String,
    /// `held`, `pending`, `sent` or `failed`.
    pub state: String,
    /// What the mail server said last, if it refused.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_error: Option<String>,
    /// When it was asked for.
    pub created_at: Timestamp,
    /// When the code ends.
    pub expires_at: Timestamp,
}
