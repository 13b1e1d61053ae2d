//! The users. What is required of them cannot be changed afterwards, and a new pool loses them all.

use aws_sdk_cognitoidentityprovider::types::{
    AccountRecoverySettingType, AdminCreateUserConfigType, AttributeDataType, DeletionProtectionType,
    PasswordPolicyType, RecoveryOptionNameType, RecoveryOptionType, SchemaAttributeType, UserPoolMfaType,
    UserPoolPolicyType, UserPoolType, UsernameAttributeType, UsernameConfigurationType,
    VerifiedAttributeType,
};
use lks_provision::cloud::{ErrorClass, Observed};
use lks_provision::resource::Kind;
use serde_json::{Value, json};

use super::candidates;
use crate::aws::Site;
use crate::fault::{self, Done};
use crate::given::{Given, field, number};
use crate::kinds::Handler;
use crate::seen::Seen;

pub(crate) struct Pool;

impl Handler for Pool {
    async fn fetch(site: Site<'_>, id: Option<&str>) -> Done<Vec<Observed>> {
        let ids = match id {
            Some(id) => vec![id.to_owned()],
            None => candidates(site).await?,
        };
        let mut seen = Vec::with_capacity(ids.len());
        for id in ids {
            match described(site, &id).await {
                Ok(pool) => seen.push(observed(site, &pool)),
                Err(error) if error.class == ErrorClass::NotFound => {}
                Err(error) => return Err(error),
            }
        }
        Ok(seen)
    }

    async fn create(site: Site<'_>, given: Given<'_>, _token: &str) -> Done<Observed> {
        let words = |name: &str| given.texts(name).unwrap_or_default();
        let schema = given.list("Schema").unwrap_or_default().iter().map(attribute).collect();
        let case = given.value("UsernameConfiguration").and_then(|config| config["CaseSensitive"].as_bool());
        let case =
            case.map(|case| UsernameConfigurationType::builder().case_sensitive(case).build()).transpose();
        let made = site
            .clients
            .cognito
            .create_user_pool()
            .pool_name(given.need("UserPoolName")?)
            .set_schema(Some(schema))
            .set_username_attributes(Some(
                words("UsernameAttributes")
                    .iter()
                    .map(|word| UsernameAttributeType::from(word.as_str()))
                    .collect(),
            ))
            .set_auto_verified_attributes(Some(verified(&words("AutoVerifiedAttributes"))))
            .set_username_configuration(case.map_err(fault::unbuilt)?)
            .set_policies(given.value("Policies").map(policies))
            .set_mfa_configuration(mfa(given))
            .set_admin_create_user_config(given.value("AdminCreateUserConfig").map(creation))
            .set_account_recovery_setting(given.value("AccountRecoverySetting").map(recovery).transpose()?)
            .set_deletion_protection(protection(given))
            .set_user_pool_tags(Some(given.tags().into_iter().collect()))
            .send()
            .await
            .map_err(fault::of)?;
        let pool = made.user_pool.ok_or_else(|| fault::lacking("the user pool"))?;
        Ok(observed(site, &pool))
    }

    /// What is not named again is reset to its default, so all of it is.
    async fn update(site: Site<'_>, id: &str, change: Given<'_>) -> Done<()> {
        let present = described(site, id).await?;
        let arn = present.arn.clone();
        if change.0.keys().any(|name| name != "Tags") {
            let checked = change.texts("AutoVerifiedAttributes").map(|words| verified(&words));
            let recovery = change.value("AccountRecoverySetting").map(recovery).transpose()?;
            site.clients
                .cognito
                .update_user_pool()
                .user_pool_id(id)
                .set_policies(change.value("Policies").map(policies).or(present.policies))
                .set_auto_verified_attributes(checked.or(present.auto_verified_attributes))
                .set_mfa_configuration(mfa(change).or(present.mfa_configuration))
                .set_admin_create_user_config(
                    change.value("AdminCreateUserConfig").map(creation).or(present.admin_create_user_config),
                )
                .set_account_recovery_setting(recovery.or(present.account_recovery_setting))
                .set_deletion_protection(protection(change).or(present.deletion_protection))
                .set_email_configuration(present.email_configuration)
                .set_verification_message_template(present.verification_message_template)
                .set_user_attribute_update_settings(present.user_attribute_update_settings)
                .set_lambda_config(present.lambda_config)
                .set_user_pool_tags(present.user_pool_tags)
                .set_user_pool_tier(present.user_pool_tier)
                .send()
                .await
                .map_err(fault::of)?;
        }
        let tags = change.tags();
        if !tags.is_empty() {
            let asked = site.clients.cognito.tag_resource().set_resource_arn(arn);
            asked.set_tags(Some(tags.into_iter().collect())).send().await.map_err(fault::of)?;
        }
        Ok(())
    }

    async fn delete(site: Site<'_>, id: &str) -> Done<()> {
        site.clients.cognito.delete_user_pool().user_pool_id(id).send().await.map_err(fault::of).map(drop)
    }
}

async fn described(site: Site<'_>, id: &str) -> Done<UserPoolType> {
    let answer =
        site.clients.cognito.describe_user_pool().user_pool_id(id).send().await.map_err(fault::of)?;
    answer.user_pool.ok_or_else(|| fault::not_found(id))
}

