//! The jury's sheet and drift: seeded, found, decided, mended.

use lks_provision::sandbox::{Sandbox, Speed};
use serde_json::{Value, json};

use super::house::House;
use crate::databases::both;

/// Opens port 22 to the world past the engine, as somebody in the AWS console would.
fn open_ssh(house: &House) {
    let sandbox = Sandbox::open(&house.data_dir().join("sandbox"), Speed::Max).unwrap();
    let id = sandbox
        .inspect(|world| {
            let machine = world.everything().find(|seen| seen.name() == "lks-nat-zone-a").unwrap();
            machine.address.id.clone()
        })
        .unwrap();
    sandbox.by_hand(|world| world.set_by_hand(&id, "SourceDestCheck", json!(true))).unwrap().unwrap();
}

async fn drift(house: &House) -> Value {
    House::done(&house.job("/admin/api/drift", json!({})).await);
    house.get("/admin/api/drift").await.data()
}

both! {
    async fn a_misconfiguration_is_found_by_verify_and_drift_and_mended_by_apply(store: Store) {
        let house = House::open(store).await;
        assert_eq!(house.get("/admin/api/verify").await.refusal().0, 404);
        house.build().await;
        House::done(&house.job("/admin/api/verify", json!({})).await);
        let good = house.get("/admin/api/verify").await.data();
        assert_eq!((&good["failed"], &good["simulated"]), (&json!(0), &json!(true)), "{good}");
        assert_eq!(drift(&house).await["changed"], json!([]));
        open_ssh(&house);
        House::done(&house.job("/admin/api/verify", json!({"group": "nat"})).await);
        let bad = house.get("/admin/api/verify").await.data();
        assert_eq!(bad["group"], "nat");
        let failed = |group: &Value| group["checks"].as_array().unwrap().iter().any(|check| check["state"] == "fail");
        let groups: Vec<_> = bad["groups"].as_array().unwrap().iter().filter(|g| failed(g)).map(|g| g["id"].clone()).collect();
        assert_eq!(groups, ["nat"]);
        let found = drift(&house).await;
        let field = &found["changed"][0]["fields"][0];
        assert_eq!((&field["field"], &field["before"], &field["after"]), (&json!("SourceDestCheck"), &json!(true), &json!(false)));
        let plan = house.plan(false).await;
        assert_eq!(plan["steps"][0]["changes"][0]["field"], "SourceDestCheck");
        let id = house.start(&plan).await;
        assert_eq!(house.ended(&id).await["state"], "done");
        assert_eq!(drift(&house).await["changed"], json!([]));
        let history = house.get("/admin/api/verify/history").await.data();
        assert_eq!(history.as_array().unwrap().len(), 2);
    }

    async fn drift_can_be_accepted_and_the_decision_taken_back(store: Store) {
        let house = House::open(store).await;
        house.build().await;
        open_ssh(&house);
        let key = drift(&house).await["changed"][0]["key"].clone();
        let decide = |choice: &'static str| {
            let (house, body) = (&house, json!({"key": key, "field": "SourceDestCheck", "choice": choice}));
            async move { house.job("/admin/api/drift/choices", body).await }
        };
        House::done(&decide("accept").await);
        let accepted = house.get("/admin/api/drift").await.data();
        assert_eq!((&accepted["changed"], &accepted["choices"][0]["choice"]), (&json!([]), &json!("accept")));
        assert_eq!(house.plan(false).await["steps"], json!([]), "what is accepted is not set back");
        House::done(&decide("revert").await);
        let reverted = house.get("/admin/api/drift").await.data();
        assert_eq!((reverted["changed"].as_array().unwrap().len(), &reverted["choices"]), (1, &json!([])));
        assert_eq!(house.plan(false).await["steps"].as_array().unwrap().len(), 1);
        let job = house.job("/admin/api/drift/choices", json!({"key": key, "field": "Nonsense", "choice": "accept"})).await;
        assert_eq!(job["state"], "failed");
    }

    async fn a_sheet_is_exported_as_a_page_and_for_programs(store: Store) {
        let mut house = House::open(store).await;
        House::done(&house.job("/admin/api/verify", json!({})).await);
        house.restart();
        let sheet = house.get("/admin/api/verify").await.data();
        let id = sheet["id"].as_str().unwrap();
        let page = house.get(&format!("/admin/api/verify/{id}/export?format=html")).await;
        assert!(page.text.starts_with("<!doctype html>") && page.text.contains("Simulated account"));
        let page = house.get(&format!("/admin/api/verify/{id}/export?format=html&language=id")).await;
        assert!(page.text.contains("lang=\"id\"") && page.text.contains("Akun simulasi"));
        let program = house.get(&format!("/admin/api/verify/{id}/export?format=json")).await.json();
        assert_eq!(program, sheet);
        assert_eq!(house.get("/admin/api/verify/nonsense").await.refusal().0, 404);
        let other = house.job("/admin/api/verify", json!({"group": "nonsense"})).await;
        assert_eq!(other["state"], "failed");
    }
}
