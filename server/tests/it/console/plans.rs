//! Choices and plans: what may be chosen, what a plan shows, and what must be typed.

use serde_json::{Value, json};

use super::house::House;
use crate::databases::both;

both! {
    async fn choices_are_checked_before_they_are_saved_and_survive_a_restart(store: Store) {
        let mut house = House::open(store).await;
        let form = house.get("/admin/api/stack").await.data();
        assert_eq!(form["saved_at"], Value::Null);
        let wrong = json!({"values": {"workers.volume_gb": 1}});
        let checked = house.post("/admin/api/stack/check", wrong.clone()).await.data();
        assert_eq!((&checked["problems"][0]["field"], &checked["cost"]), (&json!("workers.volume_gb"), &Value::Null));
        assert_eq!(house.put("/admin/api/stack", wrong).await.refusal(), (400, "stack_invalid".into()));
        let saved = house.put("/admin/api/stack", json!({"values": {"name": "Mine", "nat.volume_gb": 9}})).await.data();
        assert_eq!(saved["problems"], json!([]));
        house.restart();
        let form = house.get("/admin/api/stack").await.data();
        assert_ne!(form["saved_at"], Value::Null);
        assert!(form["file"].as_str().unwrap().contains("name = \"Mine\""), "{}", form["file"]);
    }

    async fn a_first_plan_creates_everything_and_says_what_it_costs_and_where_it_stands(store: Store) {
        let house = House::open(store).await;
        assert_eq!(house.get("/admin/api/plan").await.refusal().0, 404);
        let plan = house.plan(false).await;
        let steps = plan["steps"].as_array().unwrap();
        assert!(steps.len() > 150 && steps.iter().all(|step| step["action"] == "create"));
        assert_eq!((&plan["confirmation"], &plan["blocked"]), (&Value::Null, &json!([])));
        assert_eq!((&plan["made_by"], &plan["simulated"]), (&json!(crate::console::house::ADMIN), &json!(true)));
        let cost = &plan["cost"];
        let close = |a: f64, b: f64| (a - b).abs() < 0.01;
        assert!(close(cost["daily_usd"].as_f64().unwrap(), cost["hourly_usd"].as_f64().unwrap() * 24.0));
        assert!(close(plan["change_hourly_usd"].as_f64().unwrap(), cost["hourly_usd"].as_f64().unwrap()));
        let keys: Vec<&Value> = steps.iter().map(|step| &step["key"]).collect();
        for step in steps {
            for need in step["needs"].as_array().into_iter().flatten() {
                let (own, other) = (keys.iter().position(|k| **k == step["key"]), keys.iter().position(|k| *k == need));
                assert!(other < own, "{} comes before {need}", step["key"]);
            }
        }
    }

    async fn what_was_built_again_is_in_the_next_plan_without_a_restart(store: Store) {
        let house = House::open(store).await;
        let artifacts = house.data_dir().join("artifacts");
        std::fs::create_dir(&artifacts).unwrap();
        std::fs::write(artifacts.join("lambda.zip"), "first").unwrap();
        house.build().await;
        assert_eq!(house.plan(false).await["steps"], json!([]));
        std::fs::write(artifacts.join("lambda.zip"), "second").unwrap();
        let plan = house.plan(false).await;
        let steps = plan["steps"].as_array().unwrap();
        let named = |name: &str| steps.iter().any(|step| step["key"].as_str().unwrap().contains(name));
        assert!(steps.len() == 2 && named("lks-lambda-code") && named("lks-lambda-conversations"), "{steps:?}");
        let id = house.start(&plan).await;
        assert_eq!(house.ended(&id).await["state"], "done");
        assert_eq!(house.plan(false).await["steps"], json!([]));
    }

    async fn the_map_shows_both_regions_with_what_stands_where_and_what_flows(store: Store) {
        let house = House::open(store).await;
        let map = house.get("/admin/api/map").await.data();
        for region in map["regions"].as_array().unwrap() {
            let network = &region["networks"][0];
            let subnets = network["subnets"].as_array().unwrap();
            assert_eq!(subnets.len(), 3);
            assert_eq!(subnets.iter().filter(|subnet| subnet["public"] == true).count(), 1, "{network}");
        }
        let nodes = map["nodes"].as_array().unwrap();
        let of = |kind: &str| nodes.iter().filter(|node| node["kind"] == kind).collect::<Vec<_>>();
        let machines = of("AWS::EC2::Instance");
        assert_eq!(machines.len(), 14);
        assert!(machines.iter().all(|m| m["subnets"].as_array().unwrap().len() == 1 && m["network"].is_string()));
        assert!(of("AWS::RDS::DBInstance")[0]["subnets"].as_array().unwrap().len() == 2, "through its group");
        let edges = map["edges"].as_array().unwrap();
        let flows = |label: &str| edges.iter().filter(|e| e["kind"] == "flow" && e["label"] == label).count();
        assert_eq!((flows("/api/chat*"), flows("/api/generate*"), flows("/api/*")), (4, 4, 4));
        assert!(flows("tcp 5432") >= 1 && flows("invoke") >= 1, "{edges:?}");
        let known: std::collections::HashSet<_> = nodes.iter().map(|node| node["key"].as_str().unwrap()).collect();
        for edge in edges {
            assert!(known.contains(edge["from"].as_str().unwrap()) && known.contains(edge["to"].as_str().unwrap()));
        }
    }

    async fn what_deletes_must_be_typed_and_what_was_not_read_is_not_approved(store: Store) {
        let house = House::open(store).await;
        house.build().await;
        let plan = house.plan(true).await;
        assert_eq!((&plan["removal"], &plan["confirmation"]["text"]), (&json!(true), &json!("LKS LLM")));
        let digest = &plan["digest"];
        for typed in [Value::Null, json!(""), json!("lks llm")] {
            let answer = house.post("/admin/api/runs", json!({"digest": digest, "typed": typed})).await;
            assert_eq!(answer.refusal(), (400, "name_not_typed".into()), "{typed}");
        }
        let other = house.post("/admin/api/runs", json!({"digest": "0".repeat(64), "typed": "LKS LLM"})).await;
        assert_eq!(other.refusal(), (409, "plan_unknown".into()));
        let empty = house.plan(false).await;
        assert_eq!(empty["steps"], json!([]));
        let answer = house.post("/admin/api/runs", json!({"digest": empty["digest"]})).await;
        assert_eq!(answer.refusal(), (409, "plan_empty".into()));
    }

    async fn a_plan_is_stale_once_the_choices_have_changed(store: Store) {
        let house = House::open(store).await;
        let plan = house.plan(false).await;
        house.put("/admin/api/stack", json!({"values": {"workers.volume_gb": 40}})).await.data();
        let answer = house.post("/admin/api/runs", json!({"digest": plan["digest"]})).await;
        assert_eq!(answer.refusal(), (409, "plan_stale".into()));
        assert_eq!(house.get("/admin/api/runs").await.data(), json!([]), "nothing was begun");
    }
}
