//! ChangePassword, ForgotPassword, ConfirmForgotPassword.

use std::net::IpAddr;

use lks_domain::account;
use lks_store::code::Purpose;
use serde_json::{Value, json};

use crate::identity::parameters::Parameters;
use crate::identity::refusal::Refusal;
use crate::identity::{Identity, check_client, clock, delivery};

/// A new password, if it meets the policy.
pub fn conforming(password: &str) -> Result<String, Refusal> {
    account::password(password).map_err(|missing| Refusal::InvalidPassword(missing.0))?;
    Ok(password.to_owned())
}

pub async fn change(
    identity: &Identity,
    parameters: &Parameters,
    address: Option<IpAddr>,
) -> Result<Value, Refusal> {
    let proposed = conforming(parameters.required("ProposedPassword")?)?;
    let previous = parameters.required("PreviousPassword")?.to_owned();
    let (_, user) = identity.bearer(parameters).await?;
    let admission = identity.parts.hasher.admit()?;
    let guess = identity.parts.guesses.begin(&user.email, address).await?;
    if !admission.verify(previous, Some(user.password_hash)).await? {
        return Err(Refusal::WRONG_CREDENTIALS);
    }
    guess.succeeded();
    let hash = admission.hash(proposed).await?;
    identity.store().set_password(&user.id, &hash, clock::now()).await?;
    tracing::info!(user = %user.id, "changed the password");
    Ok(json!({}))
}

/// Answers alike whether there is an account or not; only an enabled account is written to.
pub async fn forgot(identity: &Identity, parameters: &Parameters) -> Result<Value, Refusal> {
    check_client(parameters)?;
    let (email, user) = identity.account(parameters.required("Username")?).await?;
    let reachable = user.as_ref().filter(|user| user.enabled);
    identity.send_code(Purpose::ResetPassword, &email, reachable).await?;
    Ok(json!({"CodeDeliveryDetails": delivery::details(&email)}))
}

pub async fn confirm_forgot(
    identity: &Identity,
    parameters: &Parameters,
    address: Option<IpAddr>,
) -> Result<Value, Refusal> {
    check_client(parameters)?;
    let code = parameters.required("ConfirmationCode")?;
    let password = conforming(parameters.required("Password")?)?;
    let admission = identity.parts.hasher.admit()?;
    let (email, user) = identity.account(parameters.required("Username")?).await?;
    // Codes have a bound of their own; this one is for an address that tries many accounts.
    let guess = identity.parts.guesses.begin(&format!("code {email}"), address).await;
    let guess = guess.map_err(|_| Refusal::LimitExceeded)?;
    let sealed = identity.check_code(Purpose::ResetPassword, &email, code).await?;
    let user = user.filter(|user| user.enabled).ok_or(Refusal::CodeMismatch)?;
    guess.succeeded();
    let hash = admission.hash(password).await?;
    if !identity.store().reset_password(&user.id, &sealed, &hash, clock::now()).await? {
        return Err(Refusal::ExpiredCode);
    }
    tracing::info!(user = %user.id, "set a new password by code; all sign-ins ended");
    Ok(json!({}))
}
