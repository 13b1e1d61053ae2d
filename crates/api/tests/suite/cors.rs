//! Web pages of other origins.

use http::Request;
use lks_api::Origins;

use crate::databases::on_sqlite;
use crate::house::House;
use crate::worker::Scripted;

const PATHS: [&str; 6] = [
    "/conversations/u",
    "/conversations/u/x",
    "/corrections",
    "/us-east-1/chat",
    "/us-west-2/tags",
    "/config.json",
];

fn preflight(path: &str) -> Request<axum::body::Body> {
    Request::options(path)
        .header("origin", "https://school.example")
        .header("access-control-request-method", "POST")
        .header("access-control-request-headers", "authorization,content-type")
        .body(Default::default())
        .unwrap()
}

#[tokio::test]
async fn any_origin_may_ask_everywhere_and_read_errors_too() {
    on_sqlite(|store| async move {
        let house = House::new(store, Scripted::saying(&[]));
        for path in PATHS {
            let answer = house.send(preflight(path)).await;
            assert!(answer.status.is_success(), "{path}: {}", answer.status);
            assert_eq!(answer.header("access-control-allow-origin"), "*", "{path}");
            assert_eq!(answer.header("access-control-allow-headers"), "authorization,content-type");
            assert!(answer.header("access-control-allow-methods").contains("PUT"));
            assert_eq!(answer.header("access-control-max-age"), "7200");
        }
        for (method, path, status) in [
            ("GET", "/conversations/u", 401),
            ("PATCH", "/corrections", 405),
            ("POST", "/us-east-1/chat", 401),
        ] {
            let request =
                Request::builder().method(method).uri(path).header("origin", "https://school.example");
            let answer = house.send(request.body(Default::default()).unwrap()).await;
            answer.refuses(status, "");
            assert_eq!(answer.header("access-control-allow-origin"), "*", "{path}");
            assert!(answer.header("access-control-expose-headers").contains("retry-after"));
        }
    })
    .await;
}

#[tokio::test]
async fn only_the_configured_origin_may_ask_when_one_is_configured() {
    on_sqlite(|store| async move {
        let house = House::with(store, Vec::new(), |settings| {
            settings.origins = Origins::Only(vec!["https://client.example/".into()]);
        });
        for (origin, allowed) in
            [("https://client.example", "https://client.example"), ("https://evil.example", "")]
        {
            let request =
                Request::get("/config.json").header("origin", origin).body(Default::default()).unwrap();
            let answer = house.send(request).await;
            assert_eq!(
                (answer.status.as_u16(), answer.header("access-control-allow-origin")),
                (200, allowed)
            );
        }
    })
    .await;
}
