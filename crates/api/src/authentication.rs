//! Who is asking: the bearer of an ID token, checked before anything else is looked at.

pub mod jwks;

use axum::extract::{FromRequestParts, RawPathParams};
use futures::future::BoxFuture;
use http::request::Parts;
use http::{HeaderMap, header};
use lks_domain::identity::{Identity, UserId};
use std::time::Duration;

use crate::error::ApiError;
use crate::state::ApiState;

/// Checks tokens.
pub trait Authenticate: Send + Sync + 'static {
    /// The bearer of the token.
    fn authenticate<'a>(&'a self, token: &'a str) -> BoxFuture<'a, Result<Identity, Refused>>;
}

/// Why a token is not accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// It was good once.
    #[error("The token has expired. Refresh it or sign in again")]
    Expired,
    /// It is one of ours, but not an ID token.
    #[error("This is not an ID token; send the ID token, not the access token")]
    NotAnIdToken,
    /// It is none, or not for us, or forged.
    #[error("The token is not valid. Sign in again")]
    Invalid,
    /// The keys to check it cannot be had now.
    #[error("Tokens cannot be checked at the moment. Try again")]
    Unavailable,
}

impl From<Refused> for ApiError {
    fn from(refused: Refused) -> Self {
        match refused {
            Refused::Expired => Self::unauthorized("The token has expired. Refresh it or sign in again"),
            Refused::NotAnIdToken => {
                Self::unauthorized("This is not an ID token; send the ID token, not the access token")
            }
            Refused::Invalid => Self::unauthorized("The token is not valid. Sign in again"),
            Refused::Unavailable => {
                Self::unavailable("Tokens cannot be checked at the moment. Try again", Duration::from_secs(5))
            }
        }
    }
}

/// The bearer of the request's token, for routers beside the contract's.
///
/// # Errors
/// 401 with why, 503 if tokens cannot be checked now.
pub async fn bearer(headers: &HeaderMap, authenticator: &dyn Authenticate) -> Result<Identity, ApiError> {
    Ok(authenticator.authenticate(token(headers)?).await?)
}

/// A signed-in user, within the rate that one user is allowed.
#[derive(Debug, Clone)]
pub struct Learner(pub Identity);

impl FromRequestParts<ApiState> for Learner {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &ApiState) -> Result<Self, ApiError> {
        let identity = bearer(&parts.headers, state.authenticator()).await?;
        state.rates().request(&identity.sub)?;
        Ok(Self(identity))
    }
}

/// A signed-in user who is the one that the path names.
#[derive(Debug, Clone)]
pub struct Owner(pub Identity);

impl Owner {
    /// Whose data it is about.
    pub const fn id(&self) -> &UserId {
        &self.0.sub
    }
}

impl FromRequestParts<ApiState> for Owner {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &ApiState) -> Result<Self, ApiError> {
        let Learner(identity) = Learner::from_request_parts(parts, state).await?;
        let params = RawPathParams::from_request_parts(parts, state)
            .await
            .map_err(|_| ApiError::bad_input("The path is not valid UTF-8"))?;
        let uid = params.iter().find(|(name, _)| *name == "uid").map(|(_, uid)| uid);
        if uid == Some(identity.sub.as_str()) { Ok(Self(identity)) } else { Err(ApiError::forbidden()) }
    }
}

/// The token of the header. API Gateway's authorizer takes it without `Bearer` too, and so do we.
fn token(headers: &HeaderMap) -> Result<&str, ApiError> {
    let missing =
        || ApiError::unauthorized("Sign in first: the header 'Authorization: Bearer <ID token>' is missing");
    let value = headers.get(header::AUTHORIZATION).ok_or_else(missing)?;
    let value = value.to_str().map_err(|_| Refused::Invalid)?.trim();
    let token = match value.split_once(' ') {
        Some((scheme, token)) if scheme.eq_ignore_ascii_case("bearer") => token.trim(),
        Some(_) => return Err(Refused::Invalid.into()),
        None => value,
    };
    if token.is_empty() || token.eq_ignore_ascii_case("bearer") { Err(missing()) } else { Ok(token) }
}
