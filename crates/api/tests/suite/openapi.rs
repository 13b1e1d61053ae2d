//! `GET /openapi.json` and `GET /config.json`: what clients can learn without a token.

use axum::body::Body;
use http::Request;
use serde_json::json;

use crate::databases::on_sqlite;
use crate::house::House;
use crate::worker::Scripted;

#[tokio::test]
async fn the_document_names_every_endpoint_with_its_refusals() {
    on_sqlite(|store| async move {
        let house = House::new(store, Scripted::saying(&[]));
        let answer = house.send(Request::get("/openapi.json").body(Body::empty()).unwrap()).await;
        let document = answer.json();
        assert!(document["openapi"].as_str().unwrap().starts_with("3.1"));
        let mut operations = Vec::new();
        let mut ids = std::collections::HashSet::new();
        for (path, item) in document["paths"].as_object().unwrap() {
            for (method, operation) in item.as_object().unwrap() {
                operations.push(format!("{} {path}", method.to_uppercase()));
                assert!(
                    ids.insert(operation["operationId"].to_string()),
                    "{path}: the operation's name is taken"
                );
                let open = operation["security"] == json!([{}]);
                let proxied = path.ends_with("{path}");
                for status in ["400", "401", "403", "404", "405", "413", "429", "500", "502", "503", "504"] {
                    let described =
                        &operation["responses"][status]["content"]["application/json"]["schema"]["$ref"];
                    let name = described.as_str().unwrap_or_default().rsplit('/').next();
                    assert!(
                        open || (proxied && status == "403")
                            || name == Some("ErrorBody")
                            || (proxied && name == Some("RegionError")),
                        "{path} {status}"
                    );
                }
            }
        }
        operations.sort();
        assert_eq!(
            operations,
            [
                "DELETE /conversations/{uid}",
                "DELETE /conversations/{uid}/{id}",
                "GET /config.json",
                "GET /conversations/{uid}",
                "GET /conversations/{uid}/{id}",
                "GET /conversations/{uid}/{id}/turns/latest",
                "GET /conversations/{uid}/{id}/turns/{turn}/events",
                "GET /regions",
                "GET /summaries/{uid}",
                "GET /us-east-1",
                "GET /us-east-1/{path}",
                "GET /us-west-2",
                "GET /us-west-2/{path}",
                "POST /conversations/{uid}",
                "POST /conversations/{uid}/{id}/turns",
                "POST /conversations/{uid}/{id}/turns/{turn}/stop",
                "POST /corrections",
                "POST /us-east-1/{path}",
                "POST /us-west-2/{path}",
                "PUT /conversations/{uid}/{id}",
            ]
        );
        let schemas = document["components"]["schemas"].as_object().unwrap();
        let text = document.to_string();
        for name in text.split("#/components/schemas/").skip(1).map(|rest| rest.split('"').next().unwrap()) {
            assert!(schemas.contains_key(name), "{name} is referred to and missing");
        }
        assert_eq!(document["components"]["securitySchemes"]["idToken"]["scheme"], "bearer");
    })
    .await;
}

#[tokio::test]
async fn the_configuration_names_the_address_that_was_asked() {
    on_sqlite(|store| async move {
        let house = House::new(store, Scripted::saying(&[]));
        let request = Request::get("/config.json").header("host", "lks.example:3000").body(Body::empty()).unwrap();
        assert_eq!(house.send(request).await.json(), json!({
            "mode": "local",
            "api": "http://lks.example:3000",
            "identity": {
                "endpoint": "http://lks.example:3000/identity", "region": "us-east-1",
                "userPoolId": "us-east-1_test", "clientId": "testclient",
            },
            "regions": [{"id": "us-east-1", "name": "N. Virginia"}, {"id": "us-west-2", "name": "Oregon"}],
            "transport": "service",
        }));
    })
    .await;
}