fn attribute(attribute: &Value) -> SchemaAttributeType {
    SchemaAttributeType::builder()
        .set_name(field(attribute, "Name"))
        .set_attribute_data_type(
            field(attribute, "AttributeDataType").map(|word| AttributeDataType::from(word.as_str())),
        )
        .set_required(attribute["Required"].as_bool())
        .set_mutable(attribute["Mutable"].as_bool())
        .build()
}

fn verified(words: &[String]) -> Vec<VerifiedAttributeType> {
    words.iter().map(|word| VerifiedAttributeType::from(word.as_str())).collect()
}

fn mfa(given: Given<'_>) -> Option<UserPoolMfaType> {
    given.text("MfaConfiguration").map(|word| UserPoolMfaType::from(word.as_str()))
}

fn protection(given: Given<'_>) -> Option<DeletionProtectionType> {
    given.text("DeletionProtection").map(|word| DeletionProtectionType::from(word.as_str()))
}

fn policies(policies: &Value) -> UserPoolPolicyType {
    let policy = &policies["PasswordPolicy"];
    let flag = |name: &str| policy[name].as_bool().unwrap_or(false);
    let policy = PasswordPolicyType::builder()
        .set_minimum_length(number(policy, "MinimumLength"))
        .require_lowercase(flag("RequireLowercase"))
        .require_uppercase(flag("RequireUppercase"))
        .require_numbers(flag("RequireNumbers"))
        .require_symbols(flag("RequireSymbols"))
        .build();
    UserPoolPolicyType::builder().password_policy(policy).build()
}

fn creation(config: &Value) -> AdminCreateUserConfigType {
    let only = config["AllowAdminCreateUserOnly"].as_bool().unwrap_or(false);
    AdminCreateUserConfigType::builder().allow_admin_create_user_only(only).build()
}

fn recovery(setting: &Value) -> Done<AccountRecoverySettingType> {
    let ways = setting["RecoveryMechanisms"].as_array().into_iter().flatten().map(|way| {
        RecoveryOptionType::builder()
            .set_name(field(way, "Name").map(|word| RecoveryOptionNameType::from(word.as_str())))
            .set_priority(number(way, "Priority"))
            .build()
    });
    let ways = ways.collect::<Result<Vec<_>, _>>().map_err(fault::unbuilt)?;
    Ok(AccountRecoverySettingType::builder().set_recovery_mechanisms(Some(ways)).build())
}

fn observed(site: Site<'_>, pool: &UserPoolType) -> Observed {
    let id = pool.id().unwrap_or_default();
    // Every pool has all standard attributes; what was asked for is what is required, and our own.
    let asked_for = |attribute: &&SchemaAttributeType| {
        let name = attribute.name().unwrap_or_default();
        name != "sub" && (attribute.required() == Some(true) || name.starts_with("custom:"))
    };
    let schema: Vec<Value> = pool.schema_attributes().iter().filter(asked_for).map(shown_attribute).collect();
    let password = pool.policies().and_then(|policies| policies.password_policy()).map(|policy| {
        json!({ "PasswordPolicy": {
            "MinimumLength": policy.minimum_length(), "RequireLowercase": policy.require_lowercase(),
            "RequireUppercase": policy.require_uppercase(), "RequireNumbers": policy.require_numbers(),
            "RequireSymbols": policy.require_symbols(),
        } })
    });
    let recovery = pool.account_recovery_setting().map(|setting| {
        let ways = setting.recovery_mechanisms().iter();
        let ways: Vec<Value> =
            ways.map(|way| json!({ "Name": way.name().as_str(), "Priority": way.priority() })).collect();
        json!({ "RecoveryMechanisms": ways })
    });
    let only = pool
        .admin_create_user_config()
        .map(|config| json!({ "AllowAdminCreateUserOnly": config.allow_admin_create_user_only() }));
    let user_names: Vec<&str> = pool.username_attributes().iter().map(|word| word.as_str()).collect();
    let verified: Vec<&str> = pool.auto_verified_attributes().iter().map(|word| word.as_str()).collect();
    let case =
        pool.username_configuration().map(|config| json!({ "CaseSensitive": config.case_sensitive() }));
    let provider = format!("cognito-idp.{}.amazonaws.com/{id}", site.region);
    let tags = pool.user_pool_tags().into_iter().flatten().map(|(key, value)| (key.as_str(), value.as_str()));
    Seen::new(site.region, Kind::UserPool, id)
        .with("UserPoolName", pool.name())
        .with("UsernameAttributes", user_names)
        .with("UsernameConfiguration", case)
        .with("AutoVerifiedAttributes", verified)
        .with("Schema", schema)
        .with("MfaConfiguration", pool.mfa_configuration().map_or("OFF", |word| word.as_str()))
        .with("AdminCreateUserConfig", only)
        .with("AccountRecoverySetting", recovery)
        .with("Policies", password)
        .with("DeletionProtection", pool.deletion_protection().map_or("INACTIVE", |word| word.as_str()))
        .with("UserPoolTier", pool.user_pool_tier().map(|word| word.as_str()))
        .attribute("UserPoolId", id)
        .attribute("Arn", pool.arn())
        .attribute("ProviderName", provider.as_str())
        .attribute("ProviderURL", format!("https://{provider}"))
        .tag_pairs(tags)
        .done()
}

fn shown_attribute(attribute: &SchemaAttributeType) -> Value {
    json!({
        "Name": attribute.name(), "AttributeDataType": attribute.attribute_data_type().map(|word| word.as_str()),
        "Required": attribute.required(), "Mutable": attribute.mutable(),
    })
}
