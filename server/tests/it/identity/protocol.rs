//! The wire: targets, bodies, clients, CORS.

use axum::body::Body;
use axum::http::Request;
use serde_json::{Value, json};

use super::service::{CLIENT, PASSWORD, Service, sign_in};
use crate::databases::on_sqlite;

fn post(path: &str, target: &str, body: impl Into<Body>) -> Request<Body> {
    Request::post(path)
        .header("x-amz-target", target)
        .header("origin", "http://elsewhere")
        .body(body.into())
        .unwrap()
}

#[tokio::test]
async fn every_answer_has_its_headers_on_both_paths() {
    on_sqlite(|store| async move {
        let service = Service::open(store);
        service.sign_up("siti@example.com").await.ok();
        for (path, password, status) in
            [("/identity", PASSWORD, 200), ("/identity/", PASSWORD, 200), ("/identity/", "salah-123", 400)]
        {
            let body = sign_in("siti@example.com", password).to_string();
            let answer =
                service.send(post(path, "AWSCognitoIdentityProviderService.InitiateAuth", body)).await;
            assert_eq!(answer.status, status);
            assert_eq!(answer.headers["content-type"], "application/x-amz-json-1.1");
            assert_eq!(answer.headers["access-control-allow-origin"], "*");
            assert!(answer.headers.contains_key("x-amzn-requestid"));
            if status == 400 {
                assert_eq!(
                    answer.body,
                    json!({"__type": "NotAuthorizedException", "message": "Incorrect username or password."})
                );
                assert_eq!(answer.headers["x-amzn-errortype"], "NotAuthorizedException");
                assert_eq!(answer.headers["x-amzn-errormessage"], "Incorrect username or password.");
            }
        }
    })
    .await;
}

#[tokio::test]
async fn a_preflight_from_anywhere_is_allowed_what_sdks_send() {
    on_sqlite(|store| async move {
        let service = Service::open(store);
        let headers = "amz-sdk-invocation-id,amz-sdk-request,authorization,cache-control,content-type,x-amz-target,x-amz-user-agent";
        for path in ["/identity", "/identity/"] {
            let request = Request::options(path)
                .header("origin", "http://localhost:5173")
                .header("access-control-request-method", "POST")
                .header("access-control-request-headers", headers)
                .body(Body::empty());
            let answer = service.send(request.unwrap()).await;
            assert!(answer.status.is_success());
            assert_eq!(answer.headers["access-control-allow-origin"], "*");
            assert_eq!(answer.headers["access-control-allow-headers"], headers);
            assert!(answer.headers["access-control-allow-methods"].to_str().unwrap().contains("POST"));
        }
    })
    .await;
}

#[tokio::test]
async fn what_is_not_an_operation_or_not_a_body_is_refused_by_its_type() {
    on_sqlite(|store| async move {
        let service = Service::open(store);
        for target in ["AWSCognitoIdentityProviderService.AdminDeleteUser", "GetUser", "Other.GetUser", ""] {
            let answer = service.send(post("/identity/", target, "{}")).await;
            assert_eq!(answer.refusal().0, "UnknownOperationException", "{target}");
        }
        let get = service.send(Request::get("/identity").body(Body::empty()).unwrap()).await;
        assert_eq!(get.refusal().0, "UnknownOperationException");
        for body in ["{", "[]", "\u{feff}{}", "{\"AccessToken\": 5}", "{\"AccessToken\": [\"x\"]}"] {
            let answer =
                service.send(post("/identity/", "AWSCognitoIdentityProviderService.GetUser", body)).await;
            assert_eq!(answer.refusal().0, "SerializationException", "{body}");
        }
        let large = format!("{{\"AccessToken\":\"{}\"}}", "x".repeat(70_000));
        let answer =
            service.send(post("/identity/", "AWSCognitoIdentityProviderService.GetUser", large)).await;
        assert_eq!(
            (answer.status.as_u16(), &answer.body["__type"]),
            (413, &json!("RequestEntityTooLargeException"))
        );
        assert_eq!(answer.headers["access-control-allow-origin"], "*");
    })
    .await;
}

