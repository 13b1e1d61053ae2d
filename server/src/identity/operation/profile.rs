//! GetUser, UpdateUserAttributes, DeleteUser.

use serde_json::{Value, json};

use crate::identity::parameters::Parameters;
use crate::identity::refusal::Refusal;
use crate::identity::{Identity, attribute, clock};

pub async fn get(identity: &Identity, parameters: &Parameters) -> Result<Value, Refusal> {
    let (_, user) = identity.bearer(parameters).await?;
    Ok(json!({"Username": user.id, "UserAttributes": attribute::list(&user)}))
}

pub async fn update(identity: &Identity, parameters: &Parameters) -> Result<Value, Refusal> {
    let (_, user) = identity.bearer(parameters).await?;
    let given = parameters.attributes("UserAttributes")?;
    if given.is_empty() {
        return Err(Refusal::missing("UserAttributes"));
    }
    // What was there and what is new, so that the bound on attributes holds for both together.
    let merged = user.attributes.clone().into_iter().chain(given).collect();
    let profile = attribute::profile(merged, &user.email)?;
    let name = profile.name.unwrap_or(user.name);
    identity.store().set_profile(&user.id, &name, &profile.others, clock::now()).await?;
    Ok(json!({"CodeDeliveryDetailsList": []}))
}

/// Conversations go first: if this breaks off between the two, the account is still there to try
/// again with.
pub async fn delete(identity: &Identity, parameters: &Parameters) -> Result<Value, Refusal> {
    let (_, user) = identity.bearer(parameters).await?;
    identity.store().delete_conversations(&user.id).await?;
    identity.store().delete_user(&user.id).await?;
    tracing::info!(user = %user.id, "deleted the account");
    Ok(json!({}))
}
