//! Who may: the bearer of an ID token whose account is, at this moment, enabled and in the group.
//!
//! A handler says by its first parameter who may call it. An [`Admin`] writes down what is about to
//! be done before it is done.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use lks_domain::console::role::{Me, Role};
use lks_domain::identity::UserId;
use lks_store::audit::Deed;

use super::Console;
use super::error::ConsoleError;
use crate::identity::clock;

/// Somebody who may look.
pub struct Viewer(pub Me);

impl FromRequestParts<Console> for Viewer {
    type Rejection = ConsoleError;

    async fn from_request_parts(parts: &mut Parts, console: &Console) -> Result<Self, ConsoleError> {
        let bearer = console.identity().bearer_of(&parts.headers).ok_or_else(ConsoleError::unauthorized)?;
        let user = console.store().user(&bearer.sub).await?;
        let user = user.filter(|user| user.enabled).ok_or_else(ConsoleError::forbidden)?;
        let role = Role::of_groups(&user.groups).ok_or_else(ConsoleError::forbidden)?;
        Ok(Self(Me { id: user.id, name: user.name, email: user.email, role }))
    }
}

/// Somebody who may act.
pub struct Admin {
    me: Me,
    console: Console,
}

impl FromRequestParts<Console> for Admin {
    type Rejection = ConsoleError;

    async fn from_request_parts(parts: &mut Parts, console: &Console) -> Result<Self, ConsoleError> {
        let Viewer(me) = Viewer::from_request_parts(parts, console).await?;
        match me.role {
            Role::Admin => Ok(Self { me, console: console.clone() }),
            Role::Viewer => Err(ConsoleError::admins_only()),
        }
    }
}

impl Admin {
    /// The address, as it stands in the audit log.
    pub fn email(&self) -> &str {
        &self.me.email
    }

    /// Writes down that this is about to be done. If it cannot be written down, it is not done.
    ///
    /// # Errors
    /// The database cannot take it.
    pub async fn records(&self, what: &str, subject: impl Into<String>) -> Result<(), ConsoleError> {
        self.records_more(Deed { what: what.to_owned(), subject: subject.into(), ..Deed::default() }).await
    }

    /// As [`Admin::records`], with more to say.
    ///
    /// # Errors
    /// The database cannot take it.
    pub async fn records_more(&self, deed: Deed) -> Result<(), ConsoleError> {
        let deed = Deed { who: self.me.email.clone(), ..deed };
        let entry = self.console.store().append_audit(&deed, clock::now()).await?;
        // Subjects may be addresses, which belong into no log.
        tracing::info!(seq = entry.seq, what = entry.what, "console.deed");
        Ok(())
    }
}

/// Anybody with an account, for the few endpoints that learners have.
pub struct Learner(pub UserId);

impl FromRequestParts<Console> for Learner {
    type Rejection = ConsoleError;

    async fn from_request_parts(parts: &mut Parts, console: &Console) -> Result<Self, ConsoleError> {
        let bearer = console.identity().bearer_of(&parts.headers).ok_or_else(ConsoleError::unauthorized)?;
        let user = console.store().user(&bearer.sub).await?;
        let user = user.filter(|user| user.enabled).ok_or_else(ConsoleError::unauthorized)?;
        Ok(Self(user.id))
    }
}
