//! Who may do what: every route is asked by everybody.

use axum::http::Method;
use lks_server::console::Console;
use serde_json::{Value, json};

use super::house::House;
use crate::databases::both;

/// A path that a route answers for, with names that nobody has.
fn filled(path: &str) -> String {
    path.replace("{id}", "0190d7c1-7f4e-7c3b-8a27-3d2b7c1f0a55").replace("{code}", "K7MPQ2")
}

/// For learners, not of the console.
fn is_for_learners(path: &str) -> bool {
    !path.starts_with("/admin/")
}

both! {
    async fn without_a_token_every_route_is_closed(store: Store) {
        let house = House::open(store).await;
        for (method, path) in Console::routes() {
            for token in ["", "nonsense"] {
                let answer = house.call(token, method.clone(), &filled(path), json!({})).await;
                assert_eq!(answer.refusal(), (401, "unauthorized".into()), "{method} {path}");
            }
        }
    }

    async fn learners_are_refused_everywhere_in_the_console(store: Store) {
        let house = House::open(store).await;
        let routes = Console::routes();
        assert!(routes.len() > 40);
        for (method, path) in routes.into_iter().filter(|(_, path)| !is_for_learners(path)) {
            let answer = house.call(&house.learner, method.clone(), &filled(path), json!({})).await;
            assert_eq!(answer.refusal(), (403, "forbidden".into()), "{method} {path}");
        }
    }

    async fn viewers_may_look_everywhere_and_change_nothing(store: Store) {
        let house = House::open(store).await;
        for (method, path) in Console::routes().into_iter().filter(|(_, path)| !is_for_learners(path)) {
            let answer = house.call(&house.viewer, method.clone(), &filled(path), json!({})).await;
            if method == Method::GET {
                assert_ne!(answer.status, 403, "{path}");
                assert_ne!(answer.status, 401, "{path}");
            } else {
                assert_eq!(answer.refusal(), (403, "admins_only".into()), "{method} {path}");
            }
        }
        let audit = house.get("/admin/api/audit").await.data();
        assert_eq!(audit["chain"]["entries"], 0, "nothing was even written down: {audit}");
    }

    async fn a_role_ends_with_the_group_and_not_with_the_token(store: Store) {
        let house = House::open(store.clone()).await;
        let me = |token: String| { let house = &house; async move {
            house.call(&token, Method::GET, "/admin/api/me", Value::Null).await
        }};
        assert_eq!(me(house.admin.clone()).await.data()["role"], "admin");
        assert_eq!(me(house.viewer.clone()).await.data()["role"], "viewer");
        let viewer = store.user_by_email(crate::console::house::VIEWER).await.unwrap().unwrap();
        store.set_groups(&viewer.id, &[], crate::identity::outbox::now()).await.unwrap();
        assert_eq!(me(house.viewer.clone()).await.refusal().0, 403);
    }

    async fn every_change_is_written_down_before_it_is_done(store: Store) {
        let house = House::open(store).await;
        let entries = |audit: &Value| audit["chain"]["entries"].as_u64().unwrap();
        let mut before = 0;
        for (method, path, body) in changes(&house).await {
            let answer = house.call(&house.admin, method.clone(), &path, body).await;
            assert!(answer.status.as_u16() < 500, "{method} {path}: {}", answer.text);
            let audit = house.get("/admin/api/audit").await.data();
            assert!(entries(&audit) > before, "{method} {path} left no trace: {}", answer.text);
            assert_eq!(audit["entries"][0]["who"], crate::console::house::ADMIN, "{method} {path}");
            assert_eq!(audit["chain"]["broken_at"], Value::Null);
            before = entries(&audit);
        }
    }
}

/// One call to every mutating route, as a page would make it.
async fn changes(house: &House) -> Vec<(Method, String, Value)> {
    let learner = house.store.user_by_email(crate::console::house::LEARNER).await.unwrap().unwrap().id.0;
    house.store.create_class("K7MPQ2", "one", "x", crate::identity::outbox::now()).await.unwrap();
    let body = |path: &str| match path {
        "/admin/api/account" => json!({"kind": "sandbox"}),
        "/admin/api/runs" => json!({"digest": "none"}),
        "/admin/api/drift/choices" => {
            json!({"key": "us-east-1/AWS::EC2::VPC/lks-vpc-zone-a", "field": "x", "choice": "accept"})
        }
        "/admin/api/classes" => json!({"name": "two"}),
        "/admin/api/stack" => json!({"values": {}}),
        "/admin/api/models/try" => {
            json!({"region": "us-east-1", "worker": "chat", "model": "practice-rules", "prompt": "Hello"})
        }
        "/admin/api/users/{id}/groups" => json!({"groups": []}),
        _ => json!({}),
    };
    // Those that need more than this fixture has are shown elsewhere: other workers, a pull under way.
    // A form that is tried out changes nothing.
    let elsewhere = [
        "/admin/api/models",
        "/admin/api/models/pull",
        "/admin/api/models/pulls/{id}",
        "/admin/api/stack/check",
    ];
    let routes = Console::routes().into_iter().filter(|(method, path)| {
        *method != Method::GET && !is_for_learners(path) && !elsewhere.contains(path)
    });
    routes
        .map(|(method, path)| {
            let body = if method == Method::PATCH { json!({"speed": 0}) } else { body(path) };
            let id = if path.contains("/users/") { learner.as_str() } else { "1" };
            (method, path.replace("{id}", id).replace("{code}", "K7MPQ2"), body)
        })
        .collect()
}
