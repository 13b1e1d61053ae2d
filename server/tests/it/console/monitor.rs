//! What is measured, and the models on the workers.

use serde_json::{Value, json};

use super::house::House;
use crate::databases::both;

both! {
    async fn the_servers_own_figures_are_charts_and_its_workers_alarms(store: Store) {
        let house = House::open(store).await;
        let view = house.get("/admin/api/monitor?minutes=30").await.data();
        assert_eq!(view["source"], "local");
        let groups: Vec<_> = view["groups"].as_array().unwrap().iter().map(|group| group["id"].clone()).collect();
        assert_eq!(groups, ["server", "workers"]);
        assert!(view["alarms"].as_array().unwrap().iter().all(|alarm| alarm["state"] == "ok"), "{}", view["alarms"]);
        assert_eq!(house.get("/admin/api/monitor?source=aws").await.refusal().0, 404);
    }

    async fn each_worker_shows_what_it_has_and_can_be_tried(store: Store) {
        let house = House::open(store).await;
        let view = house.get("/admin/api/models").await.data();
        let workers = view["workers"].as_array().unwrap();
        assert_eq!(workers.len(), 6);
        assert!(workers.iter().all(|worker| worker["pulls"] == false && !worker["models"].as_array().unwrap().is_empty()));
        let what = json!({"region": "us-west-2", "worker": "scoring", "model": "practice-rules"});
        let mut trial = what.clone();
        trial["prompt"] = json!("I has a cat");
        let answer = house.post("/admin/api/models/try", trial).await;
        let last: Value = serde_json::from_str(answer.text.lines().last().unwrap()).unwrap();
        assert_eq!(last["done"], true, "{}", answer.text);
        assert_eq!(house.post("/admin/api/models/pull", what.clone()).await.refusal(), (409, "embedded_worker".into()));
        assert_eq!(house.delete("/admin/api/models", what).await.refusal(), (409, "embedded_worker".into()));
        let nobody = json!({"region": "us-west-2", "worker": "nobody", "model": "x"});
        assert_eq!(house.post("/admin/api/models/pull", nobody).await.refusal().0, 404);
    }

    async fn what_was_tried_is_in_no_audit_entry(store: Store) {
        let house = House::open(store).await;
        let trial = json!({"region": "us-east-1", "worker": "chat", "model": "practice-rules", "prompt": "my secret cat"});
        house.post("/admin/api/models/try", trial).await;
        let audit = house.get("/admin/api/audit").await.text;
        assert!(audit.contains("model.try") && !audit.contains("secret cat"), "{audit}");
    }
}
