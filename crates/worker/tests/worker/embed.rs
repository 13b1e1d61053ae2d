//! `POST /api/embed` and `/api/embeddings`

use serde_json::{Value, json};

use crate::support::{ask, worker};

async fn embed(input: Value) -> (u16, Value) {
    let (status, answer) =
        ask(&worker(), "/api/embed", &json!({"model": "nomic-embed-text", "input": input})).await;
    (status.as_u16(), answer)
}

fn numbers(value: &Value) -> Vec<f64> {
    value.as_array().unwrap().iter().map(|number| number.as_f64().unwrap()).collect()
}

#[tokio::test]
async fn a_text_gets_one_vector_and_several_get_several() {
    let (status, one) = embed(json!("fried rice")).await;
    assert_eq!((status, one["embeddings"].as_array().unwrap().len()), (200, 1));
    assert_eq!((&one["model"], &one["prompt_eval_count"]), (&json!("nomic-embed-text"), &json!(2)));
    assert!(one["total_duration"].as_u64().unwrap() > 0);
    let (_, two) = embed(json!(["fried rice", "football"])).await;
    assert_eq!(two["embeddings"][0], one["embeddings"][0]);
    let vector = numbers(&two["embeddings"][1]);
    assert_eq!(vector.len(), 768);
    assert!((vector.iter().map(|n| n * n).sum::<f64>() - 1.0).abs() < 1e-5);
}

#[tokio::test]
async fn numbers_are_written_as_short_as_32_bits_allow() {
    let (_, one) = embed(json!("fried rice")).await;
    let longest =
        one["embeddings"][0].as_array().unwrap().iter().map(|number| number.to_string().len()).max();
    assert!(longest.unwrap() <= 14, "{one}");
}

#[tokio::test]
async fn nothing_gets_nothing_and_a_wrong_type_an_error() {
    for nothing in [json!(""), json!([]), Value::Null] {
        assert_eq!(embed(nothing).await, (200, json!({"model": "nomic-embed-text", "embeddings": []})));
    }
    for wrong in [json!(5), json!({}), json!(["a", 1])] {
        assert_eq!(embed(wrong).await, (400, json!({"error": "invalid input type"})));
    }
}

#[tokio::test]
async fn more_texts_than_fit_are_refused() {
    let (status, answer) = embed(json!(vec![""; 2049])).await;
    assert_eq!(
        (status, answer),
        (400, json!({"error": "input holds more than 2048 texts; send them in parts"}))
    );
}

#[tokio::test]
async fn fewer_dimensions_are_of_length_one_again() {
    let body =
        json!({"model": "hash-768", "input": "fried rice and tea", "dimensions": 256, "truncate": true});
    let (_, answer) = ask(&worker(), "/api/embed", &body).await;
    let vector = numbers(&answer["embeddings"][0]);
    assert_eq!(vector.len(), 256);
    assert!((vector.iter().map(|n| n * n).sum::<f64>() - 1.0).abs() < 1e-5);
}

#[tokio::test]
async fn the_older_endpoint_gives_the_same_vector() {
    let (_, new) = embed(json!("fried rice")).await;
    let (_, old) =
        ask(&worker(), "/api/embeddings", &json!({"model": "hash-768", "prompt": "fried rice"})).await;
    assert_eq!(old["embedding"], new["embeddings"][0]);
    let (_, empty) = ask(&worker(), "/api/embeddings", &json!({"model": "hash-768"})).await;
    assert_eq!(empty, json!({"embedding": []}));
}

#[tokio::test]
async fn a_chat_model_makes_no_vectors() {
    for path in ["/api/embed", "/api/embeddings"] {
        let (status, answer) =
            ask(&worker(), path, &json!({"model": "llama3", "input": "x", "prompt": "x"})).await;
        assert_eq!(
            (status.as_u16(), answer),
            (501, json!({"error": "this model does not support embeddings"}))
        );
    }
    let (status, answer) = ask(&worker(), "/api/embed", &json!({"model": "nope", "input": "x"})).await;
    assert_eq!(
        (status.as_u16(), answer),
        (404, json!({"error": "model \"nope\" not found, try pulling it first"}))
    );
}
