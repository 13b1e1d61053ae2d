//! Who may do what in the console.

use serde::{Deserialize, Serialize};

use crate::identity::UserId;

/// What a bearer may do in the console. Viewers may look at everything and change nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// May look.
    Viewer,
    /// May look and act.
    Admin,
}

impl Role {
    /// The best role that these groups give, if any.
    pub fn of_groups(groups: &[String]) -> Option<Self> {
        let has = |group: &str| groups.iter().any(|other| other == group);
        if has(crate::identity::ADMIN_GROUP) {
            Some(Self::Admin)
        } else {
            has(crate::identity::VIEWER_GROUP).then_some(Self::Viewer)
        }
    }
}

/// The answer of `GET /admin/api/me`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Me {
    /// `sub`
    pub id: UserId,
    /// Display name.
    pub name: String,
    /// The address.
    pub email: String,
    /// What they may do.
    pub role: Role,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_admin_is_more_than_a_viewer_and_everybody_else_is_nothing() {
        let role = |groups: &[&str]| {
            Role::of_groups(&groups.iter().map(|group| (*group).to_owned()).collect::<Vec<_>>())
        };
        assert_eq!(role(&["lks-viewer", "lks-admin"]), Some(Role::Admin));
        assert_eq!(role(&["lks-viewer"]), Some(Role::Viewer));
        assert_eq!(role(&["lks-administrators"]), None);
        assert!(Role::Admin > Role::Viewer);
    }
}
