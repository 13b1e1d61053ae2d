//! What breaks from outside: a crash, a lock, a full disk, a server that is gone or lacks pgvector.

use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use lks_domain::conversation::NewConversation;
use lks_domain::correction::Language;
use lks_domain::identity::UserId;
use lks_domain::region::Region;
use lks_domain::timestamp::Timestamp;
use lks_domain::turn::{ChatEvent, SequencedEvent, TurnRequest};
use lks_store::{OpenTurn, Store, StoreError, sqlite_url};
use serde_json::json;
use sqlx::{AnyConnection, Connection};
use uuid::Uuid;

use crate::databases::{Database, administer, both, database_url, postgres_server};
use crate::opening::{child_url, process};

fn user() -> UserId {
    UserId("a".to_owned())
}

fn at(millis: i64) -> Timestamp {
    Timestamp::from_millis(millis)
}

fn conversation(bytes: usize) -> NewConversation {
    let conversation = vec![json!({"role": "user", "content": "x".repeat(bytes)})];
    NewConversation { id: Uuid::new_v4(), title: "t".to_owned(), conversation, embedding: None }
}

fn turn() -> OpenTurn {
    OpenTurn {
        conversation_id: Uuid::nil(),
        title: "Hello".to_owned(),
        request: TurnRequest {
            id: Uuid::nil(),
            content: "Hello".to_owned(),
            region: Region::UsEast1,
            model: "practice-rules".to_owned(),
            language: Language::default(),
            replace_from: None,
            embedding_model: None,
        },
        question_id: "q".to_owned(),
        reply_id: "r".to_owned(),
    }
}

#[tokio::test]
#[ignore = "started by another test, in a process of its own"]
async fn a_process_that_dies_while_a_reply_is_written() {
    let store = Store::open(&child_url()).await.unwrap();
    store.open_turn(&user(), &turn(), at(1)).await.unwrap();
    let half = SequencedEvent { seq: 2, event: ChatEvent::Delta { text: "half".to_owned() } };
    store.append_turn_events(&user(), Uuid::nil(), Uuid::nil(), &[half]).await.unwrap();
    let mut unfinished = AnyConnection::connect(&child_url()).await.unwrap();
    sqlx::raw_sql("BEGIN; DELETE FROM conversations").execute(&mut unfinished).await.unwrap();
    std::process::abort();
}

both! {
    async fn a_question_and_half_a_reply_survive_the_death_of_the_process(store: Database) {
        let child = process("faults::a_process_that_dies_while_a_reply_is_written", &store.url);
        let died = tokio::task::spawn_blocking(move || child.wait_with_output().unwrap()).await.unwrap();
        assert!(!died.status.success());
        assert_eq!(store.interrupt_open_turns(at(9)).await.unwrap(), 1);
        let stored = store.conversation(&user(), Uuid::nil()).await.unwrap().unwrap();
        let said: Vec<_> = stored.conversation.iter().map(|message| message["content"].as_str().unwrap()).collect();
        assert_eq!(said, ["Hello", "half"]);
    }

    async fn a_database_that_another_process_holds_is_busy_within_bounded_time(store: Database) {
        store.put_conversation(&user(), &conversation(1), at(1)).await.unwrap();
        let mut other = AnyConnection::connect(&store.url).await.unwrap();
        let hold = if store.is_postgres() { "BEGIN; LOCK TABLE conversations" } else { "BEGIN IMMEDIATE" };
        sqlx::raw_sql(hold).execute(&mut other).await.unwrap();
        let begun = Instant::now();
        let error = store.put_conversation(&user(), &conversation(1), at(2)).await.unwrap_err();
        assert!(matches!(error, StoreError::Busy), "{error}");
        assert!(begun.elapsed() < Duration::from_secs(8), "{:?}", begun.elapsed());
        sqlx::raw_sql("ROLLBACK").execute(&mut other).await.unwrap();
        store.put_conversation(&user(), &conversation(1), at(3)).await.unwrap();
        assert_eq!(store.conversation_summaries(&user()).await.unwrap().len(), 2);
    }

    async fn a_server_that_dropped_all_connections_is_reached_again(store: Database) {
        if !store.is_postgres() {
            return;
        }
        store.put_conversation(&user(), &conversation(1), at(1)).await.unwrap();
        let mut other = AnyConnection::connect(&store.url).await.unwrap();
        let drop_others = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity \
            WHERE datname = current_database() AND pid <> pg_backend_pid()";
        let dropped = sqlx::query(drop_others).fetch_all(&mut other).await.unwrap();
        assert!(!dropped.is_empty());
        store.put_conversation(&user(), &conversation(1), at(2)).await.unwrap();
    }

    async fn a_call_that_is_given_up_halfway_leaves_the_store_usable(store: Database) {
        for millis in 0..20 {
            let call = store.clone();
            let calling = tokio::spawn(async move { call.put_conversation(&user(), &conversation(200_000), at(1)).await });
            tokio::time::sleep(Duration::from_millis(millis)).await;
            calling.abort();
        }
        store.put_conversation(&user(), &conversation(1), at(2)).await.unwrap();
        store.list_conversations(&user()).await.unwrap();
    }
}

/// A file system of 2 MiB, gone with the value.
struct SmallDisk<'a>(&'a Path);

