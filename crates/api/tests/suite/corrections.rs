//! `POST /corrections`, with the real tutor.

use serde_json::json;

use crate::databases::on_sqlite;
use crate::house::House;
use crate::worker::Scripted;

#[tokio::test]
async fn a_text_is_corrected_with_offsets_in_code_points() {
    on_sqlite(|store| async move {
        let learner = House::new(store, Scripted::saying(&[])).learner();
        let text = "😀 I recieve a letter yesterday.";
        for body in [
            json!({"text": text, "language": "en"}),
            json!({"text": text, "language": "id", "model": "practice-rules", "foreign": 1}),
        ] {
            let answer = learner.post("/corrections", body).await;
            assert_eq!(answer.status, 200, "{}", answer.text());
            let found = answer.json();
            let edits = found["edits"].as_array().unwrap();
            assert!(!edits.is_empty(), "{found}");
            let chars: Vec<char> = text.chars().collect();
            let mut last = 0;
            for edit in edits {
                let span = |key: &str| usize::try_from(edit[key].as_u64().unwrap()).unwrap();
                let (start, end) = (span("start"), span("end"));
                assert!(last <= start && start <= end, "{found}");
                assert_eq!(chars[start..end].iter().collect::<String>(), edit["original"].as_str().unwrap());
                for key in ["replacement", "category", "severity", "explanation", "source"] {
                    assert!(edit[key].is_string(), "{key}: {edit}");
                }
                last = end;
            }
            assert!(found["corrected"].as_str().unwrap().contains("receive"), "{found}");
        }
        let empty = learner.post("/corrections", json!({"text": "", "language": "en"})).await;
        assert_eq!(empty.text(), r#"{"corrected":"","edits":[]}"#);
    })
    .await;
}

#[tokio::test]
async fn a_wrong_request_is_refused_with_the_reason() {
    on_sqlite(|store| async move {
        let learner = House::new(store, Scripted::saying(&[])).learner();
        for (body, sentence) in [
            (json!({"text": "x"}), "missing field `language`"),
            (json!({"language": "en"}), "missing field `text`"),
            (json!({"text": "x", "language": "fr"}), "'language'"),
            (json!({"text": 1, "language": "en"}), "'text'"),
            (json!({"text": "x".repeat(20_001), "language": "en"}), "longer than 20000"),
            (json!({"text": "x", "language": "en", "model": "gpt-9"}), "No such model"),
        ] {
            learner.post("/corrections", body).await.refuses(400, sentence);
        }
        learner.get("/corrections").await.refuses(405, "not allowed");
    })
    .await;
}
