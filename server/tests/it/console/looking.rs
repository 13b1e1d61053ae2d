//! The overview and the guided first run.

use serde_json::{Value, json};

use super::house::House;
use crate::databases::both;

fn done(overview: &Value) -> Vec<String> {
    let steps = overview["journey"].as_array().unwrap().iter();
    steps.filter(|step| step["done"] == true).map(|step| step["id"].as_str().unwrap().to_owned()).collect()
}

both! {
    async fn a_fresh_house_shows_its_workers_and_where_to_begin(store: Store) {
        let house = House::open(store).await;
        let overview = house.get("/admin/api/overview").await.data();
        assert_eq!(overview["regions"].as_array().unwrap().len(), 2);
        let worker = &overview["regions"][0]["workers"][0];
        assert_eq!((&worker["state"], &worker["backup"]), (&json!("up"), &json!(false)), "{worker}");
        assert!(worker["models"].as_u64().unwrap() > 0);
        assert_eq!(overview["learners"]["registered"], 3);
        assert_eq!((&overview["stack"]["state"], &overview["stack"]["name"]), (&json!("absent"), &json!("LKS LLM")));
        assert_eq!(overview["attention"], json!([]));
        assert_eq!(done(&overview), ["connect", "share"]);
    }

    async fn the_guided_run_is_done_step_by_step(store: Store) {
        let house = House::open(store).await;
        house.plan(false).await;
        assert!(done(&house.get("/admin/api/overview").await.data()).contains(&"plan".to_owned()));
        house.build().await;
        House::done(&house.job("/admin/api/verify", json!({})).await);
        let overview = house.get("/admin/api/overview").await.data();
        assert_eq!(done(&overview), ["connect", "plan", "apply", "models", "verify", "share"], "{overview}");
        assert!(overview["stack"]["points"]["got"].as_u64().unwrap() > 50);
    }
}
