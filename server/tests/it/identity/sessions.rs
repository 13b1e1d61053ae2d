//! Tokens: what they say, how long they hold, how they end.

use std::time::Duration;

use lks_domain::conversation::NewConversation;
use lks_domain::identity::UserId;
use serde_json::{Value, json};
use uuid::Uuid;

use super::outbox::now;
use super::service::{BASE, CLIENT, PASSWORD, Service, claims};
use crate::databases::both;

both! {
    async fn the_claims_are_those_of_cognito(store: Store) {
        let service = Service::open(store);
        let tokens = service.learner("siti@example.com").await;
        let (id, access) = (claims(&tokens["IdToken"]), claims(&tokens["AccessToken"]));
        let issuer = json!(format!("{BASE}/identity/us-east-1_lkslocal1"));
        for claims in [&id, &access] {
            assert_eq!(claims["iss"], issuer);
            assert_eq!(claims["cognito:groups"], json!(["lks-admin"]));
            assert_eq!(claims["exp"].as_i64().unwrap() - claims["iat"].as_i64().unwrap(), 3600);
            assert_eq!(claims["auth_time"], claims["iat"]);
            assert_eq!(claims["origin_jti"], id["origin_jti"]);
            assert_eq!(claims["event_id"], id["event_id"]);
            assert_eq!(claims["sub"], id["cognito:username"]);
        }
        assert_ne!(id["jti"], access["jti"]);
        assert_eq!((&id["token_use"], &id["aud"], &id["email"], &id["name"], &id["email_verified"]),
            (&json!("id"), &json!(CLIENT), &json!("siti@example.com"), &json!("Siti"), &json!(false)));
        assert_eq!((&access["token_use"], &access["client_id"], &access["scope"], &access["username"], &access["aud"]),
            (&json!("access"), &json!(CLIENT), &json!("aws.cognito.signin.user.admin"), &id["sub"], &Value::Null));
        assert!(size(&tokens) < 3000, "{}", size(&tokens));
    }

    async fn tokens_stay_small_with_the_longest_name_and_address(store: Store) {
        let service = Service::open(store);
        let email = format!("{}@{}.example.com", "a".repeat(64), "b".repeat(60));
        let attributes = json!([{"Name": "name", "Value": "\u{1F600}".repeat(200)}]);
        service.call("SignUp", json!({"ClientId": CLIENT, "Username": email, "Password": PASSWORD, "UserAttributes": attributes})).await.ok();
        let tokens = service.sign_in(&email, PASSWORD).await.ok()["AuthenticationResult"].take();
        assert!(size(&tokens) < 3000, "{}", size(&tokens));
        let name = claims(&tokens["IdToken"])["name"].as_str().unwrap().to_owned();
        assert!("\u{1F600}".repeat(200).starts_with(&name) && name.chars().count() >= 60);
        let user = service.get_user(&tokens["AccessToken"]).await.ok();
        assert!(user["UserAttributes"].to_string().contains(&"\u{1F600}".repeat(200)), "GetUser has the whole name");
    }

    async fn a_refresh_token_is_used_many_times_at_once_and_stays(store: Store) {
        let service = Service::open(store);
        let tokens = service.learner("siti@example.com").await;
        let answers = futures::future::join_all((0..5).map(|_| service.refresh(&tokens["RefreshToken"]))).await;
        for answer in answers {
            let fresh = answer.ok()["AuthenticationResult"].take();
            assert!(fresh["RefreshToken"].is_null(), "it is not rotated");
            assert_eq!(claims(&fresh["IdToken"])["origin_jti"], claims(&tokens["IdToken"])["origin_jti"]);
            assert_eq!(claims(&fresh["IdToken"])["auth_time"], claims(&tokens["IdToken"])["auth_time"]);
            service.get_user(&fresh["AccessToken"]).await.ok();
        }
        let other_way = json!({"ClientId": CLIENT, "RefreshToken": tokens["RefreshToken"]});
        assert!(service.call("GetTokensFromRefreshToken", other_way).await.ok()["AuthenticationResult"]["IdToken"].is_string());
        let short = json!({"AuthFlow": "REFRESH_TOKEN", "ClientId": CLIENT, "AuthParameters": {"REFRESH_TOKEN": tokens["RefreshToken"]}});
        service.call("InitiateAuth", short).await.ok();
    }

    async fn signing_out_everywhere_ends_every_token_of_the_user_only(store: Store) {
        let service = Service::open(store);
        let first = service.learner("siti@example.com").await;
        let second = service.sign_in("siti@example.com", PASSWORD).await.ok()["AuthenticationResult"].take();
        let other = service.learner("budi@example.com").await;
        service.call("GlobalSignOut", json!({"AccessToken": second["AccessToken"]})).await.ok();
        for tokens in [&first, &second] {
            let revoked = ("NotAuthorizedException".to_owned(), "Access Token has been revoked".to_owned());
            assert_eq!(service.get_user(&tokens["AccessToken"]).await.refusal(), revoked);
            assert_eq!(service.refresh(&tokens["RefreshToken"]).await.refusal().1, "Refresh Token has been revoked");
        }
        service.get_user(&other["AccessToken"]).await.ok();
        service.sign_in("siti@example.com", PASSWORD).await.ok();
    }

    async fn revoking_a_token_ends_one_sign_in_only(store: Store) {
        let service = Service::open(store);
        let first = service.learner("siti@example.com").await;
        let second = service.sign_in("siti@example.com", PASSWORD).await.ok()["AuthenticationResult"].take();
        let revoke = |token: &Value| service.call("RevokeToken", json!({"ClientId": CLIENT, "Token": token}));
        revoke(&first["RefreshToken"]).await.ok();
        revoke(&first["RefreshToken"]).await.ok();
        revoke(&json!("unknown")).await.ok();
        assert_eq!(revoke(&second["AccessToken"]).await.refusal().0, "UnsupportedTokenTypeException");
        assert_eq!(service.get_user(&first["AccessToken"]).await.refusal().1, "Access Token has been revoked");
        service.get_user(&second["AccessToken"]).await.ok();
        service.refresh(&second["RefreshToken"]).await.ok();
    }

    async fn tokens_end_in_time(store: Store) {
        let service = Service::with(store, |settings| {
            settings.lifetimes.access = Duration::from_secs(1);
            settings.lifetimes.refresh = Duration::from_secs(1);
        });
        let tokens = service.learner("siti@example.com").await;
        assert_eq!(tokens["ExpiresIn"], 1);
        tokio::time::sleep(Duration::from_millis(2100)).await;
        assert_eq!(service.get_user(&tokens["AccessToken"]).await.refusal().1, "Access Token has expired");
        assert_eq!(service.refresh(&tokens["RefreshToken"]).await.refusal().1, "Refresh Token has expired");
    }

    async fn a_token_of_another_kind_or_maker_is_refused(store: Store) {
        let service = Service::open(store.clone());
        let tokens = service.learner("siti@example.com").await;
        let foreign = Service::with(store, |settings| settings.public_base = "http://elsewhere".to_owned());
        let stranger = foreign.sign_in("siti@example.com", PASSWORD).await.ok()["AuthenticationResult"].take();
        let mut forged: Vec<String> = tokens["AccessToken"].as_str().unwrap().split('.').map(str::to_owned).collect();
        forged[1] = claims_with(&tokens["AccessToken"], "sub", json!("someone-else"));
        let unsigned = format!("eyJhbGciOiJub25lIn0.{}.", forged[1]);
        for token in [&tokens["IdToken"], &stranger["AccessToken"], &json!(forged.join(".")), &json!(unsigned), &json!("x")] {
            let refusal = service.get_user(token).await.refusal();
            assert_eq!(refusal, ("NotAuthorizedException".to_owned(), "Invalid Access Token".to_owned()));
        }
        assert_eq!(service.refresh(&json!("x")).await.refusal().1, "Invalid Refresh Token");
    }

    async fn a_disabled_account_can_do_nothing(store: Store) {
        let service = Service::open(store.clone());
        let tokens = service.learner("siti@example.com").await;
        let sub = UserId(claims(&tokens["IdToken"])["sub"].as_str().unwrap().to_owned());
        assert!(store.set_enabled(&sub, false, now()).await.unwrap());
        for answer in [
            service.sign_in("siti@example.com", PASSWORD).await,
            service.refresh(&tokens["RefreshToken"]).await,
            service.get_user(&tokens["AccessToken"]).await,
        ] {
            assert_eq!(answer.refusal(), ("NotAuthorizedException".to_owned(), "User is disabled.".to_owned()));
        }
        assert_eq!(service.sign_in("siti@example.com", "salah-123").await.refusal().1, "Incorrect username or password.");
        assert_eq!(service.outbox(&tokens["IdToken"]).await.status, 403);
        store.set_enabled(&sub, true, now()).await.unwrap();
        service.get_user(&tokens["AccessToken"]).await.ok();
    }

    async fn attributes_are_changed_and_come_in_the_next_token(store: Store) {
        let service = Service::open(store);
        let tokens = service.learner("siti@example.com").await;
        let change = |attributes: Value| {
            service.call("UpdateUserAttributes", json!({"AccessToken": tokens["AccessToken"], "UserAttributes": attributes}))
        };
        change(json!([{"Name": "name", "Value": " Siti R. "}, {"Name": "custom:level", "Value": "B1"}])).await.ok();
        change(json!([{"Name": "locale", "Value": "id"}])).await.ok();
        let user = service.get_user(&tokens["AccessToken"]).await.ok();
        for pair in [("name", "Siti R."), ("custom:level", "B1"), ("locale", "id")] {
            assert!(user["UserAttributes"].as_array().unwrap().contains(&json!({"Name": pair.0, "Value": pair.1})), "{user}");
        }
        let fresh = service.refresh(&tokens["RefreshToken"]).await.ok()["AuthenticationResult"].take();
        assert_eq!(claims(&fresh["IdToken"])["name"], "Siti R.");
        for (attribute, kind) in [("sub", "NotAuthorizedException"), ("email", "InvalidParameterException"), ("shoe", "InvalidParameterException")] {
            assert_eq!(change(json!([{"Name": attribute, "Value": "x@example.com"}])).await.refusal().0, kind);
        }
        assert_eq!(change(json!([])).await.refusal().0, "InvalidParameterException");
    }

    async fn a_deleted_account_takes_its_conversations_along_and_its_tokens_end(store: Store) {
        let service = Service::open(store.clone());
        let tokens = service.learner("siti@example.com").await;
        let sub = UserId(claims(&tokens["IdToken"])["sub"].as_str().unwrap().to_owned());
        let new = NewConversation { id: Uuid::new_v4(), title: "t".to_owned(), conversation: vec![], embedding: None };
        store.put_conversation(&sub, &new, now()).await.unwrap();
        service.call("DeleteUser", json!({"AccessToken": tokens["AccessToken"]})).await.ok();
        assert!(store.list_conversations(&sub).await.unwrap().is_empty());
        assert_eq!(service.get_user(&tokens["AccessToken"]).await.refusal().0, "UserNotFoundException");
        assert_eq!(service.refresh(&tokens["RefreshToken"]).await.refusal().1, "Invalid Refresh Token");
        assert_eq!(service.sign_in("siti@example.com", PASSWORD).await.refusal().1, "Incorrect username or password.");
        service.sign_up("siti@example.com").await.ok();
    }

    async fn users_are_searched_page_by_page(store: Store) {
        let service = Service::open(store.clone());
        for email in ["c@example.com", "a_b@example.com", "ab@example.org"] {
            service.sign_up(email).await.ok();
        }
        let found = |search: &'static str, limit, after| {
            let store = store.clone();
            async move {
                let users = store.list_users(search, limit, after).await.unwrap();
                users.into_iter().map(|user| user.email).collect::<Vec<_>>()
            }
        };
        assert_eq!(found("A_B", 9, None).await, ["a_b@example.com"], "wildcards are plain letters");
        assert_eq!(found("siti", 9, None).await.len(), 3, "names are searched too");
        let first = found("", 2, None).await;
        let rest = store.list_users("", 2, first.last().map(String::as_str)).await.unwrap();
        assert_eq!((first.len(), rest.len()), (2, 1));
    }
}

fn size(tokens: &Value) -> usize {
    ["IdToken", "AccessToken", "RefreshToken"]
        .iter()
        .filter_map(|name| tokens[*name].as_str())
        .map(str::len)
        .sum()
}

fn claims_with(token: &Value, key: &str, value: Value) -> String {
    use base64::Engine;
    let mut claims = claims(token);
    claims[key] = value;
    base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(claims.to_string())
}
