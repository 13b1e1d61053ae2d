//! Runs: from the approval to the end, held, stopped, gone on with, seen by several.

use axum::http::Method;
use serde_json::{Value, json};

use super::house::House;
use crate::databases::both;

async fn slowly(house: &House) {
    House::done(&house.job("/admin/api/account", json!({"kind": "sandbox", "speed": 300})).await);
}

both! {
    async fn a_stack_is_built_verified_drifts_is_mended_and_removed_to_nothing(store: Store) {
        let house = House::open(store).await;
        let view = house.build().await;
        let steps = view["steps"].as_array().unwrap();
        assert!(steps.iter().all(|step| step["state"] == "done" && step["id"].is_string()));
        assert!(steps.iter().any(|step| step["critical"] == true));
        assert!(steps.iter().any(|step| step["log"].as_array().unwrap().iter().any(|line| line["request_id"].is_string())));
        assert_eq!((&view["done"], &view["of"]), (&json!(steps.len()), &json!(steps.len())));
        let overview = house.get("/admin/api/overview").await.data();
        assert_eq!(overview["stack"]["state"], "standing");
        assert!(overview["stack"]["so_far_usd"].as_f64().is_some_and(|usd| usd > 0.0), "{}", overview["stack"]);
        let removal = house.plan(true).await;
        let nodes = removal["map"]["nodes"].as_array().unwrap();
        let stays: Vec<_> = nodes.iter().filter(|node| node["action"] != "delete").map(|node| &node["key"]).collect();
        assert!(nodes.len() > 150 && stays.is_empty(), "the map of a removal shows as staying: {stays:?}");
        let id = house.start(&removal).await;
        let view = house.ended(&id).await;
        assert!(view["steps"].as_array().unwrap().iter().filter(|step| step["critical"] == true).count() > 3);
        assert_eq!((&view["state"], &view["kind"], &view["left"]), (&json!("done"), &json!("destroy"), &json!([])));
        assert_eq!(house.get("/admin/api/overview").await.data()["stack"]["state"], "absent");
        let runs = house.get("/admin/api/runs").await.data();
        assert_eq!(runs.as_array().unwrap().len(), 2);
        assert_eq!(runs[0]["started_by"], crate::console::house::ADMIN);
    }

    async fn one_run_a_stack_and_a_viewer_sees_it_live(store: Store) {
        let house = House::open(store).await;
        slowly(&house).await;
        let plan = house.plan(false).await;
        let id = house.start(&plan).await;
        let again = house.post("/admin/api/runs", json!({"digest": plan["digest"]})).await;
        assert_eq!(again.refusal(), (409, "run_active".into()));
        let saving = house.put("/admin/api/stack", json!({"values": {}})).await;
        assert_eq!(saving.refusal(), (409, "run_active".into()));
        let seen = house.call(&house.viewer, Method::GET, &format!("/admin/api/runs/{id}"), Value::Null).await.data();
        assert_eq!(seen["state"], "running");
        let approved = house.get(&format!("/admin/api/runs/{id}/plan")).await.data();
        assert_eq!((&approved["digest"], &approved["made_by"]), (&plan["digest"], &json!(crate::console::house::ADMIN)));
        house.post(&format!("/admin/api/runs/{id}/cancel"), Value::Null).await.data();
        house.ended(&id).await;
    }

    async fn a_run_is_paused_goes_on_and_is_cancelled_and_the_next_plan_goes_on_from_there(store: Store) {
        let house = House::open(store).await;
        slowly(&house).await;
        let id = house.start(&house.plan(false).await).await;
        while house.get(&format!("/admin/api/runs/{id}")).await.data()["done"].as_u64() < Some(5) {
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        }
        house.post(&format!("/admin/api/runs/{id}/pause"), Value::Null).await.data();
        let paused = house.until(&id, |state| state == "paused").await;
        assert!(paused["message"].as_str().unwrap().contains(crate::console::house::ADMIN), "{}", paused["message"]);
        tokio::time::sleep(std::time::Duration::from_millis(400)).await;
        let still = house.get(&format!("/admin/api/runs/{id}")).await.data();
        assert_eq!(still["state"], "paused");
        house.post(&format!("/admin/api/runs/{id}/resume"), Value::Null).await.data();
        house.until(&id, |state| state == "running").await;
        let cancelling = house.post(&format!("/admin/api/runs/{id}/cancel"), Value::Null).await.data();
        assert!(["cancelling", "cancelled"].contains(&cancelling["state"].as_str().unwrap()), "{cancelling}");
        let ended = house.ended(&id).await;
        assert_eq!(ended["state"], "cancelled");
        let over = house.post(&format!("/admin/api/runs/{id}/pause"), Value::Null).await;
        assert_eq!(over.refusal(), (409, "run_over".into()));
        let view = house.build().await;
        assert!(view["of"].as_u64() < ended["of"].as_u64(), "what was built stays");
        assert_eq!(house.plan(false).await["steps"], json!([]));
    }

    async fn runs_are_there_after_a_restart(store: Store) {
        let mut house = House::open(store).await;
        let before = house.build().await;
        house.restart();
        let runs = house.get("/admin/api/runs").await.data();
        assert_eq!((&runs[0]["state"], &runs[0]["started_by"]), (&json!("done"), &json!(crate::console::house::ADMIN)));
        let after = house.get("/admin/api/runs/1").await.data();
        assert_eq!(after["steps"], before["steps"], "folded from the files as it was folded live");
        assert_eq!(house.get("/admin/api/runs/7").await.refusal().0, 404);
        assert_eq!(house.get("/admin/api/runs/x").await.refusal().0, 404);
        let resumed = house.post("/admin/api/runs/1/resume", Value::Null).await;
        assert_eq!(resumed.refusal(), (409, "nothing_to_resume".into()));
    }
}
