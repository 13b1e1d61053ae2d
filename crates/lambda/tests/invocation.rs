//! The function as the Lambda service calls it: events in, answers out, on a real PostgreSQL with
//! pgvector and with keys from a real socket.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::time::{SystemTime, UNIX_EPOCH};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::{Algorithm, EncodingKey, Header, encode};
use lks_api::Origins;
use lks_lambda::function::Function;
use lks_lambda::settings::{Issuer, Settings};
use lks_store::{PostgresServer, PostgresTls};
use rsa::RsaPrivateKey;
use rsa::pkcs8::{EncodePrivateKey as _, LineEnding};
use rsa::traits::PublicKeyParts as _;
use serde_json::{Value, json};
use sqlx::{Connection as _, PgConnection};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;
use uuid::Uuid;

const ISSUER: &str = "https://cognito-idp.us-east-1.amazonaws.com/us-east-1_test";

/// An issuer with a real key, published on a real socket.
struct Issuing {
    signing: EncodingKey,
    address: String,
}

impl Issuing {
    async fn start() -> Self {
        let key = RsaPrivateKey::new(&mut rsa::rand_core::OsRng, 2048).unwrap();
        let number = |bytes: Vec<u8>| URL_SAFE_NO_PAD.encode(bytes);
        let keys = json!({ "keys": [{
            "kty": "RSA", "use": "sig", "alg": "RS256", "kid": "first",
            "n": number(key.n().to_bytes_be()), "e": number(key.e().to_bytes_be()),
        }] });
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}/keys", listener.local_addr().unwrap());
        let body = keys.to_string();
        tokio::spawn(async move {
            while let Ok((mut socket, _)) = listener.accept().await {
                let _ = socket.read(&mut [0; 2048]).await;
                let head =
                    format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\nconnection: close\r\n\r\n", body.len());
                let _ = socket.write_all(format!("{head}{body}").as_bytes()).await;
            }
        });
        let pem = key.to_pkcs8_pem(LineEnding::LF).unwrap();
        Self { signing: EncodingKey::from_rsa_pem(pem.as_bytes()).unwrap(), address }
    }

    fn token(&self, change: impl FnOnce(&mut Value)) -> String {
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs();
        let mut claims = json!({
            "sub": "learner", "iss": ISSUER, "aud": "client", "token_use": "id", "exp": now + 600,
            "email": "siti@sekolah.example", "name": "Siti",
        });
        change(&mut claims);
        let header = Header { kid: Some("first".into()), ..Header::new(Algorithm::RS256) };
        encode(&header, &claims, &self.signing).unwrap()
    }
}

/// A database of its own; none only if testing on PostgreSQL is switched off.
async fn database() -> Option<PostgresServer> {
    if std::env::var("LKS_TEST_SKIP_POSTGRES").is_ok_and(|skip| skip == "1") {
        return None;
    }
    let server = std::env::var("LKS_TEST_POSTGRES_URL")
        .expect("start PostgreSQL with `.ci/postgres start` and set LKS_TEST_POSTGRES_URL to what it prints");
    let name = format!("lks_lambda_test_{}", Uuid::new_v4().simple());
    let mut conn = PgConnection::connect(&format!("{server}/postgres")).await.unwrap();
    sqlx::raw_sql(sqlx::AssertSqlSafe(format!("CREATE DATABASE {name}"))).execute(&mut conn).await.unwrap();
    let address = server.rsplit('@').next().unwrap().trim_start_matches("postgres://");
    let (host, port) = address.split_once(':').unwrap();
    Some(PostgresServer {
        host: host.to_owned(),
        port: port.trim_end_matches('/').parse().unwrap(),
        user: "postgres".into(),
        password: "unasked".into(),
        database: name,
        tls: PostgresTls::Off,
    })
}

async fn drop_database(database: &PostgresServer) {
    let server = std::env::var("LKS_TEST_POSTGRES_URL").unwrap();
    let mut conn = PgConnection::connect(&format!("{server}/postgres")).await.unwrap();
    let statement = format!("DROP DATABASE {} WITH (FORCE)", database.database);
    sqlx::raw_sql(sqlx::AssertSqlSafe(statement)).execute(&mut conn).await.unwrap();
}

