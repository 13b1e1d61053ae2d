//! ID and access tokens: claims as in Amazon Cognito's, signed with RS256.

use jsonwebtoken::{Algorithm, Header, Validation, decode, decode_header, encode};
use lks_domain::identity::Identity as Bearer;
use lks_domain::timestamp::Timestamp;
use lks_store::user::User;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::keys::{KeyRing, SigningKey};
use super::refusal::Refusal;
use super::settings::{CLIENT_ID, Settings};

const ACCESS_SCOPE: &str = "aws.cognito.signin.user.admin";

/// The sign-in that tokens go back to.
#[derive(Debug, Clone)]
pub struct Origin {
    /// `origin_jti`: the same in all tokens of one sign-in.
    pub id: String,
    /// `auth_time`: when the password was given.
    pub authenticated_at: Timestamp,
}

/// The two signed tokens of an answer.
#[derive(Debug)]
pub struct Pair {
    /// For the API.
    pub id: String,
    /// For the identity service itself.
    pub access: String,
}

#[derive(Serialize)]
struct IdClaims<'a> {
    sub: &'a str,
    email_verified: bool,
    iss: &'a str,
    #[serde(rename = "cognito:username")]
    username: &'a str,
    #[serde(rename = "cognito:groups", skip_serializing_if = "<[String]>::is_empty")]
    groups: &'a [String],
    origin_jti: &'a str,
    aud: &'a str,
    event_id: &'a str,
    token_use: &'static str,
    auth_time: i64,
    name: &'a str,
    exp: i64,
    iat: i64,
    jti: String,
    email: &'a str,
}

#[derive(Serialize)]
struct AccessClaims<'a> {
    sub: &'a str,
    #[serde(rename = "cognito:groups", skip_serializing_if = "<[String]>::is_empty")]
    groups: &'a [String],
    iss: &'a str,
    client_id: &'a str,
    origin_jti: &'a str,
    event_id: &'a str,
    token_use: &'static str,
    scope: &'static str,
    auth_time: i64,
    exp: i64,
    iat: i64,
    jti: String,
    username: &'a str,
}

/// What an access token says, as far as it matters here.
#[derive(Debug, Deserialize)]
pub struct Access {
    /// The user.
    pub sub: String,
    /// The sign-in.
    pub origin_jti: String,
    token_use: String,
    client_id: String,
}

#[derive(Deserialize)]
struct IdToken {
    token_use: String,
    #[serde(flatten)]
    bearer: Bearer,
}

/// Signs both tokens for a user.
///
/// # Errors
/// [`Refusal::Internal`] when signing fails.
pub fn issue(
    settings: &Settings,
    key: &SigningKey,
    user: &User,
    origin: &Origin,
    now: Timestamp,
) -> Result<Pair, Refusal> {
    let (issuer, event, sub) = (settings.issuer(), Uuid::new_v4().to_string(), user.id.as_str());
    let expiry = |lifetime| super::clock::after(now, lifetime).seconds();
    let id = IdClaims {
        sub,
        email_verified: user.email_verified,
        iss: &issuer,
        username: sub,
        groups: &user.groups,
        origin_jti: &origin.id,
        aud: CLIENT_ID,
        event_id: &event,
        token_use: "id",
        auth_time: origin.authenticated_at.seconds(),
        name: shortened(&user.name),
        exp: expiry(settings.lifetimes.id),
        iat: now.seconds(),
        jti: Uuid::new_v4().to_string(),
        email: &user.email,
    };
    let access = AccessClaims {
        sub,
        groups: &user.groups,
        iss: &issuer,
        client_id: CLIENT_ID,
        origin_jti: &origin.id,
        event_id: &event,
        token_use: "access",
        scope: ACCESS_SCOPE,
        auth_time: origin.authenticated_at.seconds(),
        exp: expiry(settings.lifetimes.access),
        iat: now.seconds(),
        jti: Uuid::new_v4().to_string(),
        username: sub,
    };
    Ok(Pair { id: sign(key, &id)?, access: sign(key, &access)? })
}

/// Three tokens shall stay below 3 kB together, and a name may have 800 bytes: the ID token carries
/// its beginning, GetUser tells it whole.
fn shortened(name: &str) -> &str {
    const NAME_BYTES: usize = 320;
    &name[..name.floor_char_boundary(NAME_BYTES)]
}

fn sign(key: &SigningKey, claims: &impl Serialize) -> Result<String, Refusal> {
    // No `typ`, as in Amazon Cognito's: it would only make the token longer.
    let header = Header { kid: Some(key.id.clone()), typ: None, ..Header::new(Algorithm::RS256) };
    encode(&header, claims, &key.private).map_err(|error| {
        tracing::error!(%error, "a token could not be signed");
        Refusal::Internal
    })
}

/// Reads an access token of this pool and client.
///
/// # Errors
/// [`Refusal::NotAuthorized`]: not one of ours, or too old.
pub fn read_access(settings: &Settings, keys: &KeyRing, token: &str) -> Result<Access, Refusal> {
    const INVALID: Refusal = Refusal::NotAuthorized("Invalid Access Token");
    let mut validation = validation(settings);
    validation.validate_aud = false;
    let access: Access = read(keys, token, &validation).map_err(|fault| match fault {
        Fault::Expired => Refusal::NotAuthorized("Access Token has expired"),
        Fault::Invalid => INVALID,
    })?;
    let ours = access.token_use == "access" && access.client_id == CLIENT_ID;
    if ours { Ok(access) } else { Err(INVALID) }
}

/// Reads an ID token of this pool and client: who bears it, or nothing.
pub fn read_id(settings: &Settings, keys: &KeyRing, token: &str) -> Option<Bearer> {
    let mut validation = validation(settings);
    validation.set_audience(&[CLIENT_ID]);
    let token: IdToken = read(keys, token, &validation).ok()?;
    (token.token_use == "id").then_some(token.bearer)
}

enum Fault {
    Expired,
    Invalid,
}

fn validation(settings: &Settings) -> Validation {
    let mut validation = Validation::new(Algorithm::RS256);
    validation.set_issuer(&[settings.issuer()]);
    validation.set_required_spec_claims(&["exp", "iss"]);
    // The clock that signs is the clock that checks.
    validation.leeway = 0;
    validation
}

fn read<T: serde::de::DeserializeOwned>(
    keys: &KeyRing,
    token: &str,
    validation: &Validation,
) -> Result<T, Fault> {
    let header = decode_header(token).map_err(|_| Fault::Invalid)?;
    let key = header.kid.and_then(|kid| keys.find(&kid)).ok_or(Fault::Invalid)?;
    decode(token, &key.public, validation).map(|data| data.claims).map_err(|error| match error.kind() {
        jsonwebtoken::errors::ErrorKind::ExpiredSignature => Fault::Expired,
        _ => Fault::Invalid,
    })
}
