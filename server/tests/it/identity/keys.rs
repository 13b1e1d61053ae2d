//! The public keys, by which others verify tokens.

use axum::body::Body;
use axum::http::Request;
use jsonwebtoken::jwk::JwkSet;
use jsonwebtoken::{Algorithm, DecodingKey, Validation, decode, decode_header};
use lks_server::identity::{Identity, Settings};
use serde_json::{Value, json};

use super::service::{CLIENT, PASSWORD, Service};
use crate::databases::on_sqlite;

async fn document(service: &Service, name: &str) -> Value {
    let path = format!("/identity/us-east-1_lkslocal1/.well-known/{name}");
    let request = Request::get(path).header("origin", "http://elsewhere").body(Body::empty()).unwrap();
    let answer = service.send(request).await;
    assert_eq!(answer.headers["access-control-allow-origin"], "*");
    answer.ok()
}

fn verify(service: &Service, keys: &JwkSet, token: &Value) -> bool {
    let token = token.as_str().unwrap();
    let kid = decode_header(token).unwrap().kid.unwrap();
    let Some(jwk) = keys.find(&kid) else { return false };
    let mut validation = Validation::new(Algorithm::RS256);
    validation.set_audience(&[CLIENT]);
    validation.set_issuer(&[service.identity.issuer()]);
    decode::<Value>(token, &DecodingKey::from_jwk(jwk).unwrap(), &validation).is_ok()
}

#[tokio::test]
async fn tokens_are_verified_by_the_public_keys_before_and_after_a_rotation() {
    on_sqlite(|store| async move {
        let service = Service::open(store);
        let old = service.learner("siti@example.com").await;
        let published = document(&service, "jwks.json").await;
        let key = &published["keys"][0];
        assert_eq!(
            (&key["kty"], &key["alg"], &key["use"], &key["e"]),
            (&json!("RSA"), &json!("RS256"), &json!("sig"), &json!("AQAB"))
        );
        let keys: JwkSet = serde_json::from_value(published).unwrap();
        assert!(verify(&service, &keys, &old["IdToken"]));
        assert_eq!(service.identity.keys(), keys);

        service.identity.rotate_key().await.unwrap();
        let new = service.sign_in("siti@example.com", PASSWORD).await.ok()["AuthenticationResult"].take();
        assert!(!verify(&service, &keys, &new["IdToken"]), "the old set does not know the new key");
        let both: JwkSet = serde_json::from_value(document(&service, "jwks.json").await).unwrap();
        assert!(verify(&service, &both, &new["IdToken"]) && verify(&service, &both, &old["IdToken"]));
        service.get_user(&old["AccessToken"]).await.ok();
        assert!(service.directory().join("identity/signing-key.pem").exists());
    })
    .await;
}

#[tokio::test]
async fn the_discovery_document_leads_to_the_keys() {
    on_sqlite(|store| async move {
        let service = Service::open(store);
        let discovery = document(&service, "openid-configuration").await;
        assert_eq!(discovery["issuer"], service.identity.issuer());
        assert_eq!(discovery["jwks_uri"], format!("{}/.well-known/jwks.json", service.identity.issuer()));
    })
    .await;
}

#[tokio::test]
async fn opening_does_not_wait_for_the_first_key() {
    on_sqlite(|store| async move {
        let directory = tempfile::tempdir().unwrap();
        let begin = std::time::Instant::now();
        let identity =
            Identity::open(store, Settings::local("http://127.0.0.1:1/", directory.path())).unwrap();
        assert!(begin.elapsed().as_millis() < 100);
        assert_eq!(identity.issuer(), "http://127.0.0.1:1/identity/us-east-1_lkslocal1");
    })
    .await;
}