fn settings(database: PostgresServer, issuing: &Issuing) -> Settings {
    Settings {
        database,
        issuer: Issuer { name: ISSUER.into(), audience: "client".into(), keys: issuing.address.clone() },
        origins: Origins::Only(vec!["https://learn.example".into()]),
        log: "info".into(),
    }
}

/// What API Gateway sends for a request.
fn event(method: &str, path: &str, route: &str, token: &str, body: Option<&str>) -> String {
    json!({
        "resource": route, "path": path, "httpMethod": method,
        "headers": { "Authorization": format!("Bearer {token}"), "origin": "https://learn.example" },
        "multiValueHeaders": {
            "Authorization": [format!("Bearer {token}")], "origin": ["https://learn.example"],
        },
        "queryStringParameters": null, "multiValueQueryStringParameters": null,
        "pathParameters": { "uid": "learner" }, "stageVariables": null,
        "requestContext": {
            "resourceId": "r", "resourcePath": route, "httpMethod": method, "path": format!("/lks-live{path}"),
            "accountId": "123456789012", "protocol": "HTTP/1.1", "stage": "lks-live", "requestId": "q",
            "apiId": "a", "identity": { "sourceIp": "192.0.2.1" },
        },
        "body": body, "isBase64Encoded": false,
    })
    .to_string()
}

async fn answer(function: &Function, event: &str) -> (i64, Value) {
    let answer = serde_json::to_value(function.answer(event, "1").await.unwrap()).unwrap();
    let body = answer["body"].as_str().unwrap_or_default();
    (answer["statusCode"].as_i64().unwrap(), serde_json::from_str(body).unwrap_or_default())
}

const ALL: &str = "/conversations/{uid}";

#[tokio::test]
async fn it_makes_its_tables_answers_and_keeps_one_connection() {
    let Some(database) = database().await else { return };
    let issuing = Issuing::start().await;
    let function = Function::new(settings(database.clone(), &issuing));
    let token = issuing.token(|_| {});
    let body = json!({ "id": Uuid::nil(), "title": "cut \u{1f600}", "conversation": [{"role": "user"}] })
        .to_string();
    let created = answer(&function, &event("POST", "/conversations/learner", ALL, &token, Some(&body))).await;
    assert_eq!(created, (200, json!({"status": "success", "message": "Conversation created successfully"})));
    let (status, listed) =
        answer(&function, &event("GET", "/conversations/learner", ALL, &token, None)).await;
    assert_eq!((status, &listed["data"][0]["title"]), (200, &json!("cut \u{1f600}")));
    let (status, _) = answer(&function, &event("GET", "/conversations/other", ALL, &token, None)).await;
    assert_eq!(status, 403);
    let server = std::env::var("LKS_TEST_POSTGRES_URL").unwrap();
    let mut conn = PgConnection::connect(&format!("{server}/postgres")).await.unwrap();
    let count = "SELECT count(*) FROM pg_stat_activity WHERE datname = $1";
    let open: i64 = sqlx::query_scalar(count).bind(&database.database).fetch_one(&mut conn).await.unwrap();
    assert_eq!(open, 1);
    drop_database(&database).await;
}

#[tokio::test]
async fn the_database_server_may_close_the_connection_between_two_requests() {
    let Some(database) = database().await else { return };
    let issuing = Issuing::start().await;
    let function = Function::new(settings(database.clone(), &issuing));
    let list = event("GET", "/conversations/learner", ALL, &issuing.token(|_| {}), None);
    assert_eq!(answer(&function, &list).await.0, 200);
    let server = std::env::var("LKS_TEST_POSTGRES_URL").unwrap();
    let mut conn = PgConnection::connect(&format!("{server}/postgres")).await.unwrap();
    let end = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1";
    sqlx::query(end).bind(&database.database).execute(&mut conn).await.unwrap();
    assert_eq!(answer(&function, &list).await.0, 200);
    drop_database(&database).await;
}

