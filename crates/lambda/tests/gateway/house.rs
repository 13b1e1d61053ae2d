//! The deployed stack, learners who sign up in its user pool, and their requests.

#[path = "../../../api/tests/suite/house/answer.rs"]
#[allow(dead_code, reason = "parts of the suite that are not run here use more of it")]
mod answer;
#[path = "../../../api/tests/suite/house/learner.rs"]
mod learner;

use std::sync::LazyLock;
use std::time::Duration;

use axum::body::Body;
use http::Request;
use http_body_util::BodyExt as _;
use lks_store::Store;
use serde::Deserialize;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::worker::Scripted;
pub use answer::Answer;
pub use learner::Learner;

/// Where the stack is, from the file that LKS_TEST_STACK names.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Stack {
    api: String,
    cognito: String,
    user_pool_id: String,
    client_id: String,
}

fn stack() -> &'static Stack {
    static STACK: LazyLock<Stack> = LazyLock::new(|| {
        let file = std::env::var_os("LKS_TEST_STACK").expect("started by end2end/stack/run");
        serde_json::from_slice(&std::fs::read(file).unwrap()).unwrap()
    });
    &STACK
}

/// The stack as the suite sees it.
#[derive(Clone)]
pub struct House {
    stack: &'static Stack,
    client: reqwest::Client,
}

impl House {
    pub fn new(_store: Store, _worker: Scripted) -> Self {
        drop(rustls::crypto::ring::default_provider().install_default());
        let client = reqwest::Client::builder().tls_certs_only([]).no_proxy();
        Self { stack: stack(), client: client.build().unwrap() }
    }

    /// Somebody who has never been here: signed up, confirmed by an admin, signed in.
    pub fn learner(&self) -> Learner {
        let stack = self.stack;
        // The suite asks outside of async code.
        let token = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
            runtime.block_on(sign_up(stack))
        });
        let token = token.join().unwrap();
        Learner { uid: subject(&token), token, house: self.clone() }
    }

    pub async fn send(&self, request: Request<Body>) -> Answer {
        let (parts, body) = request.into_parts();
        let body = body.collect().await.unwrap().to_bytes();
        let url = format!("{}{}", self.stack.api, parts.uri);
        let sent = self.client.request(parts.method, url).headers(parts.headers).body(body).send();
        let answer = sent.await.unwrap();
        let (status, headers) = (answer.status(), answer.headers().clone());
        Answer { status, headers, body: answer.bytes().await.unwrap().to_vec() }
    }
}

async fn sign_up(stack: &Stack) -> String {
    let email = format!("{}@sekolah.example", Uuid::new_v4().simple());
    let password = "Belajar-2026!";
    let attributes =
        json!([{ "Name": "email", "Value": email }, { "Name": "name", "Value": "Budi Santoso" }]);
    let client = &stack.client_id;
    let body =
        json!({ "ClientId": client, "Username": email, "Password": password, "UserAttributes": attributes });
    operation(stack, "SignUp", &body).await;
    let body = json!({ "UserPoolId": stack.user_pool_id, "Username": email });
    operation(stack, "AdminConfirmSignUp", &body).await;
    let parameters = json!({ "USERNAME": email, "PASSWORD": password });
    let body = json!({ "ClientId": client, "AuthFlow": "USER_PASSWORD_AUTH", "AuthParameters": parameters });
    let tokens = operation(stack, "InitiateAuth", &body).await;
    tokens["AuthenticationResult"]["IdToken"].as_str().unwrap().to_owned()
}

async fn operation(stack: &Stack, name: &str, body: &Value) -> Value {
    let client = reqwest::Client::builder().tls_certs_only([]).no_proxy().build().unwrap();
    let answer = client
        .post(&stack.cognito)
        .header("Content-Type", "application/x-amz-json-1.1")
        .header("X-Amz-Target", format!("AWSCognitoIdentityProviderService.{name}"))
        // The emulator reads the account and the region from it and checks nothing.
        .header(
            "Authorization",
            "AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/cognito-idp/aws4_request",
        )
        .body(body.to_string());
    let answer = answer.send().await.unwrap();
    let (status, text) = (answer.status(), answer.text().await.unwrap());
    assert_eq!(status, 200, "{name}: {text}");
    serde_json::from_str(&text).unwrap_or_default()
}

fn subject(token: &str) -> String {
    use base64::Engine as _;
    let claims = token.split('.').nth(1).unwrap();
    let claims = base64::engine::general_purpose::URL_SAFE_NO_PAD.decode(claims).unwrap();
    let claims: Value = serde_json::from_slice(&claims).unwrap();
    claims["sub"].as_str().unwrap().to_owned()
}

/// Waits until something is so.
pub async fn until<F: Future<Output = bool>>(mut so: impl FnMut() -> F) {
    for _ in 0..100 {
        if so().await {
            return;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    panic!("it did not happen within ten seconds");
}
