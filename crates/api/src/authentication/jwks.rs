//! ID tokens signed with RS256, checked against the issuer's published keys.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use futures::future::BoxFuture;
use jsonwebtoken::errors::ErrorKind;
use jsonwebtoken::jwk::{Jwk, JwkSet};
use jsonwebtoken::{Algorithm, DecodingKey, Validation, decode, decode_header};
use lks_domain::identity::{Identity, UserId};
use serde::Deserialize;
use tokio::sync::Mutex;
use tokio::time::Instant;

use super::{Authenticate, Refused};

/// Clocks of issuer and server may differ by this much.
const LEEWAY_SECONDS: u64 = 5;
/// A key that is not known makes us ask for the keys again, at most this often.
const RELOAD_PAUSE: Duration = Duration::from_secs(10);
/// A key that the issuer has withdrawn is still accepted for this long.
const KEPT: Duration = Duration::from_secs(3600);
/// Longest token that is looked at, in bytes.
const TOKEN_BYTES: usize = 16 * 1024;

/// Gives the issuer's keys, as JSON of RFC 7517 (`{"keys":[…]}`); the error is for the log.
pub type KeySource = Arc<dyn Fn() -> BoxFuture<'static, Result<String, String>> + Send + Sync>;

type Keys = HashMap<String, DecodingKey>;

/// The keys as they were when they were fetched.
struct Kept {
    keys: Keys,
    until: Instant,
}

/// Checks ID tokens of one issuer for one client.
pub struct JwksAuthenticator {
    validation: Validation,
    source: KeySource,
    keys: RwLock<Option<Kept>>,
    loaded: Mutex<Option<Instant>>,
}

#[derive(Deserialize)]
struct Claims {
    sub: String,
    token_use: Option<String>,
    #[serde(default)]
    email: String,
    #[serde(default)]
    name: String,
    #[serde(rename = "cognito:groups", default)]
    groups: Vec<String>,
}

impl JwksAuthenticator {
    /// Accepts tokens with this `iss` and `aud` only. The keys are fetched when the first token
    /// comes, and again when one comes that was signed with a key not seen before.
    pub fn new(issuer: &str, audience: &str, source: KeySource) -> Self {
        let mut validation = Validation::new(Algorithm::RS256);
        validation.leeway = LEEWAY_SECONDS;
        validation.validate_nbf = true;
        validation.set_issuer(&[issuer]);
        validation.set_audience(&[audience]);
        validation.set_required_spec_claims(&["exp", "iss", "aud", "sub"]);
        Self { validation, source, keys: RwLock::default(), loaded: Mutex::default() }
    }

    async fn check(&self, token: &str) -> Result<Identity, Refused> {
        if token.len() > TOKEN_BYTES {
            return Err(Refused::Invalid);
        }
        let header = decode_header(token).map_err(|_| Refused::Invalid)?;
        let kid = header.kid.filter(|_| header.alg == Algorithm::RS256).ok_or(Refused::Invalid)?;
        let key = self.key(&kid).await?;
        let claims = match decode::<Claims>(token, &key, &self.validation) {
            Ok(token) => token.claims,
            Err(error) => return Err(self.why(&error, token, &key)),
        };
        identity(claims)
    }

    /// An access token has no `aud`, so it is refused for that; say what it is instead.
    fn why(&self, error: &jsonwebtoken::errors::Error, token: &str, key: &DecodingKey) -> Refused {
        match error.kind() {
            ErrorKind::ExpiredSignature => Refused::Expired,
            ErrorKind::MissingRequiredClaim(claim) if claim == "aud" => {
                let mut relaxed = self.validation.clone();
                relaxed.set_required_spec_claims(&["exp", "iss", "sub"]);
                let claims = decode::<Claims>(token, key, &relaxed).ok().map(|token| token.claims);
                let access = claims.is_some_and(|claims| claims.token_use.as_deref() == Some("access"));
                if access { Refused::NotAnIdToken } else { Refused::Invalid }
            }
            _ => Refused::Invalid,
        }
    }

    /// Fetches the keys ahead of the first token. A failure is logged, and tried again with it.
    pub async fn prefetch(&self) {
        let mut loaded = self.loaded.lock().await;
        if loaded.is_none() {
            let _ = self.reload(&mut loaded).await;
        }
    }

    async fn key(&self, kid: &str) -> Result<DecodingKey, Refused> {
        if let Some(key) = self.fresh(kid) {
            return Ok(key);
        }
        let mut loaded = self.loaded.lock().await;
        if let Some(key) = self.fresh(kid) {
            return Ok(key);
        }
        if loaded.is_some_and(|at| at.elapsed() < RELOAD_PAUSE) {
            return Err(Refused::Invalid);
        }
        let reloaded = self.reload(&mut loaded).await;
        // An issuer that cannot be reached for a while locks nobody out whose key is known.
        self.known(kid).ok_or(reloaded.err().unwrap_or(Refused::Invalid))
    }

    async fn reload(&self, loaded: &mut Option<Instant>) -> Result<(), Refused> {
        let answer = self.load().await;
        let now = Instant::now();
        let mut kept = self.keys.write().unwrap_or_else(PoisonError::into_inner);
        match answer {
            Ok(keys) => {
                *kept = Some(Kept { keys, until: now + KEPT });
                *loaded = Some(now);
                Ok(())
            }
            Err(refused) => {
                // Not every request of the meantime should wait for an issuer that does not answer.
                kept.iter_mut().for_each(|kept| kept.until = now + RELOAD_PAUSE);
                Err(refused)
            }
        }
    }

    /// The key, unless it should be asked for again.
    fn fresh(&self, kid: &str) -> Option<DecodingKey> {
        let kept = self.keys.read().unwrap_or_else(PoisonError::into_inner);
        kept.as_ref().filter(|kept| Instant::now() < kept.until)?.keys.get(kid).cloned()
    }

    fn known(&self, kid: &str) -> Option<DecodingKey> {
        let kept = self.keys.read().unwrap_or_else(PoisonError::into_inner);
        kept.as_ref()?.keys.get(kid).cloned()
    }

    async fn load(&self) -> Result<Keys, Refused> {
        let unavailable = |reason: String| {
            tracing::error!(reason, "the issuer's keys cannot be had");
            Refused::Unavailable
        };
        let text = (self.source)().await.map_err(unavailable)?;
        let set: JwkSet = serde_json::from_str(&text).map_err(|error| unavailable(error.to_string()))?;
        Ok(set.keys.iter().filter_map(named_key).collect())
    }
}

impl Authenticate for JwksAuthenticator {
    fn authenticate<'a>(&'a self, token: &'a str) -> BoxFuture<'a, Result<Identity, Refused>> {
        Box::pin(self.check(token))
    }
}

impl std::fmt::Debug for JwksAuthenticator {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("JwksAuthenticator")
    }
}

fn named_key(jwk: &Jwk) -> Option<(String, DecodingKey)> {
    Some((jwk.common.key_id.clone()?, DecodingKey::from_jwk(jwk).ok()?))
}

fn identity(claims: Claims) -> Result<Identity, Refused> {
    match claims.token_use.as_deref() {
        Some("id") if !claims.sub.is_empty() => Ok(Identity {
            sub: UserId(claims.sub),
            email: claims.email,
            name: claims.name,
            groups: claims.groups,
        }),
        Some("id") => Err(Refused::Invalid),
        _ => Err(Refused::NotAnIdToken),
    }
}
