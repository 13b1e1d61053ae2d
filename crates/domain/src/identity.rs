//! Who is asking: what an ID token says about its bearer.

use serde::{Deserialize, Serialize};

/// The group whose members may use the admin console.
pub const ADMIN_GROUP: &str = "lks-admin";

/// The group whose members may look at the admin console and change nothing.
pub const VIEWER_GROUP: &str = "lks-viewer";

/// A user's `sub`, which is also the `{uid}` of the contract's paths.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct UserId(pub String);

impl UserId {
    /// The identifier as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Display for UserId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// The bearer of a verified ID token.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Identity {
    /// `sub`
    pub sub: UserId,
    /// `email`
    pub email: String,
    /// `name`
    pub name: String,
    /// `cognito:groups`
    #[serde(rename = "cognito:groups", default)]
    pub groups: Vec<String>,
}

impl Identity {
    /// Whether the bearer belongs to [`ADMIN_GROUP`].
    pub fn is_admin(&self) -> bool {
        self.groups.iter().any(|group| group == ADMIN_GROUP)
    }
}
