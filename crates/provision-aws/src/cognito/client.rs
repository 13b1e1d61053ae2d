//! How the browser signs users in.

use aws_sdk_cognitoidentityprovider::types::{
    ExplicitAuthFlowsType, PreventUserExistenceErrorTypes, TimeUnitsType, TokenValidityUnitsType,
    UserPoolClientType,
};
use lks_provision::cloud::{ErrorClass, Observed};
use lks_provision::resource::Kind;
use serde_json::{Value, json};

use super::candidates;
use crate::aws::Site;
use crate::fault::{self, Done};
use crate::given::{Given, field};
use crate::kinds::Handler;
use crate::pages::all;
use crate::seen::{Seen, dense};

pub(crate) struct PoolClient;

impl Handler for PoolClient {
    async fn fetch(site: Site<'_>, id: Option<&str>) -> Done<Vec<Observed>> {
        let mut seen = Vec::new();
        for pool in candidates(site).await? {
            let clients = all!(site.clients.cognito.list_user_pool_clients().user_pool_id(&pool));
            let clients = match clients {
                Ok(clients) => clients,
                Err(error) if error.class == ErrorClass::NotFound => continue,
                Err(error) => return Err(error),
            };
            for client in clients.iter().filter_map(|client| client.client_id()) {
                if id.is_none_or(|id| id == client) {
                    seen.push(observed(site, &described(site, &pool, client).await?));
                }
            }
        }
        Ok(seen)
    }

    async fn create(site: Site<'_>, given: Given<'_>, _token: &str) -> Done<Observed> {
        let made = site
            .clients
            .cognito
            .create_user_pool_client()
            .user_pool_id(given.need("UserPoolId")?)
            .client_name(given.need("ClientName")?)
            .set_generate_secret(given.flag("GenerateSecret"))
            .set_explicit_auth_flows(flows(given))
            .set_prevent_user_existence_errors(prevention(given))
            .set_enable_token_revocation(given.flag("EnableTokenRevocation"))
            .set_id_token_validity(given.number("IdTokenValidity"))
            .set_access_token_validity(given.number("AccessTokenValidity"))
            .set_refresh_token_validity(given.number("RefreshTokenValidity"))
            .set_token_validity_units(given.value("TokenValidityUnits").map(units))
            .set_read_attributes(given.texts("ReadAttributes"))
            .set_write_attributes(given.texts("WriteAttributes"))
            .set_supported_identity_providers(given.texts("SupportedIdentityProviders"))
            .send()
            .await
            .map_err(fault::of)?;
        let client = made.user_pool_client.ok_or_else(|| fault::lacking("the client"))?;
        Ok(observed(site, &client))
    }

    /// What is not named again is reset to its default, so all of it is.
    async fn update(site: Site<'_>, id: &str, change: Given<'_>) -> Done<()> {
        let pool = pool_of(site, id).await?;
        let present = described(site, &pool, id).await?;
        let name = change.text("ClientName").or(present.client_name);
        site.clients
            .cognito
            .update_user_pool_client()
            .user_pool_id(pool)
            .client_id(id)
            .set_client_name(name)
            .set_explicit_auth_flows(flows(change).or(present.explicit_auth_flows))
            .set_prevent_user_existence_errors(prevention(change).or(present.prevent_user_existence_errors))
            .set_enable_token_revocation(
                change.flag("EnableTokenRevocation").or(present.enable_token_revocation),
            )
            .set_id_token_validity(change.number("IdTokenValidity").or(present.id_token_validity))
            .set_access_token_validity(change.number("AccessTokenValidity").or(present.access_token_validity))
            .refresh_token_validity(
                change.number("RefreshTokenValidity").unwrap_or(present.refresh_token_validity),
            )
            .set_token_validity_units(
                change.value("TokenValidityUnits").map(units).or(present.token_validity_units),
            )
            .set_read_attributes(change.texts("ReadAttributes").or(present.read_attributes))
            .set_write_attributes(change.texts("WriteAttributes").or(present.write_attributes))
            .set_supported_identity_providers(
                change.texts("SupportedIdentityProviders").or(present.supported_identity_providers),
            )
            .set_auth_session_validity(present.auth_session_validity)
            .send()
            .await
            .map_err(fault::of)
            .map(drop)
    }

