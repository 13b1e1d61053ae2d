//! The embedded identity of local mode: Amazon Cognito's protocol, answered by this process.
//!
//! Knows accounts, passwords, tokens and codes; knows nothing of conversations but that they go
//! with their account. Start-up does not wait for it: the signing key is made in the background.

use std::sync::Arc;

use axum::Router;
use axum::http::HeaderMap;
use axum::http::header::AUTHORIZATION;
use jsonwebtoken::jwk::JwkSet;
use lks_domain::identity::{Identity as Bearer, UserId};
use lks_store::Store;
use lks_store::code::Purpose;
use lks_store::refresh_token::SignIn;
use lks_store::user::User;

mod admin;
mod attribute;
pub(crate) mod clock;
mod delivery;
mod guesses;
mod hashing;
mod keys;
mod mail;
mod operation;
mod parameters;
mod protocol;
mod refusal;
mod secret;
pub mod settings;
mod token;

pub use keys::KeyError;
pub use settings::Settings;

use guesses::Guesses;
use hashing::Hasher;
use keys::{KeyRing, SigningKey};
use mail::Courier;
use parameters::Parameters;
use refusal::Refusal;
use settings::CLIENT_ID;

/// The identity service. Cheap to clone.
#[derive(Clone)]
pub struct Identity {
    parts: Arc<Parts>,
}

struct Parts {
    settings: Settings,
    issuer: String,
    store: Store,
    keys: KeyRing,
    hasher: Hasher,
    guesses: Guesses,
    courier: Option<Courier>,
}

impl Identity {
    /// Starts the service: reads the signing keys, or begins to make the first one, and begins to
    /// send what waits in the outbox. Call it within a tokio runtime.
    ///
    /// # Errors
    /// [`KeyError`] when a key file is there but cannot be used.
    pub fn open(store: Store, settings: Settings) -> Result<Self, KeyError> {
        let keys = KeyRing::open(&settings.directory)?;
        let courier = settings.smtp.clone().map(|smtp| Courier::start(store.clone(), smtp));
        let parts = Parts {
            issuer: settings.issuer(),
            hasher: Hasher::new(&settings.hashing),
            guesses: Guesses::default(),
            settings,
            store,
            keys,
            courier,
        };
        let identity = Self { parts: Arc::new(parts) };
        identity.prepare_key();
        Ok(identity)
    }

    fn prepare_key(&self) {
        let keys = self.parts.keys.clone();
        tokio::spawn(async move {
            if let Err(error) = keys.current().await {
                tracing::error!(%error, "no signing key: nobody can sign in");
            }
        });
    }

    /// `POST /identity` and `/identity/`, and the public keys below the issuer, with CORS.
    ///
    /// Serve it with `into_make_service_with_connect_info::<SocketAddr>()`, or guesses are counted
    /// per account only.
    pub fn router(&self) -> Router {
        protocol::router(self.clone())
    }

    /// `GET /admin/outbox`, for admins.
    pub fn admin_router(&self) -> Router {
        admin::router(self.clone())
    }

    /// The public keys as they are now, the one that signs first. Empty until the first key is
    /// made; there is no valid token then either. Ask again after a rotation.
    pub fn keys(&self) -> JwkSet {
        self.parts.keys.jwks()
    }

    /// `iss` of the tokens.
    pub fn issuer(&self) -> &str {
        &self.parts.issuer
    }

    /// `aud` of the ID tokens.
    pub fn audience(&self) -> &'static str {
        CLIENT_ID
    }

    /// Makes a new signing key; tokens of the old one stay valid.
    ///
    /// # Errors
    /// [`KeyError`]; the old key then signs on.
    pub async fn rotate_key(&self) -> Result<(), KeyError> {
        self.parts.keys.rotate().await.map(drop)
    }

    /// Who bears the ID token of these headers; none if there is none, or it is not ours or too old.
    pub fn bearer_of(&self, headers: &HeaderMap) -> Option<Bearer> {
        let header = headers.get(AUTHORIZATION)?.to_str().ok()?;
        let (scheme, token) = header.split_once(' ')?;
        let token = scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())?;
        token::read_id(self.settings(), &self.parts.keys, token)
    }

    /// Makes a code for a new password on behalf of an admin: by mail (true), or into the outbox.
    ///
    /// # Errors
    /// [`CodeRefused`].
    pub async fn send_reset_code(&self, id: &UserId) -> Result<bool, CodeRefused> {
        let user = self.store().user(id).await.map_err(|_| CodeRefused::Unavailable)?;
        let user = user.ok_or(CodeRefused::Unavailable)?;
        match self.send_code(Purpose::ResetPassword, &user.email, Some(&user)).await {
            Ok(()) => Ok(self.parts.courier.is_some()),
            Err(Refusal::LimitExceeded) => Err(CodeRefused::TooMany),
            Err(_) => Err(CodeRefused::Unavailable),
        }
    }

    fn settings(&self) -> &Settings {
        &self.parts.settings
    }

    fn store(&self) -> &Store {
        &self.parts.store
    }

    async fn signing_key(&self) -> Result<Arc<SigningKey>, Refusal> {
        self.parts.keys.current().await.map_err(|error| {
            tracing::error!(%error, "no signing key");
            Refusal::Internal
        })
    }

    /// Whose access token this is, and of which sign-in.
    async fn bearer(&self, parameters: &Parameters) -> Result<(SignIn, User), Refusal> {
        let token = parameters.required("AccessToken")?;
        let access = token::read_access(self.settings(), &self.parts.keys, token)?;
        match self.store().sign_in_by_origin(&access.origin_jti).await? {
            Some((sign_in, _)) if sign_in.revoked => Err(Refusal::ACCESS_REVOKED),
            Some((_, user)) if !user.enabled => Err(Refusal::DISABLED),
            Some(found) => Ok(found),
            None => Err(self.why_gone(&access).await?),
        }
    }

    async fn why_gone(&self, access: &token::Access) -> Result<Refusal, Refusal> {
        let user = self.store().user(&UserId(access.sub.clone())).await?;
        Ok(if user.is_some() { Refusal::ACCESS_REVOKED } else { Refusal::UserNotFound })
    }

    /// The account that a `Username` names by e-mail address or `sub`, and the key its guesses are
    /// counted under, which there is for unknown ones too.
    async fn account(&self, username: &str) -> Result<(String, Option<User>), Refusal> {
        if username.contains('@') {
            let email = username.trim().to_lowercase();
            let user = self.store().user_by_email(&email).await?;
            return Ok((email, user));
        }
        let id = UserId(username.trim().to_owned());
        let user = self.store().user(&id).await?;
        Ok((user.as_ref().map_or(id.0, |user| user.email.clone()), user))
    }
}

/// Why no code was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CodeRefused {
    /// There were too many for this address in the last hour.
    #[error("there were too many codes for this address in the last hour")]
    TooMany,
    /// The database could not take it.
    #[error("the code could not be stored")]
    Unavailable,
}

/// Refuses other app clients.
fn check_client(parameters: &Parameters) -> Result<(), Refusal> {
    match parameters.required("ClientId")? {
        CLIENT_ID => Ok(()),
        other if is_client_id(other) => Err(Refusal::UnknownClient(other.to_owned())),
        _ => Err(Refusal::InvalidParameter(
            "1 validation error detected: Value at 'clientId' failed to satisfy constraint: \
             Member must satisfy regular expression pattern: [\\w+]+"
                .to_owned(),
        )),
    }
}

fn is_client_id(text: &str) -> bool {
    text.len() <= 128 && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_' || b == b'+')
}
