//! Classes, from both sides: the teacher's and the learner's.

use axum::http::Method;
use serde_json::{Value, json};

use super::house::House;
use crate::databases::both;

both! {
    async fn a_learner_joins_by_code_and_decides_what_is_seen(store: Store) {
        let house = House::open(store).await;
        let class = house.post("/admin/api/classes", json!({"name": " XI TKJ 2 "})).await;
        assert_eq!(class.status, 201);
        let code = class.data()["code"].as_str().unwrap().to_owned();
        let spoken = format!("{}-{}", code[..3].to_lowercase(), &code[3..]);
        let join = |share: bool, code: String| {
            let house = &house;
            async move {
                house.call(&house.learner, Method::POST, "/classes", json!({"code": code, "share": share})).await
            }
        };
        let mine = join(true, spoken).await.data();
        assert_eq!((&mine[0]["name"], &mine[0]["share"]), (&json!("XI TKJ 2"), &json!(true)));
        let path = format!("/admin/api/classes/{code}");
        let seen = house.get(&path).await.data();
        assert_eq!((&seen["class"]["sharing"], &seen["learners"][0]["name"]), (&json!(1), &json!("Siti")));
        join(false, code.clone()).await.data();
        let seen = house.get(&path).await.data();
        assert_eq!((&seen["class"]["members"], &seen["learners"]), (&json!(1), &json!([])));
        let left = house.call(&house.learner, Method::DELETE, &format!("/classes/{code}"), Value::Null).await;
        assert_eq!(left.data(), json!([]));
    }

    async fn a_class_is_exported_as_lines_that_a_spreadsheet_reads(store: Store) {
        let house = House::open(store).await;
        let class = house.post("/admin/api/classes", json!({"name": "one"})).await.data();
        let code = class["code"].as_str().unwrap();
        let joining = json!({"code": code, "share": true});
        house.call(&house.learner, Method::POST, "/classes", joining).await.data();
        let csv = house.get(&format!("/admin/api/classes/{code}/export")).await.text;
        let lines: Vec<&str> = csv.split_terminator("\r\n").collect();
        assert!(lines[0].starts_with("Name,Joined,") && lines[0].ends_with("Overall Communication"), "{csv}");
        assert!(lines.len() == 2 && lines[1].starts_with("Siti,"), "{csv}");
    }

    async fn what_cannot_be_is_refused_with_a_sentence(store: Store) {
        let house = House::open(store).await;
        assert_eq!(house.post("/admin/api/classes", json!({"name": " "})).await.refusal().0, 400);
        assert_eq!(house.get("/admin/api/classes/K7MPQ2").await.refusal().0, 404);
        let unknown = json!({"code": "K7MPQ2", "share": true});
        let refusal = house.call(&house.learner, Method::POST, "/classes", unknown).await.refusal();
        assert_eq!(refusal.0, 404);
        let nonsense = json!({"code": "nonsense", "share": true});
        assert_eq!(house.call(&house.learner, Method::POST, "/classes", nonsense).await.refusal().0, 400);
    }
}
