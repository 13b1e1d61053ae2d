//! A database of its own for every test, gone afterwards.

use std::future::Future;

use lks_store::{Store, sqlite_url};
use sqlx::{Connection, PgConnection};
use uuid::Uuid;

/// Writes every case twice, as `sqlite::<case>` and `postgres::<case>`.
macro_rules! both {
    ($($(#[$note:meta])* async fn $name:ident($store:ident: Store) $body:block)+) => {
        mod cases {
            #[allow(unused_imports)]
            use super::*;
            $($(#[$note])* pub async fn $name($store: lks_store::Store) $body)+
        }
        mod sqlite {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $name() {
                $crate::databases::on_sqlite(super::cases::$name).await;
            })+
        }
        mod postgres {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $name() {
                $crate::databases::on_postgres(super::cases::$name).await;
            })+
        }
    };
}
pub(crate) use both;

pub async fn on_sqlite<F: Future<Output = ()> + Send + 'static>(case: impl FnOnce(Store) -> F) {
    let directory = tempfile::tempdir().expect("a directory");
    let url = sqlite_url(&directory.path().join("lks.db"));
    let store = Store::open(&url).await.expect("an open store");
    let outcome = tokio::spawn(case(store.clone())).await;
    store.close().await;
    outcome.expect("the case holds on SQLite");
}

pub async fn on_postgres<F: Future<Output = ()> + Send + 'static>(case: impl FnOnce(Store) -> F) {
    let Some(server) = postgres_server() else { return };
    let name = format!("lks_it_{}", Uuid::new_v4().simple());
    administer(&server, format!("CREATE DATABASE {name}")).await;
    let outcome = match Store::open(&database_url(&server, &name)).await {
        Ok(store) => {
            let outcome = tokio::spawn(case(store.clone())).await;
            store.close().await;
            outcome.map_err(|error| error.to_string())
        }
        Err(error) => Err(error.to_string()),
    };
    administer(&server, format!("DROP DATABASE {name} WITH (FORCE)")).await;
    outcome.expect("the case holds on PostgreSQL");
}

fn postgres_server() -> Option<String> {
    if std::env::var("LKS_TEST_SKIP_POSTGRES").is_ok_and(|skip| skip == "1") {
        return None;
    }
    Some(std::env::var("LKS_TEST_POSTGRES_URL").expect(
        "these tests need PostgreSQL with pgvector: start one with `.ci/postgres start`, then set \
         LKS_TEST_POSTGRES_URL to what it prints (or LKS_TEST_SKIP_POSTGRES=1 to test SQLite alone)",
    ))
}

fn database_url(server: &str, name: &str) -> String {
    let (address, query) = server.split_once('?').unwrap_or((server, ""));
    let (scheme, rest) = address.split_once("://").expect("an address with ://");
    let host = rest.split('/').next().unwrap_or(rest);
    format!("{scheme}://{host}/{name}{}{query}", if query.is_empty() { "" } else { "?" })
}

async fn administer(server: &str, statement: String) {
    let mut conn = PgConnection::connect(&database_url(server, "postgres")).await.expect("a connection");
    sqlx::raw_sql(sqlx::AssertSqlSafe(statement)).execute(&mut conn).await.expect("the statement works");
    conn.close().await.expect("the end");
}
