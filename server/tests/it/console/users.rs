//! Accounts: found, confirmed, reset, locked, put into groups - and never without an admin.

use axum::http::Method;
use serde_json::{Value, json};

use super::house::{ADMIN, House, LEARNER};
use crate::databases::both;

async fn id_of(house: &House, email: &str) -> String {
    house.store.user_by_email(email).await.unwrap().unwrap().id.0
}

both! {
    async fn accounts_come_by_page_and_by_search(store: Store) {
        let house = House::open(store).await;
        let first = house.get("/admin/api/users?limit=2").await.data();
        assert_eq!((first["users"].as_array().unwrap().len(), &first["total"]), (2, &json!(3)));
        let next = first["next"].as_str().unwrap();
        let rest = house.get(&format!("/admin/api/users?limit=2&after={next}")).await.data();
        assert_eq!((rest["users"].as_array().unwrap().len(), &rest["next"]), (1, &Value::Null));
        let found = house.get("/admin/api/users?search=SITI@").await.data();
        assert_eq!(found["users"][0]["email"], LEARNER);
    }

    async fn a_locked_account_cannot_go_on_and_an_unlocked_one_can(store: Store) {
        let house = House::open(store).await;
        let id = id_of(&house, LEARNER).await;
        let locked = house.post(&format!("/admin/api/users/{id}/disable"), Value::Null).await.data();
        assert_eq!(locked["enabled"], false);
        assert_eq!(house.identity.sign_in(LEARNER, crate::identity::service::PASSWORD).await.status, 400);
        let mine = house.call(&house.learner, Method::GET, "/classes", Value::Null).await;
        assert_eq!(mine.refusal().0, 401);
        let reset = house.post(&format!("/admin/api/users/{id}/reset"), Value::Null).await;
        assert_eq!(reset.refusal(), (409, "user_disabled".into()));
        house.post(&format!("/admin/api/users/{id}/enable"), Value::Null).await.data();
        house.identity.sign_in(LEARNER, crate::identity::service::PASSWORD).await.ok();
    }

    async fn the_last_admin_can_neither_be_locked_nor_leave(store: Store) {
        let house = House::open(store).await;
        let id = id_of(&house, ADMIN).await;
        let locked = house.post(&format!("/admin/api/users/{id}/disable"), Value::Null).await;
        assert_eq!(locked.refusal(), (409, "last_admin".into()));
        let left = house.put(&format!("/admin/api/users/{id}/groups"), json!({"groups": []})).await;
        assert_eq!(left.refusal(), (409, "last_admin".into()));
        let other = id_of(&house, LEARNER).await;
        let path = format!("/admin/api/users/{other}/groups");
        let changed = house.put(&path, json!({"groups": ["lks-admin"]})).await.data();
        assert_eq!(changed["groups"], json!(["lks-admin"]));
        house.put(&format!("/admin/api/users/{id}/groups"), json!({"groups": []})).await.data();
    }

    async fn a_code_waits_in_the_outbox_where_only_admins_can_read_it(store: Store) {
        let house = House::open(store).await;
        let id = id_of(&house, LEARNER).await;
        let held = house.post(&format!("/admin/api/users/{id}/reset"), Value::Null).await.data();
        assert_eq!(held, "held");
        let mails = house.get("/admin/api/outbox").await.data();
        assert_eq!(mails[0]["code"].as_str().map(str::len), Some(6));
        let seen = house.call(&house.viewer, Method::GET, "/admin/api/outbox", Value::Null).await.data();
        assert_eq!((&seen[0]["recipient"], &seen[0]["code"]), (&json!(LEARNER), &json!("")));
    }

    async fn groups_have_names_that_tokens_can_carry(store: Store) {
        let house = House::open(store).await;
        let path = format!("/admin/api/users/{}/groups", id_of(&house, LEARNER).await);
        for bad in [json!([""]), json!(["a b"]), json!(["x".repeat(65)]), json!((0..21).map(|n| n.to_string()).collect::<Vec<_>>())] {
            assert_eq!(house.put(&path, json!({ "groups": bad })).await.refusal().0, 400);
        }
        assert_eq!(house.post("/admin/api/users/nobody/confirm", Value::Null).await.refusal().0, 404);
    }
}
