//! What a call costs on SQLite, each commit reaching the disk; on PostgreSQL too if
//! LKS_TEST_POSTGRES_URL names a database that may be filled.
//!
//! `cargo bench -p lks-store`
#![allow(missing_docs, clippy::unwrap_used, reason = "a bench that cannot run shall stop")]

use criterion::{Criterion, criterion_group, criterion_main};
use lks_domain::conversation::NewConversation;
use lks_domain::correction::Language;
use lks_domain::identity::UserId;
use lks_domain::region::Region;
use lks_domain::timestamp::Timestamp;
use lks_domain::turn::{ChatEvent, SequencedEvent, TurnRequest};
use lks_store::{OpenTurn, Store, sqlite_url};
use serde_json::json;
use tokio::runtime::Runtime;
use uuid::Uuid;

const NOW: Timestamp = Timestamp::from_millis(1_800_000_000_000);

fn conversation() -> NewConversation {
    let message = |n: usize| json!({"id": n.to_string(), "role": "user", "content": "word ".repeat(30)});
    NewConversation {
        id: Uuid::new_v4(),
        title: "A talk about the weekend".to_owned(),
        conversation: (0..20).map(message).collect(),
        embedding: Some(vec![0.25; 768]),
    }
}

fn turn(conversation_id: Uuid) -> OpenTurn {
    OpenTurn {
        conversation_id,
        title: "Hello".to_owned(),
        request: TurnRequest {
            id: Uuid::new_v4(),
            content: "How was your weekend?".to_owned(),
            region: Region::UsEast1,
            model: "practice-rules".to_owned(),
            language: Language::default(),
            replace_from: None,
            embedding_model: None,
        },
        question_id: Uuid::new_v4().to_string(),
        reply_id: Uuid::new_v4().to_string(),
    }
}

fn delta(seq: u64) -> SequencedEvent {
    SequencedEvent { seq, event: ChatEvent::Delta { text: " a few words".to_owned() } }
}

/// A question, one batch of deltas, the end.
async fn whole_turn(store: &Store, user: &UserId) {
    let open = turn(Uuid::new_v4());
    let (conversation, turn) = (open.conversation_id, open.request.id);
    store.open_turn(user, &open, NOW).await.unwrap();
    let deltas: Vec<_> = (2..12).map(delta).collect();
    store.append_turn_events(user, conversation, turn, &deltas).await.unwrap();
    let done = SequencedEvent { seq: 12, event: ChatEvent::Done };
    store.close_turn(user, conversation, turn, &[done], NOW).await.unwrap();
}

fn measure(criterion: &mut Criterion, name: &str, url: &str) {
    let runtime = Runtime::new().unwrap();
    let store = runtime.block_on(Store::open(url)).unwrap();
    let writer = UserId(Uuid::new_v4().to_string());
    let mut group = criterion.benchmark_group(name);
    group.sample_size(20);
    group.bench_function("insert a conversation of 20 messages", |bencher| {
        bencher.to_async(&runtime).iter(|| async {
            store.put_conversation(&writer, &conversation(), NOW).await.unwrap();
        });
    });
    let reader = UserId(Uuid::new_v4().to_string());
    runtime.block_on(async {
        for _ in 0..100 {
            store.put_conversation(&reader, &conversation(), NOW).await.unwrap();
        }
    });
    group.bench_function("list 100 conversations whole", |bencher| {
        bencher.to_async(&runtime).iter(|| async { store.list_conversations(&reader).await.unwrap() });
    });
    group.bench_function("list 100 summaries", |bencher| {
        bencher.to_async(&runtime).iter(|| async { store.conversation_summaries(&reader).await.unwrap() });
    });
    group.bench_function("find 5 similar among 100", |bencher| {
        let vector = [0.5; 768];
        bencher
            .to_async(&runtime)
            .iter(|| async { store.similar_conversations(&reader, &vector, 5).await.unwrap() });
    });
    let open = turn(Uuid::new_v4());
    runtime.block_on(store.open_turn(&writer, &open, NOW)).unwrap();
    let next = std::sync::atomic::AtomicU64::new(2);
    group.bench_function("append one event", |bencher| {
        bencher.to_async(&runtime).iter(|| async {
            let event = delta(next.fetch_add(1, std::sync::atomic::Ordering::Relaxed));
            let (conversation, turn) = (open.conversation_id, open.request.id);
            store.append_turn_events(&writer, conversation, turn, &[event]).await.unwrap();
        });
    });
    group.bench_function("a whole turn: open, 10 deltas, close", |bencher| {
        bencher.to_async(&runtime).iter(|| whole_turn(&store, &writer));
    });
    group.finish();
    runtime.block_on(async {
        store.delete_conversations(&writer).await.unwrap();
        store.delete_conversations(&reader).await.unwrap();
        store.close().await;
    });
}

fn sqlite(criterion: &mut Criterion) {
    let directory = tempfile::tempdir().unwrap();
    measure(criterion, "sqlite", &sqlite_url(&directory.path().join("lks.db")));
}

fn postgres(criterion: &mut Criterion) {
    if let Ok(url) = std::env::var("LKS_TEST_POSTGRES_URL") {
        measure(criterion, "postgres", &url);
    }
}

criterion_group!(benches, sqlite, postgres);
criterion_main!(benches);
