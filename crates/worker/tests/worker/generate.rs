//! `POST /api/generate`

use lks_domain::conversation::Message;
use lks_domain::ollama::ChatMessage;
use lks_domain::scores::Scores;
use serde_json::{Map, Value, json};

use crate::support::{ask, lines, send, worker};

#[tokio::test]
async fn a_prompt_is_answered_in_response() {
    let worker = worker();
    let body = json!({"model": "llama3", "prompt": "I like fried rice.", "options": {"seed": 3}});
    let streamed = lines(send(&worker, "POST", "/api/generate", body.to_string()).await).await;
    let text: String = streamed.iter().map(|line| line["response"].as_str().unwrap()).collect();
    let mut whole = body.clone();
    whole["stream"] = json!(false);
    let (_, whole) = ask(&worker, "/api/generate", &whole).await;
    assert_eq!(whole["response"], json!(text));
    assert!(whole.get("message").is_none() && streamed.last().unwrap()["eval_count"].as_u64().unwrap() > 1);
}

#[tokio::test]
async fn the_context_carries_the_conversation_on() {
    let worker = worker();
    let first = json!({"model": "llama3", "prompt": "I like fried rice.", "stream": false});
    let (_, first) = ask(&worker, "/api/generate", &first).await;
    let next = json!({"model": "llama3", "prompt": "Yes.", "stream": false, "context": first["context"]});
    let (_, next) = ask(&worker, "/api/generate", &next).await;
    assert!(next["prompt_eval_count"].as_u64() > first["prompt_eval_count"].as_u64());
    let foreign = json!({"model": "llama3", "prompt": "Yes.", "context": [1, 2, 3]});
    assert_eq!(ask(&worker, "/api/generate", &foreign).await.0, 400);
}

#[tokio::test]
async fn an_empty_prompt_loads_and_unloads() {
    let worker = worker();
    let (_, loaded) = ask(&worker, "/api/generate", &json!({"model": "llama3"})).await;
    assert_eq!((&loaded["done_reason"], &loaded["response"]), (&json!("load"), &json!("")));
    let (_, gone) = ask(&worker, "/api/generate", &json!({"model": "llama3", "keep_alive": "0s"})).await;
    assert_eq!(gone["done_reason"], "unload");
}

#[tokio::test]
async fn a_prompt_for_the_nine_aspects_gets_one_flat_object_about_the_conversation_in_it() {
    let names = Scores::NAMES.join(", ");
    for talk in [
        vec![
            ("user", "Hello! Yesterday I visited my grandmother, and we cooked rendang together."),
            ("assistant", "That sounds lovely! What is rendang?"),
            ("user", "It is a spicy beef dish with coconut milk. Do you like spicy food?"),
        ],
        vec![("user", "me go school no good yesterday i is eat")],
    ] {
        let messages: Vec<_> = talk.iter().map(|(role, text)| ChatMessage::new(role, *text)).collect();
        let prompt = format!("Assess {names} from 0 to 100. Answer in JSON only.\n{}", json!(messages));
        let body = json!({"model": "orca-mini", "prompt": prompt, "stream": false});
        let (status, answer) = ask(&worker(), "/api/generate", &body).await;
        assert_eq!(status, 200);
        let text = answer["response"].as_str().unwrap();
        let keys: Vec<String> =
            serde_json::from_str::<Map<_, Value>>(text).unwrap().into_iter().map(|(k, _)| k).collect();
        assert_eq!(keys, Scores::NAMES);
        let said: Vec<_> = talk.iter().map(|(role, text)| spoken(role, text)).collect();
        assert_eq!(serde_json::from_str::<Scores>(text).unwrap(), lks_tutor::Tutor::new().scores(&said));
    }
}

fn spoken(role: &str, text: &str) -> Message {
    Message { role: role.to_owned(), content: text.to_owned(), ..Message::default() }
}

#[tokio::test]
async fn raw_suffix_and_images_are_refused_as_ollama_does() {
    let with = |more: Value| {
        let mut body = json!({"model": "llama3", "prompt": "x", "stream": false});
        body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        body
    };
    for (body, error) in [
        (with(json!({"raw": true, "system": "s"})), "raw mode does not support template, system, or context"),
        (with(json!({"suffix": "s"})), "registry.ollama.ai/library/llama3:latest does not support insert"),
        (with(json!({"images": ["aGk="]})), "this model is missing data required for image input"),
        (with(json!({"model": "hash-768"})), "\"hash-768\" does not support generate"),
    ] {
        assert_eq!(
            ask(&worker(), "/api/generate", &body).await,
            (400.try_into().unwrap(), json!({"error": error}))
        );
    }
    let (_, raw) = ask(&worker(), "/api/generate", &with(json!({"raw": true}))).await;
    assert!(raw.get("context").is_none() && raw["done"] == json!(true));
}