#[tokio::test]
async fn a_database_that_is_not_there_yet_is_waited_for_request_by_request() {
    let Some(mut database) = database().await else { return };
    let name = std::mem::replace(&mut database.database, format!("later_{}", Uuid::new_v4().simple()));
    let issuing = Issuing::start().await;
    let function = Function::new(settings(database.clone(), &issuing));
    function.prepare().await;
    let list = event("GET", "/conversations/learner", ALL, &issuing.token(|_| {}), None);
    let refused = serde_json::to_value(function.answer(&list, "1").await.unwrap()).unwrap();
    assert_eq!(refused["statusCode"], 503);
    assert_eq!(refused["multiValueHeaders"]["retry-after"], json!(["5"]));
    assert_eq!(refused["multiValueHeaders"]["access-control-allow-origin"], json!(["https://learn.example"]));
    assert!(!refused["body"].as_str().unwrap().contains(&database.database));
    let server = std::env::var("LKS_TEST_POSTGRES_URL").unwrap();
    let mut conn = PgConnection::connect(&format!("{server}/postgres")).await.unwrap();
    let rename = format!("ALTER DATABASE {name} RENAME TO {}", database.database);
    sqlx::raw_sql(sqlx::AssertSqlSafe(rename)).execute(&mut conn).await.unwrap();
    assert_eq!(answer(&function, &list).await.0, 200);
    drop_database(&database).await;
}

#[tokio::test]
async fn tokens_are_checked_again_behind_the_authorizer() {
    let Some(database) = database().await else { return };
    let (issuing, other) = (Issuing::start().await, Issuing::start().await);
    let function = Function::new(settings(database.clone(), &issuing));
    let ask = async |token: String| {
        answer(&function, &event("GET", "/conversations/learner", ALL, &token, None)).await.0
    };
    assert_eq!(ask(issuing.token(|_| {})).await, 200);
    for forged in [
        String::new(),
        "x.y.z".into(),
        other.token(|_| {}),
        issuing.token(|c| c["iss"] = json!("https://evil.example")),
        issuing.token(|c| c["aud"] = json!("another-client")),
        issuing.token(|c| c["token_use"] = json!("access")),
        issuing.token(|c| c["exp"] = json!(1)),
    ] {
        assert_eq!(ask(forged).await, 401);
    }
    drop_database(&database).await;
}

#[tokio::test]
async fn what_is_no_request_is_acknowledged() {
    let issuing = Issuing::start().await;
    let nowhere = PostgresServer {
        host: "127.0.0.1".into(),
        port: 1,
        user: String::new(),
        password: String::new(),
        database: String::new(),
        tls: PostgresTls::Off,
    };
    let function = Function::new(settings(nowhere, &issuing));
    for event in
        ["{}", "null", "[1]", r#"{"requestContext":{"stage":"lks-live"},"type":"completion"}"#, r#""x""#]
    {
        assert_eq!(answer(&function, event).await, (200, json!({})), "{event}");
    }
}

#[tokio::test]
async fn an_answer_that_the_service_would_refuse_is_an_error_that_says_what_to_do() {
    let Some(database) = database().await else { return };
    let issuing = Issuing::start().await;
    let function = Function::new(settings(database.clone(), &issuing));
    let token = issuing.token(|_| {});
    for _ in 0..7 {
        let talk = json!([{ "role": "user", "content": "\"".repeat(450_000) }]);
        let body = json!({ "id": Uuid::new_v4(), "title": "long", "conversation": talk }).to_string();
        let (status, _) =
            answer(&function, &event("POST", "/conversations/learner", ALL, &token, Some(&body))).await;
        assert_eq!(status, 200);
    }
    let (status, body) = answer(&function, &event("GET", "/conversations/learner", ALL, &token, None)).await;
    assert_eq!(status, 500);
    assert!(body["message"].as_str().unwrap().contains("too much for one answer"));
    drop_database(&database).await;
}
