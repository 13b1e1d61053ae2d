//! An identity service on a database, and a client of it.

use std::net::SocketAddr;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::ConnectInfo;
use axum::http::{HeaderMap, Request, StatusCode};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use lks_server::identity::{Identity, Settings};
use lks_store::Store;
use serde_json::{Value, json};
use tempfile::TempDir;
use tower::ServiceExt;

pub const CLIENT: &str = "lkslocalclient000000000000";
pub const PASSWORD: &str = "rahasia-123";
pub const BASE: &str = "http://127.0.0.1:3000";

/// A service with its key directory.
pub struct Service {
    pub identity: Identity,
    pub router: Router,
    directory: TempDir,
}

/// What was answered.
#[derive(Debug)]
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Value,
}

impl Answer {
    /// The body of a success.
    #[track_caller]
    pub fn ok(self) -> Value {
        assert_eq!(self.status, 200, "{}", self.body);
        self.body
    }

    /// Type and message of a refusal with status 400.
    #[track_caller]
    pub fn refusal(self) -> (String, String) {
        assert_eq!(self.status, 400, "{}", self.body);
        let text = |key: &str| self.body[key].as_str().unwrap_or_default().to_owned();
        assert_eq!(self.headers["x-amzn-errortype"], text("__type").as_str());
        (text("__type"), text("message"))
    }
}

impl Service {
    pub fn open(store: Store) -> Self {
        Self::with(store, |_| ())
    }

    pub fn with(store: Store, change: impl FnOnce(&mut Settings)) -> Self {
        let directory = tempfile::tempdir().expect("a directory");
        let mut settings = Settings::local(BASE, directory.path().join("identity"));
        settings.log_codes = false;
        seed_key(&settings);
        change(&mut settings);
        let identity = Identity::open(store, settings).expect("a service");
        let router = identity.router().merge(identity.admin_router());
        Self { identity, router, directory }
    }

    pub fn directory(&self) -> &std::path::Path {
        self.directory.path()
    }

    pub async fn send(&self, request: Request<Body>) -> Answer {
        let response = self.router.clone().oneshot(request).await.expect("an answer");
        let (status, headers) = (response.status(), response.headers().clone());
        let bytes = to_bytes(response.into_body(), usize::MAX).await.expect("a body");
        Answer { status, headers, body: serde_json::from_slice(&bytes).unwrap_or(Value::Null) }
    }

    pub async fn call(&self, operation: &str, body: Value) -> Answer {
        self.call_from("127.0.0.1:9", operation, body).await
    }

    pub async fn call_from(&self, peer: &str, operation: &str, body: Value) -> Answer {
        let mut request = Request::post("/identity/")
            .header("content-type", "application/x-amz-json-1.1")
            .header("x-amz-target", format!("AWSCognitoIdentityProviderService.{operation}"))
            .body(Body::from(body.to_string()))
            .expect("a request");
        let peer: SocketAddr = peer.parse().expect("an address");
        request.extensions_mut().insert(ConnectInfo(peer));
        self.send(request).await
    }

    pub async fn sign_up(&self, email: &str) -> Answer {
        self.call("SignUp", sign_up(email, PASSWORD)).await
    }

    pub async fn sign_in(&self, email: &str, password: &str) -> Answer {
        self.call("InitiateAuth", sign_in(email, password)).await
    }

    /// Signs up and in; the `AuthenticationResult`.
    pub async fn learner(&self, email: &str) -> Value {
        self.sign_up(email).await.ok();
        self.sign_in(email, PASSWORD).await.ok()["AuthenticationResult"].take()
    }

    pub async fn refresh(&self, token: &Value) -> Answer {
        let parameters = json!({"REFRESH_TOKEN": token, "CLIENT_ID": CLIENT});
        self.call(
            "InitiateAuth",
            json!({"AuthFlow": "REFRESH_TOKEN_AUTH", "ClientId": CLIENT, "AuthParameters": parameters}),
        )
        .await
    }

    pub async fn get_user(&self, access: &Value) -> Answer {
        self.call("GetUser", json!({"AccessToken": access})).await
    }

    pub async fn outbox(&self, id_token: &Value) -> Answer {
        let token = format!("Bearer {}", id_token.as_str().unwrap_or_default());
        let request = Request::get("/admin/outbox").header("authorization", token).body(Body::empty());
        self.send(request.expect("a request")).await
    }
}

pub fn sign_up(email: &str, password: &str) -> Value {
    json!({
        "ClientId": CLIENT, "Username": email, "Password": password,
        "UserAttributes": [{"Name": "name", "Value": "Siti"}, {"Name": "email", "Value": email}],
    })
}

pub fn sign_in(email: &str, password: &str) -> Value {
    json!({
        "AuthFlow": "USER_PASSWORD_AUTH", "ClientId": CLIENT,
        "AuthParameters": {"USERNAME": email, "PASSWORD": password},
    })
}

/// The claims of a token, not verified.
pub fn claims(token: &Value) -> Value {
    let payload = token.as_str().and_then(|token| token.split('.').nth(1)).expect("a JWT");
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(payload).expect("base64")).expect("JSON")
}

/// One key for all tests: making one takes seconds in a debug build on a busy machine.
fn seed_key(settings: &Settings) {
    static KEY: std::sync::OnceLock<String> = std::sync::OnceLock::new();
    use rsa::pkcs8::{EncodePrivateKey, LineEnding};
    let pem = KEY.get_or_init(|| {
        let key = rsa::RsaPrivateKey::new(&mut rsa::rand_core::OsRng, 2048).expect("a key");
        key.to_pkcs8_pem(LineEnding::LF).expect("PEM").to_string()
    });
    std::fs::create_dir_all(&settings.directory).expect("a directory");
    std::fs::write(settings.directory.join("signing-key.pem"), pem).expect("written");
}
