//! A database of its own for every test, gone afterwards.

use std::future::Future;

use lks_store::{Store, sqlite_url};
use sqlx::{Connection as _, PgConnection};
use uuid::Uuid;

/// Writes every case twice, as `sqlite::<case>` and `postgres::<case>`.
macro_rules! both {
    ($(async fn $name:ident($store:ident: Store) $body:block)+) => {
        mod cases {
            use super::*;
            $(pub async fn $name($store: Store) $body)+
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
    let directory = tempfile::tempdir().unwrap();
    let store = Store::open(&sqlite_url(&directory.path().join("lks.db"))).await.unwrap();
    let outcome = tokio::spawn(case(store.clone())).await;
    store.close().await;
    outcome.expect("the case holds on SQLite");
}

pub async fn on_postgres<F: Future<Output = ()> + Send + 'static>(case: impl FnOnce(Store) -> F) {
    let Some(server) = server() else { return };
    let name = format!("lks_api_test_{}", Uuid::new_v4().simple());
    administer(&server, format!("CREATE DATABASE {name}")).await;
    let store = Store::open(&format!("{server}/{name}")).await.unwrap();
    let outcome = tokio::spawn(case(store.clone())).await;
    store.close().await;
    administer(&server, format!("DROP DATABASE {name} WITH (FORCE)")).await;
    outcome.expect("the case holds on PostgreSQL");
}

/// The server to test on, without a database; none only if that was asked for.
fn server() -> Option<String> {
    if std::env::var("LKS_TEST_SKIP_POSTGRES").is_ok_and(|skip| skip == "1") {
        return None;
    }
    let server = std::env::var("LKS_TEST_POSTGRES_URL").expect(
        "these tests need PostgreSQL with pgvector: start one with `.ci/postgres start`, then set \
         LKS_TEST_POSTGRES_URL=postgres://postgres@127.0.0.1:54329 (or LKS_TEST_SKIP_POSTGRES=1 to test SQLite alone)",
    );
    let host = server.split("://").nth(1).unwrap().split('/').next().unwrap();
    Some(format!("postgres://{host}"))
}

async fn administer(server: &str, statement: String) {
    let mut conn = PgConnection::connect(&format!("{server}/postgres")).await.unwrap();
    sqlx::raw_sql(sqlx::AssertSqlSafe(statement)).execute(&mut conn).await.unwrap();
    conn.close().await.unwrap();
}
