//! Accounts: the simulated one by itself, others with a sentence, credentials that end under a run.

use serde_json::{Value, json};

use super::house::House;
use crate::databases::both;

both! {
    async fn on_a_fresh_machine_the_simulated_account_is_connected_and_marked(store: Store) {
        let house = House::open(store).await;
        let account = house.get("/admin/api/account").await.data();
        let connection = &account["connection"];
        assert_eq!((&connection["kind"], &connection["simulated"]), (&json!("sandbox"), &json!(true)));
        assert_eq!(connection["account"].as_str().map(str::len), Some(12));
        assert!(connection["permissions"].as_array().unwrap().iter().all(|p| p["allowed"] == true));
        let offers = account["on_offer"].as_array().unwrap();
        assert_eq!(offers.iter().filter(|offer| offer["available"] == true).count(), 1);
        assert!(offers.iter().any(|o| o["about"]["en"].as_str().unwrap().contains("./run --aws")));
    }

    async fn without_amazon_in_the_build_keys_are_refused_with_what_to_do(store: Store) {
        let house = House::open(store).await;
        let keys = json!({"kind": "keys", "access_key_id": "ASIAX", "secret_access_key": "hush", "session_token": "t"});
        let job = house.job("/admin/api/account", keys).await;
        assert_eq!(job["state"], "failed");
        assert!(job["problem"].as_str().unwrap().contains("./run --aws"), "{job}");
        let account = house.get("/admin/api/account").await.data();
        assert_eq!(account["connection"]["kind"], "sandbox", "the account that was connected stays");
    }

    async fn disconnected_means_that_nothing_can_be_planned_until_something_is_connected(store: Store) {
        let house = House::open(store).await;
        let gone = house.delete("/admin/api/account", Value::Null).await.data();
        assert_eq!(gone["connection"], Value::Null);
        let job = house.job("/admin/api/plan", json!({})).await;
        assert_eq!(job["state"], "failed", "{job}");
        assert_eq!(house.get("/admin/api/runs").await.refusal(), (409, "not_connected".into()));
        assert_eq!(house.get("/admin/api/overview").await.data()["stack"]["state"], "unknown");
        House::done(&house.job("/admin/api/account", json!({"kind": "sandbox"})).await);
        house.plan(false).await;
    }

    async fn the_speed_of_the_simulated_clock_can_be_chosen(store: Store) {
        let house = House::open(store).await;
        let change = |speed: Value| {
            let house = &house;
            async move {
                house.call(&house.admin, axum::http::Method::PATCH, "/admin/api/account", json!({"speed": speed})).await
            }
        };
        let changed = change(json!(120)).await.data();
        assert_eq!(changed["connection"]["sandbox_speed"], 120.0);
        assert_eq!(change(json!(-1)).await.refusal().0, 400);
    }

    async fn the_simulated_clock_can_be_hurried_under_a_run(store: Store) {
        let house = House::open(store).await;
        House::done(&house.job("/admin/api/account", json!({"kind": "sandbox", "speed": 10})).await);
        let id = house.start(&house.plan(false).await).await;
        let change = json!({"speed": 0});
        let hurried = house.call(&house.admin, axum::http::Method::PATCH, "/admin/api/account", change).await.data();
        assert_eq!(hurried["connection"]["sandbox_speed"], 0.0);
        assert_eq!(house.ended(&id).await["state"], "done");
    }

    async fn credentials_that_end_under_a_run_are_renewed_and_the_run_goes_on_to_its_end(store: Store) {
        let house = House::open(store).await;
        let ending = json!({"kind": "sandbox", "speed": 60, "ends_in_minutes": 5});
        House::done(&house.job("/admin/api/account", ending).await);
        let account = house.get("/admin/api/account").await.data();
        assert_eq!(account["connection"]["ending"], true, "five minutes are soon: {account}");
        let id = house.start(&house.plan(false).await).await;
        house.until(&id, |state| state == "waiting").await;
        let account = house.get("/admin/api/account").await.data();
        assert_eq!(account["waiting_run"], id.as_str());
        let attention = house.get("/admin/api/overview").await.data()["attention"].take();
        assert!(attention.as_array().unwrap().iter().any(|a| a["id"] == "run.waiting"), "{attention}");
        let gone = house.delete("/admin/api/account", Value::Null).await;
        assert_eq!(gone.refusal(), (409, "run_active".into()));
        House::done(&house.job("/admin/api/account", json!({"kind": "sandbox"})).await);
        let view = house.ended(&id).await;
        assert_eq!((&view["state"], &view["left"]), (&json!("done"), &json!([])));
    }
}