    async fn delete(site: Site<'_>, id: &str) -> Done<()> {
        let pool = pool_of(site, id).await?;
        let asked = site.clients.cognito.delete_user_pool_client().user_pool_id(pool).client_id(id);
        asked.send().await.map_err(fault::of).map(drop)
    }
}

async fn pool_of(site: Site<'_>, id: &str) -> Done<String> {
    for pool in candidates(site).await? {
        let clients = all!(site.clients.cognito.list_user_pool_clients().user_pool_id(&pool))?;
        if clients.iter().any(|client| client.client_id() == Some(id)) {
            return Ok(pool);
        }
    }
    Err(fault::not_found(id))
}

async fn described(site: Site<'_>, pool: &str, id: &str) -> Done<UserPoolClientType> {
    let asked = site.clients.cognito.describe_user_pool_client().user_pool_id(pool).client_id(id);
    let answer = asked.send().await.map_err(fault::of)?;
    answer.user_pool_client.ok_or_else(|| fault::not_found(id))
}

fn flows(given: Given<'_>) -> Option<Vec<ExplicitAuthFlowsType>> {
    let words = given.texts("ExplicitAuthFlows")?;
    Some(words.iter().map(|word| ExplicitAuthFlowsType::from(word.as_str())).collect())
}

fn prevention(given: Given<'_>) -> Option<PreventUserExistenceErrorTypes> {
    let word = given.text("PreventUserExistenceErrors")?;
    Some(PreventUserExistenceErrorTypes::from(word.as_str()))
}

fn units(units: &Value) -> TokenValidityUnitsType {
    let unit = |name: &str| field(units, name).map(|word| TimeUnitsType::from(word.as_str()));
    TokenValidityUnitsType::builder()
        .set_id_token(unit("IdToken"))
        .set_access_token(unit("AccessToken"))
        .set_refresh_token(unit("RefreshToken"))
        .build()
}

fn shown_units(units: &TokenValidityUnitsType) -> Value {
    dense(json!({
        "IdToken": units.id_token().map(|word| word.as_str()),
        "AccessToken": units.access_token().map(|word| word.as_str()),
        "RefreshToken": units.refresh_token().map(|word| word.as_str()),
    }))
}

fn observed(site: Site<'_>, client: &UserPoolClientType) -> Observed {
    let id = client.client_id().unwrap_or_default();
    let flows: Vec<&str> = client.explicit_auth_flows().iter().map(|word| word.as_str()).collect();
    Seen::new(site.region, Kind::UserPoolClient, id)
        .with("UserPoolId", client.user_pool_id())
        .with("ClientName", client.client_name())
        .with("GenerateSecret", client.client_secret().is_some())
        .with("ExplicitAuthFlows", flows)
        .with("PreventUserExistenceErrors", client.prevent_user_existence_errors().map(|word| word.as_str()))
        .with("EnableTokenRevocation", client.enable_token_revocation())
        .with("IdTokenValidity", client.id_token_validity())
        .with("AccessTokenValidity", client.access_token_validity())
        .with("RefreshTokenValidity", client.refresh_token_validity())
        .with("TokenValidityUnits", client.token_validity_units().map(shown_units))
        .with("ReadAttributes", client.read_attributes().to_vec())
        .with("WriteAttributes", client.write_attributes().to_vec())
        .with("SupportedIdentityProviders", client.supported_identity_providers().to_vec())
        .attribute("ClientId", id)
        .attribute("Name", client.client_name())
        .done()
}
