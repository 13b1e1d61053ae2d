//! An issuer with a real RSA key, made when the tests start.

use std::sync::{Arc, LazyLock};
use std::time::{SystemTime, UNIX_EPOCH};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use futures::FutureExt as _;
use jsonwebtoken::{Algorithm, EncodingKey, Header, encode};
use lks_api::JwksAuthenticator;
use rsa::RsaPrivateKey;
use rsa::pkcs8::{EncodePrivateKey as _, LineEnding};
use rsa::traits::PublicKeyParts as _;
use serde_json::{Value, json};

pub const ISSUER: &str = "http://127.0.0.1/identity/us-east-1_test";
pub const AUDIENCE: &str = "testclient";

/// A key pair with its name.
pub struct Key {
    pub kid: &'static str,
    pub signing: EncodingKey,
    pub jwk: Value,
}

impl Key {
    fn new(kid: &'static str) -> Self {
        let key = RsaPrivateKey::new(&mut rsa::rand_core::OsRng, 2048).unwrap();
        let pem = key.to_pkcs8_pem(LineEnding::LF).unwrap();
        let number = |bytes: Vec<u8>| URL_SAFE_NO_PAD.encode(bytes);
        let jwk = json!({
            "kty": "RSA", "use": "sig", "alg": "RS256", "kid": kid,
            "n": number(key.n().to_bytes_be()), "e": number(key.e().to_bytes_be()),
        });
        Self { kid, signing: EncodingKey::from_rsa_pem(pem.as_bytes()).unwrap(), jwk }
    }
}

pub static KEY: LazyLock<Key> = LazyLock::new(|| Key::new("first"));
pub static OTHER: LazyLock<Key> = LazyLock::new(|| Key::new("second"));

pub fn authenticator() -> JwksAuthenticator {
    let keys = json!({ "keys": [KEY.jwk] }).to_string();
    JwksAuthenticator::new(
        ISSUER,
        AUDIENCE,
        Arc::new(move || {
            let keys = keys.clone();
            async move { Ok(keys) }.boxed()
        }),
    )
}

pub fn seconds() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs()
}

/// What an ID token says.
pub fn claims(uid: &str) -> Value {
    json!({
        "sub": uid, "iss": ISSUER, "aud": AUDIENCE, "token_use": "id",
        "exp": seconds() + 600, "iat": seconds(),
        "email": "budi@example.org", "name": "Budi Santoso", "cognito:groups": ["lks-admin"],
    })
}

pub fn signed(key: &Key, claims: &Value) -> String {
    let header = Header { kid: Some(key.kid.to_owned()), ..Header::new(Algorithm::RS256) };
    encode(&header, claims, &key.signing).unwrap()
}

pub fn id_token(uid: &str) -> String {
    signed(&KEY, &claims(uid))
}
