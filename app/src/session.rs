//! Who is signed in: tokens in the browser's storage, renewed before they expire, shared by all tabs.

pub mod token;

use leptos::prelude::*;
use lks_domain::client_config::ClientConfig;
use lks_domain::identity::Identity;
use serde_json::{Value, json};

use crate::browser;
use crate::client::identity::perform;
use crate::client::problem::Problem;
use crate::deployment::Deployment;
use token::Tokens;

/// Key of the tokens in the browser's storage.
const KEY: &str = "lks.session";
/// Unsent messages; they belong to whoever is signed in and go when she signs out.
pub const DRAFTS: &str = "lks.draft.";
/// Page of another application of this server to come back to after signing in.
pub const RETURN: &str = "lks.return";
/// A token this close to its end is renewed first.
const MARGIN_MS: i64 = 60_000;

/// Whether someone is signed in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SessionState {
    /// Not known before the browser's storage is read; what the server renders.
    Unknown,
    /// Nobody.
    Out(Absence),
    /// This learner.
    In(Identity),
}

/// Why nobody is signed in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Absence {
    /// Nobody was.
    Nobody,
    /// She signed out.
    Left,
    /// The session ended by itself.
    Expired,
}

/// The session, for the whole page.
#[derive(Clone, Copy)]
pub struct Session {
    /// Whether someone is signed in.
    pub state: RwSignal<SessionState>,
    /// The page to come back to after signing in.
    pub came_from: RwSignal<Option<String>>,
    /// Where to sign in.
    pub deployment: Deployment,
}

impl Session {
    /// Provides the session, and reads the storage once the page is alive and whenever another tab changes it.
    pub fn provide(deployment: Deployment) -> Self {
        let session =
            Self { state: RwSignal::new(SessionState::Unknown), came_from: RwSignal::new(None), deployment };
        provide_context(session);
        Effect::new(move |_| {
            session.read();
            let heard = window_event_listener(leptos::ev::storage, move |event| {
                if event.key().is_none_or(|key| key == KEY) {
                    session.read();
                }
            });
            on_cleanup(move || heard.remove());
        });
        session
    }

    fn read(self) {
        let state = match stored().and_then(|tokens| tokens.identity()) {
            Some(identity) => SessionState::In(identity),
            None => SessionState::Out(self.absence()),
        };
        if self.state.get_untracked() != state {
            self.state.set(state);
        }
    }

    /// Another tab may have ended the session; the reason is not known then.
    fn absence(self) -> Absence {
        match self.state.get_untracked() {
            SessionState::Out(absence) => absence,
            SessionState::In(_) => Absence::Left,
            SessionState::Unknown => Absence::Nobody,
        }
    }

    /// The learner, if someone is signed in; reactive.
    pub fn identity(self) -> Option<Identity> {
        match self.state.get() {
            SessionState::In(identity) => Some(identity),
            _ => None,
        }
    }

    /// The learner's id.
    pub fn uid(self) -> Option<String> {
        match self.state.get_untracked() {
            SessionState::In(identity) => Some(identity.sub.0),
            _ => None,
        }
    }

    /// A token that will be good for a while.
    pub async fn token(self) -> Result<String, Problem> {
        let tokens = stored().ok_or(Problem::Expired)?;
        if tokens.expires_at_ms - browser::now_ms() > MARGIN_MS {
            return Ok(tokens.id);
        }
        self.renew(tokens).await
    }

    /// A token other than this one, which was refused.
    pub async fn renewed(self, refused: &str) -> Result<String, Problem> {
        let tokens = stored().ok_or(Problem::Expired)?;
        if tokens.id == refused { self.renew(tokens).await } else { Ok(tokens.id) }
    }

    async fn renew(self, old: Tokens) -> Result<String, Problem> {
        let config = self.deployment.config().await?;
        let body = json!({
            "AuthFlow": "REFRESH_TOKEN_AUTH",
            "ClientId": config.identity.client_id,
            "AuthParameters": { "REFRESH_TOKEN": old.refresh },
        });
        match perform(&config, "InitiateAuth", &body).await {
            Ok(answer) => {
                let tokens = Tokens::from_answer(&answer, Some(&old.refresh), browser::now_ms())
                    .ok_or(Problem::Garbled)?;
                self.keep(&tokens);
                Ok(tokens.id)
            }
            Err(Problem::Refused { .. } | Problem::Expired) => {
                self.expire();
                Err(Problem::Expired)
            }
            Err(problem) => Err(problem),
        }
    }

