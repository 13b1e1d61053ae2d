//! User attributes: which a user may write, and how they are told.

use std::collections::BTreeMap;

use lks_domain::account;
use lks_store::user::User;
use serde_json::{Value, json};

use super::refusal::Refusal;

/// Standard attributes beside `name` that are kept as they are.
const FREE: [&str; 5] = ["locale", "zoneinfo", "given_name", "family_name", "nickname"];
/// Longest value in code points, as in Amazon Cognito.
const VALUE_CHARS: usize = 2048;
/// Custom attributes of an account at most, as in Amazon Cognito.
const CUSTOM: usize = 50;

/// A name and further attributes as they shall be.
#[derive(Debug)]
pub struct Profile {
    /// Display name, if it was given.
    pub name: Option<String>,
    /// Further attributes.
    pub others: BTreeMap<String, String>,
}

/// Reads what a user wrote; `email` must be the account's own.
///
/// # Errors
/// [`Refusal::InvalidParameter`] that names the attribute.
pub fn profile(given: BTreeMap<String, String>, email: &str) -> Result<Profile, Refusal> {
    let mut profile = Profile { name: None, others: BTreeMap::new() };
    for (key, value) in given {
        if value.chars().count() > VALUE_CHARS {
            return Err(invalid(format!(
                "user.{key}: String must be no longer than {VALUE_CHARS} characters"
            )));
        }
        match key.as_str() {
            "name" => {
                profile.name =
                    Some(account::display_name(&value).map_err(|e| invalid(format!("user.name: {e}")))?)
            }
            "email" if value.trim().to_lowercase() == email => {}
            "email" => {
                return Err(invalid(
                    "user.email: The e-mail address of an account cannot be changed; sign up with the new one.",
                ));
            }
            other if FREE.contains(&other) || is_custom(other) => {
                profile.others.insert(key, value);
            }
            "sub" | "email_verified" | "cognito:username" | "cognito:groups" => {
                return Err(Refusal::NotAuthorized("A client attempted to write unauthorized attribute"));
            }
            _ => {
                return Err(invalid(
                    "Attributes did not conform to the schema: an attribute does not exist in the schema. \
                Known are name, locale, zoneinfo, given_name, family_name, nickname and custom:…",
                ));
            }
        }
    }
    if profile.others.keys().filter(|key| is_custom(key)).count() > CUSTOM {
        return Err(invalid(format!("An account has at most {CUSTOM} custom attributes.")));
    }
    Ok(profile)
}

fn is_custom(name: &str) -> bool {
    name.strip_prefix("custom:").is_some_and(|rest| {
        (1..=20).contains(&rest.len())
            && rest.bytes().all(|b| b.is_ascii_alphanumeric() || b"_-.".contains(&b))
    })
}

fn invalid(message: impl Into<String>) -> Refusal {
    Refusal::InvalidParameter(message.into())
}

/// `UserAttributes` of an account.
pub fn list(user: &User) -> Vec<Value> {
    let verified = if user.email_verified { "true" } else { "false" };
    let own = [
        ("email", &*user.email),
        ("email_verified", verified),
        ("name", &*user.name),
        ("sub", user.id.as_str()),
    ];
    let others = user.attributes.iter().map(|(name, value)| (name.as_str(), value.as_str()));
    own.into_iter().chain(others).map(|(name, value)| json!({"Name": name, "Value": value})).collect()
}
