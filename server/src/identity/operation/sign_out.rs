//! GlobalSignOut and RevokeToken.

use serde_json::{Value, json};

use crate::identity::parameters::Parameters;
use crate::identity::refusal::Refusal;
use crate::identity::{Identity, check_client, clock, secret};

pub async fn everywhere(identity: &Identity, parameters: &Parameters) -> Result<Value, Refusal> {
    let (_, user) = identity.bearer(parameters).await?;
    let ended = identity.store().revoke_sign_ins(&user.id, clock::now()).await?;
    tracing::info!(user = %user.id, ended, "signed out everywhere");
    Ok(json!({}))
}

/// An unknown token is as good as a revoked one (RFC 7009, 2.2), so there is nothing to guess.
pub async fn revoke_token(identity: &Identity, parameters: &Parameters) -> Result<Value, Refusal> {
    check_client(parameters)?;
    let token = parameters.required("Token")?;
    if token.contains('.') {
        return Err(Refusal::UnsupportedTokenType);
    }
    identity.store().revoke_sign_in(&secret::fingerprint(token), clock::now()).await?;
    Ok(json!({}))
}
