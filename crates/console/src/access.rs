//! What whoever is signed in may do here. The server decides; this only spares people refusals.

use leptos::prelude::*;
use lks_app::session::Session;
use lks_domain::console::role::Role;

/// The visitor's role, for the whole console.
#[derive(Clone, Copy)]
pub struct Access {
    role: Memo<Option<Role>>,
}

impl Access {
    /// Provides the role that the session's token gives.
    pub fn provide(session: Session) {
        let role = Memo::new(move |_| session.identity().and_then(|who| Role::of_groups(&who.groups)));
        provide_context(Self { role });
    }

    /// The role, if any; reactive.
    pub fn role(self) -> Option<Role> {
        self.role.get()
    }

    /// Whether the visitor may change things; reactive.
    pub fn may_act(self) -> bool {
        self.role.get() == Some(Role::Admin)
    }
}

/// The role on this page.
pub fn use_access() -> Access {
    expect_context()
}
