//! Corrections with a language model as the judge: asked for by name, left out, gone, and in a turn.
//! The judge is one that prefers a certain word, so that its hand can be seen.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use lks_api::{Judge, Judges};
use lks_domain::turn::ChatEvent;
use lks_llm::{InProcess, Origin};
use lks_store::Store;
use lks_tutor::judge::{LanguageModel, Opening, TokenScore, Unavailable};
use serde_json::json;

use crate::databases::on_sqlite;
use crate::house::{House, everywhere};
use crate::worker::Scripted;

const TEXT: &str = "We discussed at the plan in the meeting.";

/// Finds a text the likelier the oftener "of" stands in it, unless it is broken.
struct Prefers(Arc<AtomicBool>);

impl LanguageModel for Prefers {
    fn name(&self) -> &str {
        "prefers:of"
    }

    fn openings(&self, _: &str, openings: &[Opening<'_>]) -> Result<Vec<f32>, Unavailable> {
        if self.0.load(Ordering::Relaxed) {
            return Err(Unavailable("it is broken".to_owned()));
        }
        Ok(openings.iter().map(|opening| if opening.words.starts_with(" of") { 9.0 } else { 0.0 }).collect())
    }

    fn score(&self, variants: &[&str]) -> Result<Vec<Vec<TokenScore>>, Unavailable> {
        let score = |text: &&str| {
            let log_probability = if text.contains(" of ") { -1.0 } else { -20.0 };
            vec![TokenScore { start: 0, end: text.len(), log_probability }]
        };
        Ok(variants.iter().map(score).collect())
    }
}

fn house(store: Store, broken: &Arc<AtomicBool>) -> House {
    let workers = everywhere(&Origin::InProcess(InProcess::new(Scripted::saying(&["Hi"]).router())));
    let broken = broken.clone();
    House::with(store, workers, |settings| {
        settings.judges = Judges::new(Arc::new(move || vec![Arc::new(Prefers(broken.clone())) as Judge]));
    })
}

#[tokio::test]
async fn a_text_is_judged_by_the_model_that_is_named_or_by_the_best_and_by_the_rules_where_it_is_broken() {
    on_sqlite(|store| async move {
        let broken = Arc::new(AtomicBool::new(false));
        let learner = house(store, &broken).learner();
        let sources = async |body: serde_json::Value| {
            let answer = learner.post("/corrections", body).await;
            assert_eq!(answer.status, 200, "{}", answer.text());
            let edits = answer.json()["edits"].clone();
            edits
                .as_array()
                .unwrap()
                .iter()
                .map(|edit| edit["source"].as_str().unwrap().to_owned())
                .collect::<Vec<_>>()
        };
        let judged = |sources: &[String]| sources.iter().any(|source| source == "prefers:of");
        assert!(judged(&sources(json!({"text": TEXT, "language": "en", "model": "Prefers:of"})).await));
        assert!(judged(&sources(json!({"text": TEXT, "language": "en"})).await));
        assert!(!judged(&sources(json!({"text": TEXT, "language": "en", "model": "practice-rules"})).await));
        let unknown =
            learner.post("/corrections", json!({"text": "x", "language": "en", "model": "y"})).await;
        unknown.refuses(400, "'prefers:of'");

        broken.store(true, Ordering::Relaxed);
        assert!(!judged(&sources(json!({"text": TEXT, "language": "en"})).await));
        let named = json!({"text": TEXT, "language": "en", "model": "prefers:of"});
        learner.post("/corrections", named).await.refuses(503, "cannot judge");
    })
    .await;
}

#[tokio::test]
async fn in_a_turn_the_judges_notes_come_after_the_reply_and_are_kept() {
    on_sqlite(|store| async move {
        let learner = house(store, &Arc::default()).learner();
        let path = "/conversations/{uid}/0190d7c1-7f4e-7c3b-8a27-3d2b7c1f0a77";
        let body = json!({"id": uuid::Uuid::new_v4(), "content": TEXT, "region": "us-east-1", "model": "m", "language": "en"});
        let events = learner.post(&format!("{path}/turns"), body).await.events();
        let results: Vec<_> = events
            .iter()
            .filter_map(|event| match &event.event {
                ChatEvent::Corrections { result, .. } => Some((event.seq, result.clone())),
                _ => None,
            })
            .collect();
        let done = events.iter().find(|event| event.event == ChatEvent::Done).unwrap().seq;
        let (at, last) = results.last().unwrap();
        assert_eq!(results.len(), 2, "{results:?}");
        assert!(*at > done && last.edits.iter().any(|edit| edit.source == "prefers:of"), "{last:?}");
        assert!(results[0].1.edits.iter().all(|edit| edit.source != "prefers:of"));
        let kept = learner.get(path).await.data()["conversation"][0]["corrections"].clone();
        assert_eq!(kept, serde_json::to_value(last).unwrap());
    })
    .await;
}
