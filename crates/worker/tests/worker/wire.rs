//! Over real connections: what arrives in which piece, when, and what stopping does.

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use lks_tutor::Tutor;
use lks_worker::{Worker, WorkerConfig, router};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

use crate::support::{Counting, fast, hello};

async fn listen(worker: Worker) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap().to_string();
    tokio::spawn(async move { axum::serve(listener, router(worker)).await });
    address
}

async fn post(address: &str, path: &str, body: &Value) -> TcpStream {
    let body = body.to_string();
    let head = format!(
        "POST {path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-length: {}\r\n\r\n",
        body.len()
    );
    let mut stream = TcpStream::connect(address).await.unwrap();
    stream.write_all((head + &body).as_bytes()).await.unwrap();
    stream
}

/// The chunks of a chunked body, as a client that parses each of them alone sees them.
fn chunks(answer: &str) -> Vec<String> {
    let (head, mut rest) = answer.split_once("\r\n\r\n").unwrap();
    assert!(head.to_lowercase().contains("transfer-encoding: chunked"), "{head}");
    let mut chunks = Vec::new();
    loop {
        let (size, after) = rest.split_once("\r\n").unwrap();
        let size = usize::from_str_radix(size, 16).unwrap();
        if size == 0 {
            return chunks;
        }
        chunks.push(after[..size].to_owned());
        rest = after[size..].strip_prefix("\r\n").unwrap();
    }
}

#[tokio::test]
async fn every_chunk_on_the_wire_is_one_whole_line_of_json() {
    let address = listen(Worker::new(Tutor::new(), fast())).await;
    for (path, body) in [
        ("/api/chat", hello(json!({}))),
        ("/api/generate", json!({"model": "llama3", "prompt": "Saya suka nasi goreng 😀 café"})),
        ("/api/pull", json!({"model": "llama3"})),
    ] {
        let mut answer = String::new();
        post(&address, path, &body).await.read_to_string(&mut answer).await.unwrap();
        let chunks = chunks(&answer);
        assert!(chunks.len() > 3, "{answer}");
        for chunk in &chunks {
            assert!(chunk.ends_with('\n') && chunk.trim_end().lines().count() == 1, "{chunk:?}");
            assert!(serde_json::from_str::<Value>(chunk).is_ok(), "{chunk:?}");
        }
    }
}

#[tokio::test]
async fn closing_the_connection_stops_the_model() {
    let model = Counting::new(10_000, Duration::from_millis(5));
    let written = Arc::clone(&model.written);
    let worker = Worker::with_model(Tutor::new(), Arc::new(model), WorkerConfig { parallel: 1, ..fast() });
    let address = listen(worker).await;
    let mut stream = post(&address, "/api/chat", &hello(json!({"model": "counting"}))).await;
    let mut some = [0; 400];
    stream.read_exact(&mut some).await.unwrap();
    drop(stream);
    tokio::time::sleep(Duration::from_millis(300)).await;
    let then = written.load(Ordering::SeqCst);
    assert!(then > 0);
    tokio::time::sleep(Duration::from_millis(300)).await;
    assert_eq!(written.load(Ordering::SeqCst), then, "the model went on writing for nobody");
}

#[tokio::test]
async fn replies_come_at_a_readers_pace_and_the_first_word_at_once() {
    let config = WorkerConfig { tokens_per_second: 50.0, ..WorkerConfig::default() };
    let address = listen(Worker::new(Tutor::new(), config)).await;
    let body = hello(json!({"options": {"num_predict": 11}}));
    let started = Instant::now();
    let mut stream = post(&address, "/api/chat", &body).await;
    let mut answer = vec![0; 1];
    stream.read_exact(&mut answer).await.unwrap();
    let first = started.elapsed();
    stream.read_to_end(&mut answer).await.unwrap();
    let whole = started.elapsed();
    // Ten pauses of 20 ms lie between eleven tokens.
    assert!(whole >= first + Duration::from_millis(150), "first {first:?}, whole {whole:?}");
    assert!(whole < Duration::from_secs(5), "{whole:?}");
}

#[tokio::test]
async fn a_hundred_readers_are_served_together() {
    let config = WorkerConfig { tokens_per_second: 100.0, ..WorkerConfig::default() };
    let address = listen(Worker::new(Tutor::new(), config)).await;
    let read = |address: String| async move {
        let mut answer = String::new();
        post(&address, "/api/chat", &hello(json!({}))).await.read_to_string(&mut answer).await.unwrap();
        answer
    };
    let readers: Vec<_> = (0..100).map(|_| tokio::spawn(read(address.clone()))).collect();
    for reader in readers {
        let answer = reader.await.unwrap();
        assert!(answer.contains("\"done\":true"), "{answer}");
    }
}
