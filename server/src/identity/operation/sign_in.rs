//! InitiateAuth and GetTokensFromRefreshToken.

use std::net::IpAddr;
use std::time::Duration;

use lks_store::refresh_token::SignIn;
use lks_store::user::User;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::identity::parameters::Parameters;
use crate::identity::refusal::Refusal;
use crate::identity::token::{self, Origin};
use crate::identity::{Identity, check_client, clock, secret};

const INVALID_REFRESH: Refusal = Refusal::NotAuthorized("Invalid Refresh Token");

pub async fn initiate_auth(
    identity: &Identity,
    parameters: &Parameters,
    address: Option<IpAddr>,
) -> Result<Value, Refusal> {
    let flow = parameters.required("AuthFlow")?;
    check_client(parameters)?;
    let given = parameters.map("AuthParameters")?;
    let result = match flow {
        "USER_PASSWORD_AUTH" => {
            by_password(identity, value(&given, "USERNAME")?, value(&given, "PASSWORD")?, address).await
        }
        "REFRESH_TOKEN_AUTH" | "REFRESH_TOKEN" => {
            by_refresh_token(identity, value(&given, "REFRESH_TOKEN")?).await
        }
        "USER_SRP_AUTH" | "CUSTOM_AUTH" | "USER_AUTH" => {
            let flow = ["USER_SRP_AUTH", "CUSTOM_AUTH", "USER_AUTH"].into_iter().find(|known| *known == flow);
            Err(Refusal::InvalidParameter(format!(
                "{} is not enabled for the client. Use USER_PASSWORD_AUTH.",
                flow.unwrap_or_default()
            )))
        }
        _ => Err(Refusal::InvalidParameter("Initiate Auth method not supported.".to_owned())),
    }?;
    Ok(json!({"AuthenticationResult": result, "ChallengeParameters": {}}))
}

pub async fn tokens_from_refresh_token(
    identity: &Identity,
    parameters: &Parameters,
) -> Result<Value, Refusal> {
    check_client(parameters)?;
    let result = by_refresh_token(identity, parameters.required("RefreshToken")?).await?;
    Ok(json!({"AuthenticationResult": result}))
}

fn value<'a>(given: &'a Parameters, name: &str) -> Result<&'a str, Refusal> {
    let missing = || Refusal::InvalidParameter(format!("Missing required parameter {name}"));
    given.optional(name)?.filter(|text| !text.is_empty()).ok_or_else(missing)
}

async fn by_password(
    identity: &Identity,
    username: &str,
    password: &str,
    address: Option<IpAddr>,
) -> Result<Value, Refusal> {
    let admission = identity.parts.hasher.admit()?;
    let (account, user) = identity.account(username).await?;
    let guess = identity.parts.guesses.begin(&account, address).await?;
    let stored = user.as_ref().map(|user| user.password_hash.clone());
    let right = admission.verify(password.to_owned(), stored).await?;
    let user = user.filter(|_| right).ok_or(Refusal::WRONG_CREDENTIALS)?;
    guess.succeeded();
    check_state(&user)?;
    sign_in(identity, &user).await
}

fn check_state(user: &User) -> Result<(), Refusal> {
    match user {
        User { enabled: false, .. } => Err(Refusal::DISABLED),
        User { confirmed: false, .. } => Err(Refusal::UserNotConfirmed),
        _ => Ok(()),
    }
}

async fn sign_in(identity: &Identity, user: &User) -> Result<Value, Refusal> {
    let now = clock::now();
    let refresh = secret::refresh_token()?;
    let sign_in = SignIn {
        origin_id: Uuid::new_v4().to_string(),
        user_id: user.id.clone(),
        authenticated_at: now,
        expires_at: clock::after(now, identity.settings().lifetimes.refresh),
        revoked: false,
    };
    let mut result = tokens(identity, user, &sign_in).await?;
    identity.store().open_sign_in(&secret::fingerprint(&refresh), &sign_in, now).await?;
    result["RefreshToken"] = json!(refresh);
    tracing::info!(user = %user.id, "signed in");
    Ok(result)
}

/// The refresh token stays as it is and may be used several times at once.
async fn by_refresh_token(identity: &Identity, refresh: &str) -> Result<Value, Refusal> {
    let found = identity.store().sign_in_by_token(&secret::fingerprint(refresh)).await?;
    let (sign_in, user) = found.ok_or(INVALID_REFRESH)?;
    if sign_in.revoked {
        return Err(Refusal::NotAuthorized("Refresh Token has been revoked"));
    }
    if sign_in.expires_at <= clock::now() {
        return Err(Refusal::NotAuthorized("Refresh Token has expired"));
    }
    check_state(&user)?;
    tokens(identity, &user, &sign_in).await
}

async fn tokens(identity: &Identity, user: &User, sign_in: &SignIn) -> Result<Value, Refusal> {
    let key = identity.signing_key().await?;
    let origin = Origin { id: sign_in.origin_id.clone(), authenticated_at: sign_in.authenticated_at };
    let pair = token::issue(identity.settings(), &key, user, &origin, clock::now())?;
    Ok(json!({
        "AccessToken": pair.access,
        "ExpiresIn": seconds(identity.settings().lifetimes.access),
        "IdToken": pair.id,
        "TokenType": "Bearer",
    }))
}

fn seconds(lifetime: Duration) -> u64 {
    lifetime.as_secs()
}
