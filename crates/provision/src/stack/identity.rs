//! Who may use it, and where the browser gets the client: Cognito and Amplify (SPEC 2.6 and 2.7).

use serde_json::{Value, json};

use super::api::Api;
use super::draft::{Draft, Handle, of};
use super::{Part, Zone};

const IDENTITY: &str = "identity";
const CLIENT: &str = "client";
/// Name of the branch that is published, which is the first part of its address.
pub const BRANCH: &str = "lks-live";
/// Group of those who may use the console.
pub const ADMIN_GROUP: &str = "lks-admin";
/// Files that are served as they are; anything else is a page of the client.
const PAGES: &str = "</^[^.]+$|\\.(?!(css|gif|ico|jpg|jpeg|js|json|map|png|svg|txt|wasm|webmanifest|webp|woff|woff2)$)([^.]+$)/>";

/// The user pool and its client.
#[derive(Debug)]
pub(super) struct Pool {
    pub pool: Handle<of::UserPool>,
    pub client: Handle<of::UserPoolClient>,
}

pub(super) fn draft(draft: &mut Draft<'_>) -> Option<Pool> {
    draft.stack.has(Part::Cognito).then(|| {
        let pool = pool(draft);
        let client = pool_client(draft, &pool);
        let group = json!({
            "UserPoolId": pool.id(), "GroupName": ADMIN_GROUP, "Description": "May use the admin console", "Precedence": 0,
        });
        draft.add::<of::UserPoolGroup>(Zone::A, IDENTITY, ADMIN_GROUP, group);
        Pool { pool, client }
    })
}

/// Sign in by e-mail; name and e-mail required; people sign up themselves, so that nobody has a
/// temporary password; a single factor.
fn pool(draft: &mut Draft<'_>) -> Handle<of::UserPool> {
    let required = |name: &str| json!({ "Name": name, "AttributeDataType": "String", "Required": true, "Mutable": true });
    let properties = json!({
        "UserPoolName": "lks-user-pool",
        "UsernameAttributes": ["email"],
        "UsernameConfiguration": { "CaseSensitive": false },
        "AutoVerifiedAttributes": ["email"],
        "Schema": [required("email"), required("name")],
        "MfaConfiguration": "OFF",
        "AdminCreateUserConfig": { "AllowAdminCreateUserOnly": false },
        "AccountRecoverySetting": { "RecoveryMechanisms": [{ "Name": "verified_email", "Priority": 1 }] },
        "Policies": { "PasswordPolicy": {
            "MinimumLength": 8, "RequireLowercase": true, "RequireUppercase": true, "RequireNumbers": true,
            "RequireSymbols": false,
        } },
        "DeletionProtection": "INACTIVE",
    });
    draft.add(Zone::A, IDENTITY, "lks-user-pool", properties)
}

fn pool_client(draft: &mut Draft<'_>, pool: &Handle<of::UserPool>) -> Handle<of::UserPoolClient> {
    let properties = json!({
        "UserPoolId": pool.id(), "ClientName": "lks-user-pool-client", "GenerateSecret": false,
        "ExplicitAuthFlows": ["ALLOW_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"],
        "PreventUserExistenceErrors": "ENABLED", "EnableTokenRevocation": true,
        "IdTokenValidity": 60, "AccessTokenValidity": 60, "RefreshTokenValidity": 30,
        "TokenValidityUnits": { "IdToken": "minutes", "AccessToken": "minutes", "RefreshToken": "days" },
    });
    draft.add(Zone::A, IDENTITY, "lks-user-pool-client", properties)
}

/// The static client's place on Amplify. Its address is known before the API is written, which lets
/// browsers in from there.
pub(super) fn client(draft: &mut Draft<'_>) -> Option<Handle<of::App>> {
    draft.stack.has(Part::Amplify).then(|| {
        let rewrite = json!({ "Source": PAGES, "Target": "/index.html", "Status": "200" });
        let properties = json!({
            "Name": "lks-client", "Description": format!("Client of {}", draft.stack.name), "Platform": "WEB",
            "CustomRules": [rewrite], "CustomHeaders": HEADERS,
        });
        draft.add(Zone::A, CLIENT, "lks-client", properties)
    })
}

/// The client's files, told where this stack's API and user pool are. These addresses are the branch's
/// environment variables too, which Amplify shows as they are: so a change of theirs is seen, and published.
pub(super) fn publish(draft: &mut Draft<'_>, app: &Handle<of::App>, api: &Api, pool: Option<&Pool>) {
    let mut branch = json!({
        "AppId": app.id(), "BranchName": BRANCH, "Description": "What learners get", "Stage": "PRODUCTION",
        "EnableAutoBuild": false, "Artifact": { "Artifact": "client", "Config": config(api, pool) },
        "EnvironmentVariables": addresses(api, pool),
    });
    if let Some(sum) = &draft.artifacts.client {
        branch["ArtifactSha256"] = sum.as_str().into();
    }
    draft.add::<of::Branch>(Zone::A, CLIENT, BRANCH, branch);
}

const HEADERS: &str = "customHeaders:
  - pattern: '**/*.wasm'
    headers:
      - key: Content-Type
        value: application/wasm
  - pattern: '**/*'
    headers:
      - key: X-Content-Type-Options
        value: nosniff
      - key: Referrer-Policy
        value: no-referrer
";

/// What of `config.json` is known only when the stack stands.
fn addresses(api: &Api, pool: Option<&Pool>) -> Vec<Value> {
    let api = ("LKS_API", api.address());
    let identity =
        pool.map(|pool| [("LKS_USER_POOL", pool.pool.id()), ("LKS_USER_POOL_CLIENT", pool.client.id())]);
    let all = std::iter::once(api).chain(identity.into_iter().flatten());
    all.map(|(name, value)| json!({ "Name": name, "Value": value })).collect()
}

/// What the client's `config.json` says (SPEC section 4).
fn config(api: &Api, pool: Option<&Pool>) -> Value {
    let region = Zone::A.region().id();
    let regions: Vec<Value> =
        Zone::ALL.map(|zone| json!({ "id": zone.region().id(), "name": zone.region().name() })).into();
    let identity = pool.map(|pool| {
        json!({
            "endpoint": format!("https://cognito-idp.{region}.amazonaws.com/"), "region": region,
            "userPoolId": pool.pool.id(), "clientId": pool.client.id(),
        })
    });
    json!({ "mode": "aws", "api": api.address(), "identity": identity, "regions": regions })
}
