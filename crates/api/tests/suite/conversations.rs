//! `/conversations/{uid}` and `/conversations/{uid}/{id}`.

use http::Request;
use lks_store::Store;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::databases::{both, on_sqlite};
use crate::house::{House, Learner, until};
use crate::worker::Scripted;

const ID: &str = "0190d7c1-7f4e-7c3b-8a27-3d2b7c1f0a55";
const ALL: &str = "/conversations/{uid}";
const ONE: &str = "/conversations/{uid}/0190d7c1-7f4e-7c3b-8a27-3d2b7c1f0a55";

fn body(title: &str) -> Value {
    json!({"id": ID, "title": title, "conversation": [{"role": "user", "content": "hi"}]})
}

fn titles(conversations: &Value) -> Vec<Value> {
    conversations.as_array().unwrap().iter().map(|one| one["title"].clone()).collect()
}

/// Posts three conversations: first a, last c.
async fn post_three(learner: &Learner) {
    for title in ["a", "b", "c"] {
        let mut body = body(title);
        body["id"] = json!(Uuid::new_v4());
        learner.post(ALL, body).await;
    }
}

both! {
    async fn a_conversation_is_created_read_changed_and_deleted(store: Store) {
        let learner = House::new(store, Scripted::saying(&[])).learner();
        assert_eq!(learner.get(ALL).await.text(), r#"{"status":"success","data":[]}"#);
        learner.get(ONE).await.refuses(404, "Conversation not found");
        learner.post(ALL, body("first")).await.says("Conversation created successfully");
        let stored = learner.get(ONE).await.data();
        let keys: Vec<_> = stored.as_object().unwrap().keys().map(String::as_str).collect();
        assert_eq!(keys, ["id", "title", "conversation", "embedding", "user_id", "createdAt", "updatedAt"]);
        assert_eq!(stored["conversation"], json!([{"role": "user", "content": "hi"}]));
        assert_eq!((&stored["id"], &stored["user_id"]), (&json!(ID), &json!(learner.uid)));
        learner.put(ONE, json!({"title": "second"})).await.says("Conversation updated successfully");
        let changed = learner.get(ONE).await.data();
        assert_eq!((&changed["title"], &changed["createdAt"]), (&json!("second"), &stored["createdAt"]));
        learner.put(ONE, json!({})).await.refuses(400, "No fields to update");
        learner.put(ONE, json!({"title": null})).await.refuses(400, "No fields to update");
        learner.delete(ONE).await.says("Conversation deleted successfully");
        learner.delete(ONE).await.refuses(404, "Conversation not found");
        learner.put(ONE, json!({"title": "x"})).await.refuses(404, "Conversation not found");
    }

    async fn the_same_id_again_replaces_the_conversation(store: Store) {
        let learner = House::new(store, Scripted::saying(&[])).learner();
        learner.post(ALL, body("first")).await;
        learner.post(ALL, body("again")).await.says("Conversation created successfully");
        let all = learner.get(ALL).await.data();
        assert_eq!((all.as_array().unwrap().len(), &all[0]["title"]), (1, &json!("again")));
    }

    async fn the_newest_comes_first_and_all_are_cleared_at_once(store: Store) {
        let learner = House::new(store, Scripted::saying(&[])).learner();
        post_three(&learner).await;
        assert_eq!(titles(&learner.get(ALL).await.data()), ["c", "b", "a"]);
        let sentence = |n: u8| format!("{n} conversations deleted successfully for user {}", learner.uid);
        learner.delete(ALL).await.says(&sentence(3));
        learner.delete(ALL).await.says(&sentence(0));
    }

    async fn summaries_are_newest_first_and_without_messages(store: Store) {
        let learner = House::new(store, Scripted::saying(&[])).learner();
        post_three(&learner).await;
        let summaries = learner.get("/summaries/{uid}").await.data();
        assert_eq!(titles(&summaries), ["c", "b", "a"]);
        let keys: Vec<_> = summaries[0].as_object().unwrap().keys().map(String::as_str).collect();
        assert_eq!(keys, ["id", "title", "updatedAt"]);
    }

    async fn the_same_id_under_another_user_is_another_conversation(store: Store) {
        let house = House::new(store, Scripted::saying(&[]));
        let (budi, siti) = (house.learner(), house.learner());
        budi.post(ALL, body("budi's")).await;
        siti.get(ONE).await.refuses(404, "Conversation not found");
        siti.post(ALL, body("siti's")).await.says("Conversation created successfully");
        assert_eq!(budi.get(ONE).await.data()["title"], "budi's");
        siti.delete(ALL).await;
        assert_eq!(budi.get(ONE).await.data()["title"], "budi's");
    }

    async fn what_existing_clients_send_is_accepted(store: Store) {
        let house = House::new(store, Scripted::saying(&[]));
        let learner = house.learner();
        let cut = format!(
            r#"{{"id":"{ID}","title":"cut \ud83d","userId":"someone else","conversation":[{{"role":"user","content":"\u0000 \ude00","mood":{{"a":[1,null]}}}}]}}"#
        );
        learner.send("POST", ALL, cut).await.says("Conversation created successfully");
        let stored = learner.get(ONE).await.data();
        assert_eq!(stored["title"], "cut \u{fffd}");
        assert_eq!(stored["user_id"], json!(learner.uid));
        assert_eq!(stored["conversation"][0]["mood"], json!({"a": [1, null]}));
        learner.put(ONE, json!({"title": ""})).await.says("Conversation updated successfully");
        assert_eq!(learner.get(ONE).await.data()["title"], "");
        let bare = Request::post(ALL.replace("{uid}", &learner.uid))
            .header("authorization", format!("Bearer {}", learner.token))
            .body(body("no content type").to_string().into())
            .unwrap();
        house.send(bare).await.says("Conversation created successfully");
        learner.get("/conversations/{uid}/").await.data();
        assert_eq!(learner.get(&format!("{ONE}/")).await.data()["title"], "no content type");
        learner.get(&ONE.to_uppercase().replace("CONVERSATIONS", "conversations").replace("{UID}", "{uid}")).await.data();
    }

    async fn the_vector_is_filled_in_and_follows_the_text(store: Store) {
        let learner = House::new(store, Scripted::saying(&[])).learner();
        learner.post(ALL, body("x")).await;
        let one = learner.get(ONE).await.data();
        until(async || learner.get(ONE).await.data()["embedding"].is_array()).await;
        let filled = learner.get(ONE).await.data();
        assert_eq!(filled["embedding"], json!(vec![0.5; 768]));
        assert_eq!(filled["updatedAt"], one["updatedAt"]);
        let own = vec![0.25; 768];
        learner.put(ONE, json!({"embedding": own, "conversation": []})).await.says("Conversation updated successfully");
        tokio::time::sleep(std::time::Duration::from_millis(1200)).await;
        assert_eq!(learner.get(ONE).await.data()["embedding"], json!(own), "the client's own stays");
    }
}

#[tokio::test]
async fn a_wrong_body_is_refused_with_the_reason_and_changes_nothing() {
    on_sqlite(|store| async move {
        let learner = House::new(store, Scripted::saying(&[])).learner();
        learner.post(ALL, body("kept")).await;
        let with = |key: &str, value: Value| {
            let mut body = body("x");
            body[key] = value;
            body.to_string()
        };
        let large = with("title", json!("x".repeat(1024 * 1024)));
        for (body, status, sentence) in [
            (String::new(), 400, "empty"),
            ("{".into(), 400, "not valid JSON"),
            ("\u{0}".into(), 400, "JSON object"),
            (r#"{"a":"#.to_owned() + &"[".repeat(100_000), 400, "not valid JSON"),
            ("7".into(), 400, "JSON object"),
            (format!(r#"["{ID}","x",[]]"#), 400, "JSON object"),
            (r#"{"id":"x"}"#.into(), 400, "'id'"),
            (with("id", json!(7)), 400, "'id'"),
            (with("title", json!(null)), 400, "'title'"),
            (with("title", json!("x".repeat(501))), 400, "longer than 500"),
            (with("conversation", json!("x")), 400, "'conversation'"),
            (with("conversation", json!([{"role": "user"}, "x"])), 400, "conversation[1] is not an object"),
            (with("embedding", json!([1, 2])), 400, "2 numbers instead of 768"),
            (with("embedding", json!(["x"])), 400, "'embedding[0]'"),
            (with("embedding", json!(vec![1e39; 768])), 400, "out of range"),
            (format!(r#"{{"id":"{ID}","conversation":[]}}"#), 400, "missing field `title`"),
            (large, 413, "1 MiB"),
        ] {
            learner.send("POST", ALL, body).await.refuses(status, sentence);
        }
        learner.send("POST", ALL, vec![0xff, 0xfe, b'{']).await.refuses(400, "JSON object");
        learner.put(ONE, json!({"title": 1})).await.refuses(400, "'title'");
        learner.get("/conversations/{uid}/not-an-id").await.refuses(404, "Conversation not found");
        let all = learner.get(ALL).await.data();
        assert_eq!((all.as_array().unwrap().len(), &all[0]["title"]), (1, &json!("kept")));
    })
    .await;
}

#[tokio::test]
async fn other_methods_are_refused_and_the_allowed_ones_named() {
    on_sqlite(|store| async move {
        let learner = House::new(store, Scripted::saying(&[])).learner();
        for (path, allowed) in [(ALL, ["GET", "POST", "DELETE"]), (ONE, ["GET", "PUT", "DELETE"])] {
            let answer = learner.send("PATCH", path, "{}").await;
            answer.refuses(405, "not allowed");
            let allow = answer.header("allow").to_owned();
            assert!(allowed.iter().all(|method| allow.contains(method)), "{path}: {allow}");
        }
        learner.get("/nowhere").await.refuses(404, "Unknown path");
        learner.get("/eu-west-1/tags").await.refuses(404, "Unknown path");
        let head = learner.send("HEAD", ALL, "").await;
        assert_eq!((head.status.as_u16(), head.body.len()), (200, 0));
    })
    .await;
}
