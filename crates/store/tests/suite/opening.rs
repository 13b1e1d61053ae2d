//! Opening: what is missing is made, several processes may start at once, and what another program
//! or a newer version wrote is left alone.

use std::os::unix::fs::PermissionsExt;
use std::process::{Child, Command};

use lks_store::{Store, StoreError, sqlite_url};
use sqlx::{AnyConnection, Connection, Row};

use crate::databases::{Database, administer, both, database_url, postgres_server};

/// Runs an ignored test of this binary in a process of its own.
pub fn process(test: &str, url: &str) -> Child {
    Command::new(std::env::current_exe().unwrap())
        .args(["--exact", test, "--ignored", "--nocapture"])
        .env("LKS_TEST_CHILD_URL", url)
        .spawn()
        .unwrap()
}

pub fn child_url() -> String {
    std::env::var("LKS_TEST_CHILD_URL").expect("this test is started by another one")
}

#[tokio::test]
#[ignore = "started by another test, in a process of its own"]
async fn a_process_that_opens() {
    let store = Store::open(&child_url()).await.unwrap();
    store.ping().await.unwrap();
    store.close().await;
}

async fn open_in_four_processes(url: String) {
    let children: Vec<_> = (0..4).map(|_| process("opening::a_process_that_opens", &url)).collect();
    let outcomes = children.into_iter().map(|mut child| child.wait().unwrap().success());
    assert_eq!(outcomes.collect::<Vec<_>>(), [true; 4]);
}

#[tokio::test(flavor = "multi_thread")]
async fn four_processes_may_start_on_a_fresh_file_at_once() {
    let directory = tempfile::tempdir().unwrap();
    open_in_four_processes(sqlite_url(&directory.path().join("new/lks.db"))).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn four_processes_may_start_on_a_fresh_postgres_database_at_once() {
    let Some(server) = postgres_server() else { return };
    let name = format!("lks_test_{}", uuid::Uuid::new_v4().simple());
    administer(&server, format!("CREATE DATABASE {name}")).await;
    let url = database_url(&server, &name);
    let outcome = tokio::spawn(open_in_four_processes(url)).await;
    administer(&server, format!("DROP DATABASE {name} WITH (FORCE)")).await;
    outcome.unwrap();
}

both! {
    async fn opening_again_finds_everything_as_it_was(store: Database) {
        let again = Store::open(&store.url).await.unwrap();
        again.ping().await.unwrap();
        again.close().await;
        assert!(again.ping().await.is_err(), "a closed store says so");
        store.ping().await.unwrap();
    }

    async fn a_database_of_a_newer_version_is_refused(store: Database) {
        let mut conn = AnyConnection::connect(&store.url).await.unwrap();
        sqlx::query("UPDATE _sqlx_migrations SET version = 9999 WHERE version = 1").execute(&mut conn).await.unwrap();
        conn.close().await.unwrap();
        let error = Store::open(&store.url).await.unwrap_err();
        assert!(matches!(error, StoreError::Newer(9999)), "{error}");
        assert!(error.to_string().contains("newer version"), "{error}");
    }
}

#[tokio::test]
async fn a_missing_directory_is_made_and_belongs_to_its_owner_alone() {
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join("a b/c?d/lks.db");
    let store = Store::open(&sqlite_url(&file)).await.unwrap();
    let conversation = lks_domain::conversation::NewConversation {
        id: uuid::Uuid::nil(),
        title: String::new(),
        conversation: vec![],
        embedding: None,
    };
    let now = lks_domain::timestamp::Timestamp::from_millis(1);
    store.put_conversation(&lks_domain::identity::UserId("a".into()), &conversation, now).await.unwrap();
    let mode = |path: &std::path::Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(file.parent().unwrap()), 0o700);
    for name in ["lks.db", "lks.db-wal", "lks.db-shm"] {
        assert_eq!(mode(&file.with_file_name(name)), 0o600, "{name}");
    }
    store.close().await;
}

#[tokio::test]
async fn a_file_is_written_through_a_log_so_that_readers_do_not_wait() {
    let directory = tempfile::tempdir().unwrap();
    let url = sqlite_url(&directory.path().join("lks.db"));
    Store::open(&url).await.unwrap().close().await;
    let mut conn = AnyConnection::connect(&url).await.unwrap();
    let mode: String = sqlx::query("PRAGMA journal_mode").fetch_one(&mut conn).await.unwrap().get(0);
    assert_eq!(mode, "wal");
}

#[tokio::test]
async fn a_database_in_memory_works_for_tests_of_others() {
    let store = Store::open("sqlite::memory:").await.unwrap();
    store.ping().await.unwrap();
    assert!(store.list_conversations(&lks_domain::identity::UserId("a".into())).await.unwrap().is_empty());
}

#[tokio::test]
async fn a_file_of_something_else_is_refused_and_left_as_it_is() {
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join("notes.db");
    std::fs::write(&file, "these are notes and no database at all; ".repeat(200)).unwrap();
    let before = std::fs::read(&file).unwrap();
    let error = Store::open(&sqlite_url(&file)).await.unwrap_err();
    assert!(
        matches!(&error, StoreError::Corrupt(_)) && error.to_string().contains("move the file away"),
        "{error}"
    );
    assert_eq!(std::fs::read(&file).unwrap(), before);
}

#[tokio::test]
async fn a_sqlite_file_of_another_program_is_refused_and_left_as_it_is() {
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join("other.db");
    let url = sqlite_url(&file);
    sqlx::any::install_default_drivers();
    let mut conn = AnyConnection::connect(&format!("{url}?mode=rwc")).await.unwrap();
    sqlx::raw_sql("CREATE TABLE theirs (x INTEGER)").execute(&mut conn).await.unwrap();
    conn.close().await.unwrap();
    let before = std::fs::read(&file).unwrap();
    let error = Store::open(&url).await.unwrap_err();
    assert!(
        matches!(&error, StoreError::Corrupt(_)) && error.to_string().contains("another program"),
        "{error}"
    );
    assert_eq!(std::fs::read(&file).unwrap(), before);
}

#[tokio::test]
async fn a_directory_in_place_of_the_file_is_named() {
    let directory = tempfile::tempdir().unwrap();
    let error = Store::open(&sqlite_url(directory.path())).await.unwrap_err();
    assert!(matches!(&error, StoreError::Unavailable(_)), "{error}");
}