#[tokio::test]
async fn a_parameter_that_is_missing_is_named() {
    on_sqlite(|store| async move {
        let service = Service::open(store);
        let parameters = json!({"AuthFlow": "USER_PASSWORD_AUTH", "ClientId": CLIENT, "AuthParameters": {"USERNAME": "a@b.id"}});
        for (operation, body, message) in [
            ("GetUser", json!({}), "1 validation error detected: Value null at 'accessToken' failed to satisfy constraint: Member must not be null"),
            ("SignUp", json!({"ClientId": CLIENT}), "'username'"),
            ("SignUp", json!({}), "'clientId'"),
            ("InitiateAuth", json!({}), "'authFlow'"),
            ("InitiateAuth", parameters, "Missing required parameter PASSWORD"),
            ("InitiateAuth", json!({"AuthFlow": "REFRESH_TOKEN_AUTH", "ClientId": CLIENT}), "Missing required parameter REFRESH_TOKEN"),
            ("InitiateAuth", json!({"AuthFlow": "USER_SRP_AUTH", "ClientId": CLIENT}), "USER_SRP_AUTH is not enabled for the client"),
            ("InitiateAuth", json!({"AuthFlow": "MAGIC", "ClientId": CLIENT}), "Initiate Auth method not supported."),
            ("ConfirmForgotPassword", json!({"ClientId": CLIENT, "Username": "a@b.id"}), "'confirmationCode'"),
        ] {
            let (kind, got) = service.call(operation, body).await.refusal();
            assert!(kind == "InvalidParameterException" && got.contains(message), "{operation}: {kind}: {got}");
        }
    })
    .await;
}

#[tokio::test]
async fn another_client_is_unknown() {
    on_sqlite(|store| async move {
        let service = Service::open(store);
        let call = |client: &str| {
            let mut body = sign_in("siti@example.com", PASSWORD);
            body["ClientId"] = json!(client);
            service.call("InitiateAuth", body)
        };
        let expected = (
            "ResourceNotFoundException".to_owned(),
            "User pool client other0client does not exist.".to_owned(),
        );
        assert_eq!(call("other0client").await.refusal(), expected);
        assert_eq!(call("no such client!").await.refusal().0, "InvalidParameterException");
    })
    .await;
}

#[tokio::test]
async fn a_name_with_a_lone_surrogate_is_kept_with_the_replacement_character() {
    on_sqlite(|store| async move {
        let service = Service::open(store);
        let body = format!(
            r#"{{"ClientId":"{CLIENT}","Username":"siti@example.com","Password":"{PASSWORD}","UserAttributes":[{{"Name":"name","Value":"Siti \ud83d"}}],"Extra":{{"x":[1]}}}}"#
        );
        service.send(post("/identity/", "AWSCognitoIdentityProviderService.SignUp", body)).await.ok();
        let tokens = service.sign_in("siti@example.com", PASSWORD).await.ok();
        let user = service.get_user(&tokens["AuthenticationResult"]["AccessToken"]).await.ok();
        assert!(user["UserAttributes"].as_array().unwrap().contains(&json!({"Name": "name", "Value": "Siti \u{fffd}"})));
    })
    .await;
}

#[tokio::test]
async fn an_address_that_guesses_at_many_accounts_is_stopped() {
    on_sqlite(|store| async move {
        let service = Service::open(store);
        service.sign_up("siti@example.com").await.ok();
        let mut answers: Vec<Value> = Vec::new();
        for round in 0..11 {
            let emails: Vec<String> = (0..10).map(|n| format!("user{round}-{n}@example.com")).collect();
            let calls = emails
                .iter()
                .map(|email| service.call_from("192.0.2.1:5", "InitiateAuth", sign_in(email, "salah-123")));
            answers.extend(futures::future::join_all(calls).await.into_iter().map(|answer| answer.body));
        }
        assert!(answers.iter().any(|body| body["message"] == "Password attempts exceeded"));
        let own =
            service.call_from("192.0.2.1:5", "InitiateAuth", sign_in("siti@example.com", PASSWORD)).await;
        let other =
            service.call_from("192.0.2.2:5", "InitiateAuth", sign_in("siti@example.com", PASSWORD)).await;
        assert_eq!(own.refusal().1, "Password attempts exceeded");
        other.ok();
    })
    .await;
}
