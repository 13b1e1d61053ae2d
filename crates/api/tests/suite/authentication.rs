//! Who may ask, and what those who may not are told.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use futures::FutureExt as _;
use http::Request;
use jsonwebtoken::{Algorithm, EncodingKey, Header, encode};
use lks_api::{Authenticate as _, JwksAuthenticator, Refused};
use serde_json::{Value, json};

use crate::databases::on_sqlite;
use crate::house::House;
use crate::house::issuer::{AUDIENCE, ISSUER, KEY, Key, OTHER, claims, id_token, seconds, signed};
use crate::worker::Scripted;

fn with(change: impl FnOnce(&mut Value)) -> String {
    let mut claims = claims("u");
    change(&mut claims);
    signed(&KEY, &claims)
}

fn renamed(key: &'static Key, kid: &'static str) -> Key {
    Key { kid, signing: key.signing.clone(), jwk: Value::Null }
}

#[tokio::test]
async fn only_a_good_id_token_is_accepted_and_others_are_told_why_not() {
    on_sqlite(|store| async move {
        let house = House::new(store, Scripted::saying(&[]));
        let none = format!(
            "{}.{}.",
            URL_SAFE_NO_PAD.encode(r#"{"alg":"none","kid":"first"}"#),
            URL_SAFE_NO_PAD.encode(claims("u").to_string())
        );
        let public = KEY.jwk["n"].as_str().unwrap();
        let confused = encode(
            &Header { kid: Some("first".into()), ..Header::new(Algorithm::HS256) },
            &claims("u"),
            &EncodingKey::from_secret(public.as_bytes()),
        )
        .unwrap();
        let invalid = "The token is not valid";
        for (name, authorization, expected) in [
            ("none", String::new(), "is missing"),
            ("scheme alone", "Bearer ".into(), "is missing"),
            ("basic", "Basic YTpi".into(), invalid),
            ("garbage", "Bearer x.y.z".into(), invalid),
            ("expired", format!("Bearer {}", with(|c| c["exp"] = json!(seconds() - 60))), "has expired"),
            ("not yet", format!("Bearer {}", with(|c| c["nbf"] = json!(seconds() + 60))), invalid),
            (
                "no expiry",
                format!("Bearer {}", with(|c| drop(c.as_object_mut().unwrap().remove("exp")))),
                invalid,
            ),
            ("issuer", format!("Bearer {}", with(|c| c["iss"] = json!("http://evil"))), invalid),
            ("audience", format!("Bearer {}", with(|c| c["aud"] = json!("other"))), invalid),
            ("no subject", format!("Bearer {}", with(|c| c["sub"] = json!(""))), invalid),
            (
                "access token",
                format!(
                    "Bearer {}",
                    with(|c| {
                        c["token_use"] = json!("access");
                        c.as_object_mut().unwrap().remove("aud");
                        c["client_id"] = json!(AUDIENCE);
                    })
                ),
                "not an ID token",
            ),
            (
                "other use",
                format!("Bearer {}", with(|c| c["token_use"] = json!("refresh"))),
                "not an ID token",
            ),
            ("alg none", format!("Bearer {none}"), invalid),
            ("HS256", format!("Bearer {confused}"), invalid),
            ("other key", format!("Bearer {}", signed(&renamed(&OTHER, "first"), &claims("u"))), invalid),
            ("unknown key", format!("Bearer {}", signed(&OTHER, &claims("u"))), invalid),
        ] {
            let mut request = Request::get("/conversations/u");
            if !authorization.is_empty() {
                request = request.header("authorization", authorization);
            }
            let answer = house.send(request.body(Default::default()).unwrap()).await;
            assert_eq!(answer.status, 401, "{name}");
            answer.refuses(401, expected);
            assert_eq!(answer.header("www-authenticate"), "Bearer", "{name}");
        }
        for authorization in [format!("bearer {}", id_token("u")), id_token("u")] {
            let request = Request::get("/conversations/u").header("authorization", authorization);
            assert_eq!(house.send(request.body(Default::default()).unwrap()).await.status, 200);
        }
    })
    .await;
}

#[tokio::test]
async fn a_new_key_is_fetched_when_it_is_first_used_and_not_at_every_forged_token() {
    let fetched = Arc::new(AtomicUsize::new(0));
    let counted = fetched.clone();
    let authenticator = JwksAuthenticator::new(
        ISSUER,
        AUDIENCE,
        Arc::new(move || {
            counted.fetch_add(1, SeqCst);
            async { Ok(json!({"keys": [KEY.jwk, OTHER.jwk]}).to_string()) }.boxed()
        }),
    );
    let identity = authenticator.authenticate(&signed(&OTHER, &claims("u"))).await.unwrap();
    assert_eq!(
        (identity.sub.as_str(), identity.name.as_str(), identity.is_admin()),
        ("u", "Budi Santoso", true)
    );
    assert!(authenticator.authenticate(&id_token("u")).await.is_ok());
    for _ in 0..5 {
        let forged = signed(&renamed(&OTHER, "third"), &claims("u"));
        assert_eq!(authenticator.authenticate(&forged).await, Err(Refused::Invalid));
    }
    assert_eq!(fetched.load(SeqCst), 1);
}

#[tokio::test]
async fn keys_that_cannot_be_had_are_no_fault_of_the_token() {
    let source = Arc::new(|| async { Err("no route".to_owned()) }.boxed());
    let authenticator = JwksAuthenticator::new(ISSUER, AUDIENCE, source);
    assert_eq!(authenticator.authenticate(&id_token("u")).await, Err(Refused::Unavailable));
}

#[tokio::test(start_paused = true)]
async fn keys_are_asked_for_again_after_a_while_and_kept_while_the_issuer_is_away() {
    let published = Arc::new(std::sync::Mutex::new(Some(json!({"keys": [KEY.jwk]}))));
    let asked = published.clone();
    let source = Arc::new(move || {
        let answer = asked.lock().unwrap().as_ref().map(Value::to_string).ok_or_else(|| "away".to_owned());
        async { answer }.boxed()
    });
    let authenticator = JwksAuthenticator::new(ISSUER, AUDIENCE, source);
    authenticator.prefetch().await;
    *published.lock().unwrap() = None;
    tokio::time::advance(Duration::from_secs(7200)).await;
    assert!(authenticator.authenticate(&id_token("u")).await.is_ok(), "the issuer is away");
    *published.lock().unwrap() = Some(json!({"keys": [OTHER.jwk]}));
    tokio::time::advance(Duration::from_secs(60)).await;
    assert_eq!(authenticator.authenticate(&id_token("u")).await, Err(Refused::Invalid), "withdrawn");
    assert!(authenticator.authenticate(&signed(&OTHER, &claims("u"))).await.is_ok());
}

#[tokio::test]
async fn another_users_paths_are_refused_alike_whether_they_exist_or_not() {
    on_sqlite(|store| async move {
        let house = House::new(store, Scripted::saying(&[]));
        let (budi, siti) = (house.learner(), house.learner());
        let id = "0190d7c1-7f4e-7c3b-8a27-3d2b7c1f0a55";
        budi.post("/conversations/{uid}", json!({"id": id, "title": "mine", "conversation": []})).await;
        let there = siti.get(&format!("/conversations/{}/{id}", budi.uid)).await;
        there.refuses(403, "not yours");
        for (method, path) in [
            ("GET", format!("/conversations/{}", budi.uid)),
            ("POST", format!("/conversations/{}", budi.uid)),
            ("DELETE", format!("/conversations/{}", budi.uid)),
            ("PUT", format!("/conversations/{}/{id}", budi.uid)),
            ("DELETE", format!("/conversations/{}/{id}", budi.uid)),
            ("GET", "/conversations/nobody/not-even-an-id".into()),
            ("GET", format!("/summaries/{}", budi.uid)),
            ("POST", format!("/conversations/{}/{id}/turns", budi.uid)),
            ("GET", format!("/conversations/{}/{id}/turns/latest", budi.uid)),
            ("GET", format!("/conversations/{}/{id}/turns/{id}/events", budi.uid)),
            ("POST", format!("/conversations/{}/{id}/turns/{id}/stop", budi.uid)),
        ] {
            let answer = siti.send(method, &path, "{}").await;
            assert_eq!((answer.status, &answer.body), (there.status, &there.body), "{method} {path}");
        }
        assert_eq!(budi.get("/conversations/{uid}").await.data().as_array().unwrap().len(), 1);
    })
    .await;
}