    fn keep(self, tokens: &Tokens) {
        browser::store(KEY, &tokens.to_text());
        self.read();
    }

    /// The session has ended by itself; drafts stay.
    pub fn expire(self) {
        browser::forget(KEY);
        self.state.set(SessionState::Out(Absence::Expired));
    }

    /// Signs out in this browser.
    pub fn leave(self) {
        browser::forget(KEY);
        browser::forget(DRAFTS);
        self.came_from.set(None);
        self.state.set(SessionState::Out(Absence::Left));
    }

    /// Signs in.
    pub async fn sign_in(self, email: &str, password: &str) -> Result<(), Problem> {
        let config = self.deployment.config().await?;
        let body = json!({
            "AuthFlow": "USER_PASSWORD_AUTH",
            "ClientId": config.identity.client_id,
            "AuthParameters": { "USERNAME": email, "PASSWORD": password },
        });
        let answer = perform(&config, "InitiateAuth", &body).await?;
        let tokens = Tokens::from_answer(&answer, None, browser::now_ms()).ok_or(Problem::Garbled)?;
        self.keep(&tokens);
        Ok(())
    }

    /// Creates an account; whether it may sign in at once, without a code.
    pub async fn sign_up(self, name: &str, email: &str, password: &str) -> Result<bool, Problem> {
        let attributes = json!([{ "Name": "name", "Value": name }, { "Name": "email", "Value": email }]);
        let body = json!({ "Username": email, "Password": password, "UserAttributes": attributes });
        let answer = self.as_client("SignUp", body).await?;
        Ok(answer.get("UserConfirmed").and_then(Value::as_bool).unwrap_or(false))
    }

    /// Confirms an account by its code.
    pub async fn confirm(self, email: &str, code: &str) -> Result<(), Problem> {
        let body = json!({ "Username": email, "ConfirmationCode": code });
        self.as_client("ConfirmSignUp", body).await.map(drop)
    }

    /// Sends the code of an account again.
    pub async fn resend(self, email: &str) -> Result<(), Problem> {
        self.as_client("ResendConfirmationCode", json!({ "Username": email })).await.map(drop)
    }

    /// Sends a code for a new password.
    pub async fn forgot(self, email: &str) -> Result<(), Problem> {
        self.as_client("ForgotPassword", json!({ "Username": email })).await.map(drop)
    }

    /// Sets a new password by its code.
    pub async fn reset(self, email: &str, code: &str, password: &str) -> Result<(), Problem> {
        let body = json!({ "Username": email, "ConfirmationCode": code, "Password": password });
        self.as_client("ConfirmForgotPassword", body).await.map(drop)
    }

    /// Changes the learner's name, which the next token carries.
    pub async fn rename(self, name: &str) -> Result<(), Problem> {
        let attributes = json!([{ "Name": "name", "Value": name }]);
        self.as_user("UpdateUserAttributes", json!({ "UserAttributes": attributes })).await?;
        let tokens = stored().ok_or(Problem::Expired)?;
        self.renew(tokens).await.map(drop)
    }

    /// Changes the password.
    pub async fn change_password(self, old: &str, new: &str) -> Result<(), Problem> {
        let body = json!({ "PreviousPassword": old, "ProposedPassword": new });
        self.as_user("ChangePassword", body).await.map(drop)
    }

    /// Ends the session in every browser.
    pub async fn leave_everywhere(self) -> Result<(), Problem> {
        self.as_user("GlobalSignOut", json!({})).await?;
        self.leave();
        Ok(())
    }

    async fn as_client(self, operation: &str, mut body: Value) -> Result<Value, Problem> {
        let config: ClientConfig = self.deployment.config().await?;
        body["ClientId"] = json!(config.identity.client_id);
        perform(&config, operation, &body).await
    }

    async fn as_user(self, operation: &str, mut body: Value) -> Result<Value, Problem> {
        let config = self.deployment.config().await?;
        self.token().await?;
        let tokens = stored().ok_or(Problem::Expired)?;
        body["AccessToken"] = json!(tokens.access);
        perform(&config, operation, &body).await
    }
}

fn stored() -> Option<Tokens> {
    Tokens::from_text(&browser::stored(KEY)?)
}

/// The session of this page.
pub fn use_session() -> Session {
    expect_context()
}