impl<'a> SmallDisk<'a> {
    fn mount(path: &'a Path) -> Option<Self> {
        let mounted =
            Command::new("mount").args(["-t", "tmpfs", "-o", "size=2m", "tmpfs"]).arg(path).status();
        mounted.is_ok_and(|status| status.success()).then_some(Self(path))
    }
}

impl Drop for SmallDisk<'_> {
    fn drop(&mut self) {
        let _ = Command::new("umount").args(["--lazy"]).arg(self.0).status();
    }
}

/// Needs the right to mount; `database::tests` has the same without a disk.
#[tokio::test]
async fn a_full_disk_is_named_and_nothing_is_lost_or_damaged() {
    let directory = tempfile::tempdir().unwrap();
    let Some(_disk) = SmallDisk::mount(directory.path()) else {
        eprintln!("not tested: no right to mount a small file system");
        return;
    };
    let store = Store::open(&sqlite_url(&directory.path().join("lks.db"))).await.unwrap();
    let mut stored = 0;
    let error = loop {
        match store.put_conversation(&user(), &conversation(100_000), at(stored)).await {
            Ok(()) => stored += 1,
            Err(error) => break error,
        }
    };
    assert!(matches!(error, StoreError::Full), "{error}");
    assert!(stored > 2);
    let kept = store.conversation_summaries(&user()).await.unwrap();
    assert_eq!(kept.len(), stored as usize);
    for old in kept.iter().take(3) {
        // Deleting needs room in the log too; what is there suffices once the log starts anew.
        let _ = store.delete_conversation(&user(), old.id).await;
    }
    store.close().await;
    let again = Store::open(&sqlite_url(&directory.path().join("lks.db"))).await.unwrap();
    again.ping().await.unwrap();
    again.close().await;
}

#[tokio::test]
async fn a_full_disk_at_the_first_start_is_named() {
    let directory = tempfile::tempdir().unwrap();
    let Some(_disk) = SmallDisk::mount(directory.path()) else {
        eprintln!("not tested: no right to mount a small file system");
        return;
    };
    std::fs::write(directory.path().join("filler"), vec![0; 3 << 20]).unwrap_err();
    let error = Store::open(&sqlite_url(&directory.path().join("lks.db"))).await.unwrap_err();
    assert!(matches!(error, StoreError::Full), "{error}");
}

async fn unavailable(address: &str) -> String {
    let begun = Instant::now();
    let error = Store::open(&format!("postgres://lks:secret@{address}/lks")).await.unwrap_err();
    assert!(matches!(error, StoreError::Unavailable(_)), "{error:?}");
    assert!(begun.elapsed() < Duration::from_secs(8), "{:?}", begun.elapsed());
    error.to_string()
}

#[tokio::test]
async fn a_server_that_is_not_there_or_silent_or_another_is_unavailable_within_bounded_time() {
    assert!(unavailable("127.0.0.1:14299").await.contains("refused"));
    let silent = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    assert!(unavailable(&silent.local_addr().unwrap().to_string()).await.contains("within 5 s"));
    let other = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = other.local_addr().unwrap().to_string();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = other.accept().await {
            let _ =
                tokio::io::AsyncWriteExt::write_all(&mut stream, b"HTTP/1.1 400 Bad Request\r\n\r\n").await;
        }
    });
    assert!(unavailable(&address).await.contains("does not speak"));
}

#[tokio::test]
async fn a_database_or_user_that_is_not_there_is_unavailable() {
    let Some(server) = postgres_server() else { return };
    let error = Store::open(&database_url(&server, "lks_test_nowhere")).await.unwrap_err();
    assert!(matches!(&error, StoreError::Unavailable(why) if why.contains("lks_test_nowhere")), "{error}");
}

#[tokio::test]
async fn a_server_without_pgvector_is_told_how_to_get_it() {
    let Some(server) = postgres_server() else { return };
    let name = format!("lks_test_{}", Uuid::new_v4().simple());
    administer(&server, format!("CREATE DATABASE {name}")).await;
    // PostgreSQL 18 looks for extensions where this says: nowhere.
    administer(&server, format!("ALTER DATABASE {name} SET extension_control_path = '/nonexistent'")).await;
    let opened = Store::open(&database_url(&server, &name)).await;
    administer(&server, format!("DROP DATABASE {name} WITH (FORCE)")).await;
    let error = opened.unwrap_err();
    assert!(
        matches!(&error, StoreError::Unavailable(why) if why.contains("pgvector") && why.contains("install")),
        "{error}"
    );
}

#[tokio::test]
async fn a_user_who_may_not_switch_pgvector_on_is_told_who_can() {
    let Some(server) = postgres_server() else { return };
    let name = format!("lks_test_{}", Uuid::new_v4().simple());
    administer(&server, format!("CREATE DATABASE {name}")).await;
    administer(&server, format!("CREATE ROLE {name} LOGIN PASSWORD 'secret'")).await;
    let address = database_url(&server, &name);
    let host = address.rsplit_once('@').map_or(address.as_str(), |(_, host)| host);
    let opened = Store::open(&format!("postgres://{name}:secret@{host}")).await;
    administer(&server, format!("DROP DATABASE {name} WITH (FORCE)")).await;
    administer(&server, format!("DROP ROLE {name}")).await;
    let error = opened.unwrap_err();
    assert!(
        matches!(&error, StoreError::Unavailable(why) if why.contains("CREATE EXTENSION vector")),
        "{error}"
    );
}
