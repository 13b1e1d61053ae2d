//! SmolLM2-135M-Instruct itself, where `LKS_TEST_MODEL` names its file.

use std::ops::ControlFlow;
use std::time::{Duration, Instant};

use lks_engine::{Constraint, Ending, Engine, Turn};
use serde_json::{Value, json};

use crate::house::{likeliest, real, reply};

fn better(engine: &Engine, right: &str, wrong: &str) -> f32 {
    let scores = engine.score(&[right, wrong]).expect("scores");
    let total = |at: usize| scores[at].iter().map(|score| score.log_probability).sum::<f32>();
    total(0) - total(1)
}

#[test]
fn right_sentences_are_likelier_than_wrong_ones() {
    let Some(engine) = real() else { return };
    for (right, wrong) in [
        ("She goes to school every day.", "She go to school every day."),
        ("I went to the market yesterday.", "I go to the market yesterday."),
        ("I am a student.", "I student."),
        ("There are many people in my village.", "There is many people in my village."),
        ("He is interested in music.", "He is interesting in music."),
    ] {
        let gain = better(&engine, right, wrong);
        assert!(gain > 2.0, "{right}: {gain}");
    }
}

#[test]
fn the_model_is_surprised_where_the_mistake_is() {
    let Some(engine) = real() else { return };
    let text = "Yesterday my brother have bought a new motorcycle.";
    let gaps = engine.first_gaps(text).expect("gaps");
    let worst =
        gaps.iter().filter(|gap| gap.start > 0).max_by(|a, b| a.gap.total_cmp(&b.gap)).expect("tokens");
    assert_eq!(text[worst.start..worst.end].trim(), "have", "{gaps:?}");
}

#[test]
fn it_talks_and_stops_when_told() {
    let Some(engine) = real() else { return };
    let prompt = engine
        .prompt(&[Turn::new("system", "You are Sofya."), Turn::new("user", "I like mangoes. And you?")])
        .expect("a prompt");
    let (text, finished) = reply(&engine, &likeliest(&prompt, 24));
    assert!(text.split_whitespace().count() > 3, "{text}");
    assert!(finished.prompt_tokens > 15 && finished.reply_tokens > 3, "{finished:?}");
    let mut told = None;
    let cancelled = engine.generate(&likeliest(&prompt, 400), &mut |piece| {
        if piece.is_empty() || told.is_some() {
            return ControlFlow::Continue(());
        }
        told = Some(Instant::now());
        ControlFlow::Break(())
    });
    assert_eq!(cancelled.expect("an end").ending, Ending::Cancelled);
    assert!(told.expect("text").elapsed() < Duration::from_secs(5));
}

#[test]
fn it_keeps_to_a_schema() {
    let Some(engine) = real() else { return };
    let mut request = likeliest("Answer in JSON. Which colour is the sky?\n", 60);
    request.constraint = Constraint::Schema(json!({
        "type": "object", "properties": { "colour": { "type": "string", "maxLength": 20 } }, "required": ["colour"]
    }));
    let (text, finished) = reply(&engine, &request);
    let value: Value = serde_json::from_str(&text).expect("JSON");
    assert!(value["colour"].is_string() && finished.ending == Ending::Stop, "{text}");
}

#[test]
fn its_facts_are_those_of_the_pinned_file() {
    let Some(engine) = real() else { return };
    let facts = engine.facts();
    assert_eq!(facts.digest, "b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53");
    assert_eq!((facts.file_bytes, facts.parameters), (98_362_432, 134_515_008));
    assert_eq!((facts.architecture.as_str(), facts.quantisation.as_str()), ("llama", "Q4_1"));
    assert_eq!((facts.context_length, facts.block_count), (8192, 30));
}
