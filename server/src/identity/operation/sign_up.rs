//! SignUp, ConfirmSignUp, ResendConfirmationCode.

use lks_domain::account;
use lks_domain::identity::{ADMIN_GROUP, UserId};
use lks_store::StoreError;
use lks_store::code::Purpose;
use lks_store::user::{NewUser, User};
use serde_json::{Value, json};
use uuid::Uuid;

use super::password::conforming;
use crate::identity::parameters::Parameters;
use crate::identity::refusal::Refusal;
use crate::identity::{Identity, attribute, check_client, clock, delivery};

pub async fn sign_up(identity: &Identity, parameters: &Parameters) -> Result<Value, Refusal> {
    check_client(parameters)?;
    let new = read(identity, parameters).await?;
    let user = match identity.store().create_user(&new, clock::now()).await {
        Ok(user) => user,
        Err(StoreError::Conflict(_)) => return Err(Refusal::UsernameExists),
        Err(error) => return Err(error.into()),
    };
    let mut answer = json!({"UserConfirmed": user.confirmed, "UserSub": user.id});
    if !user.confirmed {
        identity.send_code(Purpose::ConfirmSignUp, &user.email, Some(&user)).await?;
        answer["CodeDeliveryDetails"] = delivery::details(&user.email);
    }
    tracing::info!(user = %user.id, confirmed = user.confirmed, admin = !user.groups.is_empty(), "signed up");
    Ok(answer)
}

/// Everything is checked before the password is hashed, which is the dear part.
async fn read(identity: &Identity, parameters: &Parameters) -> Result<NewUser, Refusal> {
    let invalid = |message: &str| Refusal::InvalidParameter(message.to_owned());
    let username = parameters.required("Username")?;
    let password = conforming(parameters.required("Password")?)?;
    let email = account::email(username).map_err(|_| invalid("Username should be an email."))?;
    let profile = attribute::profile(parameters.attributes("UserAttributes")?, &email)?;
    let name = profile.name.ok_or_else(|| {
        invalid("Attributes did not conform to the schema: name: The attribute name is required")
    })?;
    if identity.store().user_by_email(&email).await?.is_some() {
        return Err(Refusal::UsernameExists);
    }
    Ok(NewUser {
        id: UserId(Uuid::new_v4().to_string()),
        email,
        name,
        password_hash: identity.parts.hasher.admit()?.hash(password).await?,
        confirmed: !identity.settings().require_confirmation,
        group_if_first: ADMIN_GROUP.to_owned(),
        attributes: profile.others,
    })
}

pub async fn confirm(identity: &Identity, parameters: &Parameters) -> Result<Value, Refusal> {
    check_client(parameters)?;
    let code = parameters.required("ConfirmationCode")?;
    let (email, user) = identity.account(parameters.required("Username")?).await?;
    if user.as_ref().is_some_and(|user| user.confirmed) {
        return Err(Refusal::NotAuthorized("User cannot be confirmed. Current status is CONFIRMED"));
    }
    let sealed = identity.check_code(Purpose::ConfirmSignUp, &email, code).await?;
    let user = user.ok_or(Refusal::CodeMismatch)?;
    if identity.store().confirm_sign_up(&user.id, &sealed, clock::now()).await? {
        Ok(json!({}))
    } else {
        Err(Refusal::ExpiredCode)
    }
}

pub async fn resend_code(identity: &Identity, parameters: &Parameters) -> Result<Value, Refusal> {
    check_client(parameters)?;
    let (email, user) = identity.account(parameters.required("Username")?).await?;
    if user.as_ref().is_some_and(|user| user.confirmed) {
        return Err(Refusal::InvalidParameter("User is already confirmed.".to_owned()));
    }
    let enabled: Option<&User> = user.as_ref().filter(|user| user.enabled);
    identity.send_code(Purpose::ConfirmSignUp, &email, enabled).await?;
    Ok(json!({"CodeDeliveryDetails": delivery::details(&email)}))
}
